use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::Id;
use shared::data::{Entity, Table};

use crate::tables::LESSONS;

/// A lesson of a course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lesson {
    /// Its id.
    pub id: Id,
    /// The course that it belongs to.
    pub course_id: Id,
    /// The tenant that it belongs to.
    pub organization_id: String,
    /// What it is called.
    pub title: String,
    /// The module that it teaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module_id: Option<Id>,
    /// The quiz that ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiz_id: Option<Id>,
    /// Its place among the lessons of the course.
    pub order_idx: u32,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

impl Entity for Lesson {
    const TABLE: &'static Table = &LESSONS;
}

/// A lesson to make.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewLesson {
    /// What it is called.
    #[garde(length(chars, min = 1, max = 200))]
    pub title: String,
    /// The module that it teaches.
    pub module_id: Option<Id>,
    /// The quiz that ends it.
    pub quiz_id: Option<Id>,
    /// Its place among the lessons of the course. It is the last one unless this is said.
    #[garde(range(max = 9999))]
    pub order_idx: Option<u32>,
    /// Whether the course is complete only with it, which it is unless this says otherwise.
    pub required: Option<bool>,
}

/// What changes in a lesson.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct LessonChange {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1, max = 200))]
    pub title: Option<String>,
    /// The module that it teaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module_id: Option<Id>,
    /// The quiz that ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiz_id: Option<Id>,
    /// Its place among the lessons of the course.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(range(max = 9999))]
    pub order_idx: Option<u32>,
    /// Whether the course is complete only with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

/// The lessons of a course in a new order.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LessonOrder {
    /// All lessons of the course, each once.
    #[garde(length(min = 1, max = 90))]
    pub lesson_ids: Vec<Id>,
}
