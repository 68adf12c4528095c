//! How far students are.

use serde_json::json;
use shared::Id;
use shared::api::{Call, Failure, Refusal};
use shared::data::{Condition, Data, Event, Scoped, Written};

use crate::enrollments;
use crate::lessons;
use crate::model::{
    CourseProgress, Enrollment, EnrollmentStatus, Lesson, LessonProgress, ProgressChange,
};
use crate::noted::{Stored, progress_of};

pub async fn show(call: Call<Data>) -> Result<CourseProgress, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    let enrollment = enrolled(&data, course_id).await?;
    let lessons = progress_of(&data, course_id).await?;
    let lessons = lessons.into_iter().map(|stored| stored.progress).collect();
    Ok(CourseProgress { enrollment, lessons })
}

async fn enrolled(data: &Scoped<'_>, course_id: Id) -> Result<Enrollment, Failure> {
    let enrollment = data.get::<Enrollment>(enrollments::key(data, course_id)).await?;
    enrollment.ok_or(Refusal::NotFound.into())
}

/// Notes progress in a lesson, and what follows for the course.
pub async fn change(call: Call<Data>, form: ProgressChange) -> Result<CourseProgress, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    let lesson_id = call.id("lesson_id")?;
    let mut enrollment = enrolled(&data, course_id).await?;
    lessons::get(&data, course_id, lesson_id).await?;
    let all = data.all::<Lesson>(data.key(course_id), None, None).await?;
    let mut noted = progress_of(&data, course_id).await?;
    let now = call.invocation().timestamp();
    let place = noted.iter().position(|stored| stored.progress.lesson_id == lesson_id);
    let before = place.map(|place| noted.remove(place));
    let stored = after(&data, before, (course_id, lesson_id), &form, &now);
    noted.push(stored.clone());

    let seen = enrollment.updated_at.clone();
    let was_complete = enrollment.status == EnrollmentStatus::Completed;
    enrollment.progress_percentage = percentage(&all, &noted);
    if enrollment.progress_percentage == 100 {
        enrollment.status = EnrollmentStatus::Completed;
        enrollment.completed_at.get_or_insert_with(|| now.clone());
    }
    enrollment.updated_at.clone_from(&now);
    let mut writes = vec![
        data.put(&stored)?,
        // Whoever notes something at the same time has counted without this.
        data.put(&enrollment)?.only_if(Condition::Is("updated_at", json!(seen))),
    ];
    if enrollment.status == EnrollmentStatus::Completed && !was_complete {
        let event =
            Event { kind: "course.completed", entity: "course", id: course_id, data: json!({}) };
        writes.push(data.event(event)?);
    }
    match data.write(writes).await? {
        Written::Done => {
            noted.sort_by(|a, b| a.course_lesson_id.cmp(&b.course_lesson_id));
            let lessons = noted.into_iter().map(|stored| stored.progress).collect();
            Ok(CourseProgress { enrollment, lessons })
        }
        // The client repeats it.
        Written::Refused(_) => Err(Refusal::Busy.into()),
    }
}

/// What is noted of a lesson now. What is done stays done unless the student says otherwise.
fn after(
    data: &Scoped<'_>,
    before: Option<Stored>,
    (course_id, lesson_id): (Id, Id),
    form: &ProgressChange,
    now: &str,
) -> Stored {
    let mut stored = before.unwrap_or_else(|| Stored {
        course_lesson_id: format!("{}#{}", data.key(course_id), lesson_id.bare()),
        user_id: data.scope().user_id.clone(),
        progress: LessonProgress {
            course_id,
            lesson_id,
            completed: false,
            percentage: 0,
            seconds: 0,
            created_at: now.to_owned(),
            updated_at: String::new(),
        },
    });
    let progress = &mut stored.progress;
    progress.percentage = form.percentage.unwrap_or(progress.percentage);
    progress.seconds = form.seconds.unwrap_or(progress.seconds);
    progress.completed = form.completed.unwrap_or(progress.completed || progress.percentage == 100);
    if progress.completed {
        progress.percentage = 100;
    }
    now.clone_into(&mut progress.updated_at);
    stored
}

/// How much of the required lessons is done: of all lessons where none is required. Only what is done counts as 100.
fn percentage(lessons: &[Lesson], noted: &[Stored]) -> u32 {
    let is_any_required = lessons.iter().any(|lesson| lesson.required);
    let counted: Vec<_> =
        lessons.iter().filter(|lesson| lesson.required || !is_any_required).collect();
    let done = |lesson: &Lesson| {
        let stored = noted.iter().find(|stored| stored.progress.lesson_id == lesson.id);
        stored.map_or(0, |stored| match stored.progress.completed {
            true => 100,
            false => stored.progress.percentage.min(99),
        })
    };
    let sum: u32 = counted.iter().map(|lesson| done(lesson)).sum();
    u32::try_from(counted.len()).ok().and_then(|count| sum.checked_div(count)).unwrap_or_default()
}
