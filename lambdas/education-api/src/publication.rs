//! The catalogue: courses that the platform's own people copy for everybody.
//!
//! The copy of a thing has its ULID, so publishing again replaces what was published. Modules and quizzes come before the
//! lessons that point to them, and the course comes last: it is what makes them all seen.

use serde_json::json;
use shared::Id;
use shared::api::{Call, Failure, Refusal, Tenant};
use shared::data::{Condition, Data, Key, Scoped, Write, Written};

use crate::access::own_course;
use crate::courses::published;
use crate::model::{Course, CourseStatus, Lesson, Module, ModuleStatus, Quiz};
use crate::quizzes;

/// How many items one transaction takes.
const TRANSACTION: usize = 100;

pub async fn publish(call: Call<Data>) -> Result<Course, Failure> {
    let (data, id) = (call.data()?, call.id("course_id")?);
    if id.is_public() {
        return Err(Refusal::Conflict(
            "this is the published course: publish the one that it is made from",
        )
        .into());
    }
    let course = own_course(&call, &data, id).await?;
    let lessons = data.all::<Lesson>(data.key(id), None, None).await?;
    let mut copies = modules(&data, &lessons).await?;
    for quiz in quizzes::all_of(&data, &data.key(id)).await? {
        copies.push(data.put(&Quiz {
            id: quiz.id.published(),
            course_id: quiz.course_id.published(),
            organization_id: Tenant::PUBLIC.to_owned(),
            ..quiz
        })?);
    }
    copies.extend(gone(&data, id, &lessons).await?);
    for lesson in &lessons {
        copies.push(data.put(&Lesson {
            course_id: lesson.course_id.published(),
            module_id: lesson.module_id.map(Id::published),
            quiz_id: lesson.quiz_id.map(Id::published),
            organization_id: Tenant::PUBLIC.to_owned(),
            ..lesson.clone()
        })?);
    }
    for some in copies.chunks(TRANSACTION) {
        data.write(some.to_vec()).await?;
    }
    copy(&call, &data, course, lessons.len()).await
}

/// The published copy of the course itself. Its students stay counted.
async fn copy(
    call: &Call<Data>,
    data: &Scoped<'_>,
    course: Course,
    lessons: usize,
) -> Result<Course, Failure> {
    let key = Key::of(data.key(course.id.published()));
    let before = data.get::<Course>(key).await?;
    let now = call.invocation().timestamp();
    let copy = Course {
        id: course.id.published(),
        organization_id: Tenant::PUBLIC.to_owned(),
        status: CourseStatus::Published,
        lesson_count: u32::try_from(lessons).unwrap_or(u32::MAX),
        enrolled_count: before.as_ref().map_or(0, |before| before.enrolled_count),
        created_at: before.as_ref().map_or(&now, |before| &before.created_at).clone(),
        updated_at: now,
        ..course
    };
    let put = match &before {
        None => data.create(&copy)?,
        Some(before) => {
            let same = Condition::Is("enrolled_count", json!(before.enrolled_count));
            data.put(&copy)?.only_if(same)
        }
    };
    match data.write(vec![put, data.event(published(copy.id))?]).await? {
        Written::Done => Ok(copy),
        // Somebody has enrolled meanwhile.
        Written::Refused(_) => Err(Refusal::Busy.into()),
    }
}

/// The writes that copy the modules that lessons teach.
async fn modules(data: &Scoped<'_>, lessons: &[Lesson]) -> Result<Vec<Write>, Failure> {
    let mut ids: Vec<Id> = lessons.iter().filter_map(|lesson| lesson.module_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut writes = Vec::with_capacity(ids.len());
    for id in ids.into_iter().filter(|id| !id.is_public()) {
        // One that was deleted since is not taught.
        if let Some(module) = data.get::<Module>(Key::of(data.key(id))).await? {
            writes.push(data.put(&Module {
                id: id.published(),
                organization_id: Tenant::PUBLIC.to_owned(),
                status: ModuleStatus::Published,
                ..module
            })?);
        }
    }
    Ok(writes)
}

/// The writes that take lessons away that were published once and are no longer there.
async fn gone(data: &Scoped<'_>, id: Id, lessons: &[Lesson]) -> Result<Vec<Write>, Failure> {
    let course = data.key(id.published());
    let published = data.all::<Lesson>(course.clone(), None, None).await?;
    let is_gone = |lesson: &&Lesson| !lessons.iter().any(|other| other.id == lesson.id);
    let keys = published.iter().filter(is_gone);
    let keys = keys.map(|lesson| Key::with_sort(&course, lesson.id.bare()));
    Ok(keys.map(|key| data.clear::<Lesson>(key)).collect())
}
