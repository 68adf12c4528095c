//! The tables of education. Their specs are in `specs/education.yaml`; `tests/platform` holds one against the other.

use shared::data::{Index, Table};

pub static COURSES: Table = Table {
    name: "courses",
    partition: "course_id",
    sort: None,
    indexes: &[BY_UPDATE],
    id: Some("course_id"),
    keys: &["course_id"],
};

pub static MODULES: Table = Table {
    name: "education-modules",
    partition: "module_id",
    sort: None,
    indexes: &[BY_UPDATE],
    id: Some("module_id"),
    keys: &["module_id"],
};

pub static LESSONS: Table = Table {
    name: "lessons",
    partition: "course_id",
    sort: Some("lesson_id"),
    indexes: &[BY_ORDER],
    id: Some("lesson_id"),
    keys: &["course_id", "module_id", "quiz_id"],
};

pub static ENROLLMENTS: Table = Table {
    name: "enrollments",
    partition: "user_id",
    sort: Some("course_id"),
    indexes: &[Index {
        name: "course-enrolled-index",
        partition: "course_id",
        sort: "enrolled_at",
    }],
    id: None,
    keys: &["course_id"],
};

pub static PROGRESS: Table = Table {
    name: "lesson-progress",
    partition: "user_id",
    sort: Some("course_lesson_id"),
    indexes: &[],
    id: None,
    keys: &["course_id"],
};

pub static QUIZZES: Table = Table {
    name: "quizzes",
    partition: "quiz_id",
    sort: None,
    indexes: &[BY_LESSON],
    id: Some("quiz_id"),
    keys: &["quiz_id", "course_id"],
};

pub static RESULTS: Table = Table {
    name: "quiz-results",
    partition: "user_id",
    sort: Some("quiz_id"),
    indexes: &[Index { name: "quiz-submitted-index", partition: "quiz_id", sort: "submitted_at" }],
    id: None,
    keys: &["quiz_id", "course_id"],
};

/// What a tenant has, by when it last changed.
pub const BY_UPDATE: Index =
    Index { name: "organization-updated-index", partition: "organization_id", sort: "updated_at" };

/// The lessons of a course, in their order.
pub const BY_ORDER: Index =
    Index { name: "course-order-index", partition: "course_id", sort: "order_idx" };

/// The quizzes of a course that belong to a lesson.
pub const BY_LESSON: Index =
    Index { name: "course-lesson-index", partition: "course_id", sort: "lesson_id" };

/// All tables of education.
pub static ALL: [&Table; 7] =
    [&COURSES, &MODULES, &LESSONS, &ENROLLMENTS, &PROGRESS, &QUIZZES, &RESULTS];
