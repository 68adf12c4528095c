//! What is noted of a student's progress.

use serde::{Deserialize, Serialize};
use shared::Id;
use shared::api::Failure;
use shared::data::{Entity, Scoped, Table};

use crate::model::LessonProgress;
use crate::tables::PROGRESS;

/// Progress as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stored {
    /// `<course>#<lesson>`
    pub course_lesson_id: String,
    pub user_id: String,
    #[serde(flatten)]
    pub progress: LessonProgress,
}

impl Entity for Stored {
    const TABLE: &'static Table = &PROGRESS;
}

/// All that was noted of a course.
pub async fn progress_of(data: &Scoped<'_>, course_id: Id) -> Result<Vec<Stored>, Failure> {
    let prefix = format!("{}#", data.key(course_id));
    data.all(data.scope().user_id.clone(), Some(prefix), None).await
}
