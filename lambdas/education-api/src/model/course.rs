use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::Id;
use shared::api::Limit;
use shared::data::{Entity, Table};

use super::Tags;
use crate::tables::COURSES;

/// A course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Course {
    /// Its id.
    pub id: Id,
    /// The tenant that it belongs to.
    pub organization_id: String,
    /// Who made it.
    pub instructor_user_id: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// What it is found by, such as `machine-learning`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What its students must know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// What else it is found by.
    #[serde(default)]
    pub tags: Tags,
    /// Who can see it.
    pub status: CourseStatus,
    /// How many lessons it has.
    #[serde(default)]
    pub lesson_count: u32,
    /// How many students it has.
    #[serde(default)]
    pub enrolled_count: u32,
    /// What its students think of it, from 1 to 5; 0 while nobody has said.
    #[serde(default)]
    pub rating_average: f64,
    /// How many have said.
    #[serde(default)]
    pub rating_count: u32,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

impl Entity for Course {
    const TABLE: &'static Table = &COURSES;
}

/// Who can see a course: its author and managers alone while it is a draft. An archived course takes no new students.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CourseStatus {
    Draft,
    Published,
    Archived,
}

/// What students must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    Beginner,
    Intermediate,
    Advanced,
}

/// A course to make. It begins as a draft.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewCourse {
    /// What it is called.
    #[garde(length(chars, min = 1, max = 200))]
    pub title: String,
    /// What it is about.
    #[garde(length(chars, min = 1, max = 1000))]
    pub description: String,
    /// What it is found by, such as `machine-learning`.
    #[garde(length(chars, min = 1, max = 60))]
    pub category: Option<String>,
    /// What its students must know.
    pub difficulty: Option<Difficulty>,
    /// What else it is found by.
    #[serde(default)]
    #[garde(dive)]
    pub tags: Tags,
}

/// What changes in a course.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct CourseChange {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1, max = 200))]
    pub title: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1, max = 1000))]
    pub description: Option<String>,
    /// What it is found by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1, max = 60))]
    pub category: Option<String>,
    /// What its students must know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// What else it is found by, in place of what there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    pub tags: Option<Tags>,
    /// Who can see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CourseStatus>,
}

/// Whose things are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ListedScope {
    /// Those of the caller's tenant.
    #[default]
    Organization,
    /// Those of everybody: the catalogue.
    Public,
}

/// Which courses.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct CourseQuery {
    /// Whose.
    #[serde(default)]
    pub scope: ListedScope,
    /// Those that this many can see.
    pub status: Option<CourseStatus>,
    /// Those of one category.
    #[garde(length(chars, min = 1, max = 60))]
    pub category: Option<String>,
    /// Those for students who know this much.
    pub difficulty: Option<Difficulty>,
    /// How many at most.
    #[serde(default)]
    pub limit: Limit,
    /// Where the page begins, as the page before it says.
    #[garde(length(chars, max = 1024))]
    pub next: Option<String>,
}
