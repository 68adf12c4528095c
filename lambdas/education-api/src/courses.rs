//! Courses.

use serde_json::json;
use shared::api::{Call, Created, Done, Failure, Limit, Page, Refusal, Tenant};
use shared::data::{Condition, Data, Event, Key, Listing, Written};

use crate::access::{may_see, own_course, seen_course};
use crate::model::{
    Course, CourseChange, CourseQuery, CourseStatus, Lesson, ListedScope, NewCourse,
};
use crate::quizzes::quizzes_of;
use crate::tables::BY_UPDATE;

pub async fn list(call: Call<Data>, query: CourseQuery) -> Result<Page<Course>, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let listing = newest(&call, query.scope, query.limit, query.next)?;
    let is_meant = |course: &Course| {
        may_see(caller, course)
            && query.status.is_none_or(|status| course.status == status)
            && query.category.is_none_or_eq(&course.category)
            && query.difficulty.is_none_or(|difficulty| course.difficulty == Some(difficulty))
    };
    data.list(&listing, is_meant).await
}

/// The list of what the caller's tenant has, or of what is public, by when it last changed.
pub fn newest(
    call: &Call<Data>,
    scope: ListedScope,
    limit: Limit,
    next: Option<String>,
) -> Result<Listing, Failure> {
    let partition = match scope {
        ListedScope::Organization => call.caller()?.tenant.to_string(),
        ListedScope::Public => Tenant::PUBLIC.to_owned(),
    };
    Ok(Listing {
        index: Some(&BY_UPDATE),
        partition,
        prefix: None,
        is_descending: true,
        limit: limit.items(),
        next,
    })
}

/// A filter that may be absent.
trait Filter {
    fn is_none_or_eq(&self, value: &Self) -> bool;
}

impl Filter for Option<String> {
    fn is_none_or_eq(&self, value: &Self) -> bool {
        self.is_none() || self == value
    }
}

pub async fn create(call: Call<Data>, form: NewCourse) -> Result<Created<Course>, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let now = call.invocation().timestamp();
    let course = Course {
        id: call.new_id()?,
        organization_id: caller.tenant.to_string(),
        instructor_user_id: caller.user_id.clone(),
        title: form.title,
        description: form.description,
        category: form.category,
        difficulty: form.difficulty,
        tags: form.tags,
        status: CourseStatus::Draft,
        lesson_count: 0,
        enrolled_count: 0,
        rating_average: 0.0,
        rating_count: 0,
        created_at: now.clone(),
        updated_at: now,
    };
    data.write(vec![data.create(&course)?]).await?;
    Ok(Created(course))
}

pub async fn show(call: Call<Data>) -> Result<Course, Failure> {
    seen_course(&call, &call.data()?, call.id("course_id")?).await
}

pub async fn change(call: Call<Data>, form: CourseChange) -> Result<Course, Failure> {
    let (data, id) = (call.data()?, call.id("course_id")?);
    let course = own_course(&call, &data, id).await?;
    let key = Key::of(data.key(id));
    // Two who publish at once tell of it once.
    let unchanged = Condition::Is("status", json!(course.status));
    let mut writes = vec![data.change::<Course>(key.clone(), &form)?.only_if(unchanged)];
    if form.status == Some(CourseStatus::Published) && course.status != CourseStatus::Published {
        writes.push(data.event(published(id))?);
    }
    match data.write(writes).await? {
        Written::Done => seen_course(&call, &data, id).await,
        Written::Refused(_) => {
            Err(Refusal::Conflict("the course has changed meanwhile: look, and try again").into())
        }
    }
}

/// What is told when a course is published, within the tenant or to everybody.
pub fn published(id: shared::Id) -> Event {
    Event { kind: "course.published", entity: "course", id, data: json!({}) }
}

/// Deletes a course with its lessons at once. Its quizzes follow: nobody can reach them any more.
pub async fn delete(call: Call<Data>) -> Result<Done, Failure> {
    let (data, id) = (call.data()?, call.id("course_id")?);
    own_course(&call, &data, id).await?;
    let course = data.key(id);
    let lessons = data.all::<Lesson>(course.clone(), None, None).await?;
    let quizzes = quizzes_of(&data, &course).await?;
    let mut writes = vec![
        data.delete::<Course>(Key::of(&course))
            .only_if(Condition::Below("enrolled_count", 1))
            // No lesson may come between the look and the deletion.
            .only_if(Condition::Is("lesson_count", json!(lessons.len()))),
    ];
    let keys = lessons.iter().map(|lesson| Key::with_sort(&course, lesson.id.bare()));
    writes.extend(keys.map(|key| data.delete::<Lesson>(key)));
    match data.write(writes).await? {
        Written::Done => {}
        Written::Refused(_) => {
            return Err(Refusal::Conflict(
                "the course has students, or its lessons are changing; archive it instead",
            )
            .into());
        }
    }
    for some in quizzes.chunks(100) {
        data.write(some.to_vec()).await?;
    }
    Ok(Done)
}
