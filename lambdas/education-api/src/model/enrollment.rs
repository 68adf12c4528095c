use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::Id;
use shared::data::{Entity, Table};

use crate::tables::ENROLLMENTS;

/// A student's place in a course. It is named by the course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Enrollment {
    /// The course.
    pub course_id: Id,
    /// The tenant that the student belonged to.
    pub organization_id: String,
    /// The student.
    pub user_id: String,
    /// How far it is.
    pub status: EnrollmentStatus,
    /// How much of the lessons that the course requires is done, 0 to 100.
    #[serde(default)]
    pub progress_percentage: u32,
    /// When the student enrolled, ISO 8601 in UTC.
    pub enrolled_at: String,
    /// When the course was first complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<String>,
    /// When the student enrolled, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

impl Entity for Enrollment {
    const TABLE: &'static Table = &ENROLLMENTS;
}

/// How far a student is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EnrollmentStatus {
    /// There is something to learn.
    Active,
    /// All that the course requires is done.
    Completed,
}

/// A course to enrol in.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewEnrollment {
    /// The course.
    pub course_id: Id,
}

/// How far a student is with a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LessonProgress {
    /// The course.
    pub course_id: Id,
    /// The lesson.
    pub lesson_id: Id,
    /// Whether it is done.
    pub completed: bool,
    /// How much of it is done, 0 to 100.
    pub percentage: u32,
    /// Seconds that it has taken.
    pub seconds: u32,
    /// When it was begun, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

/// How far a student is with a course.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CourseProgress {
    /// The student's place in the course.
    pub enrollment: Enrollment,
    /// The lessons that were begun.
    pub lessons: Vec<LessonProgress>,
}

/// How far a student now is with a lesson. What is not named stays as it is.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct ProgressChange {
    /// Whether it is done. A lesson of 100 per cent is, unless this says otherwise.
    pub completed: Option<bool>,
    /// How much of it is done.
    #[garde(range(max = 100))]
    pub percentage: Option<u32>,
    /// Seconds that it has taken, all in all.
    #[garde(range(max = 31_536_000))]
    pub seconds: Option<u32>,
}
