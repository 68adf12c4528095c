//! The lessons of a course.

use shared::Id;
use shared::api::{Call, Created, Done, Failure, Page, Paging, Refusal};
use shared::data::{Condition, Data, Key, Listing, Scoped, Write, Written};

use crate::access::{own_course, seen_course};
use crate::model::{Course, Lesson, LessonChange, LessonOrder, Module, NewLesson, Quiz};
use crate::tables::BY_ORDER;

/// How many lessons a course has at most.
pub const MOST_LESSONS: u8 = 90;

/// The lessons in their order, which is what everybody wants of them, and not the newest first.
pub async fn list(call: Call<Data>, paging: Paging) -> Result<Page<Lesson>, Failure> {
    let (data, id) = (call.data()?, call.id("course_id")?);
    seen_course(&call, &data, id).await?;
    let listing = Listing {
        index: Some(&BY_ORDER),
        partition: data.key(id),
        prefix: None,
        is_descending: false,
        limit: paging.limit.items(),
        next: paging.next,
    };
    data.list(&listing, |_| true).await
}

pub async fn create(call: Call<Data>, form: NewLesson) -> Result<Created<Lesson>, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    let course = own_course(&call, &data, course_id).await?;
    check_parts(&data, course_id, form.module_id, form.quiz_id).await?;
    let order_idx = match form.order_idx {
        Some(order_idx) => order_idx,
        None => {
            let lessons = data.all::<Lesson>(data.key(course_id), None, None).await?;
            lessons.iter().map(|lesson| lesson.order_idx + 1).max().unwrap_or_default()
        }
    };
    let now = call.invocation().timestamp();
    let lesson = Lesson {
        id: call.new_id()?,
        course_id,
        organization_id: course.organization_id,
        title: form.title,
        module_id: form.module_id,
        quiz_id: form.quiz_id,
        order_idx,
        required: form.required.unwrap_or(true),
        created_at: now.clone(),
        updated_at: now,
    };
    let count = count_lessons(&data, &data.key(course_id), 1);
    let count = count.only_if(Condition::Below("lesson_count", MOST_LESSONS.into()));
    match data.write(vec![data.create(&lesson)?, count]).await? {
        Written::Done => Ok(Created(lesson)),
        Written::Refused(_) => Err(Refusal::LimitReached("a course has 90 lessons at most").into()),
    }
}

pub async fn show(call: Call<Data>) -> Result<Lesson, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    seen_course(&call, &data, course_id).await?;
    get(&data, course_id, call.id("lesson_id")?).await
}

/// A lesson of a course that was found to be there for the caller.
pub async fn get(data: &Scoped<'_>, course_id: Id, lesson_id: Id) -> Result<Lesson, Failure> {
    let lesson = data.get(key(data, course_id, lesson_id)).await?;
    lesson.ok_or(Refusal::NotFound.into())
}

pub fn key(data: &Scoped<'_>, course_id: Id, lesson_id: Id) -> Key {
    Key::with_sort(data.key(course_id), lesson_id.bare())
}

pub async fn change(call: Call<Data>, form: LessonChange) -> Result<Lesson, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    let lesson_id = call.id("lesson_id")?;
    own_course(&call, &data, course_id).await?;
    check_parts(&data, course_id, form.module_id, form.quiz_id).await?;
    let write = data.change::<Lesson>(key(&data, course_id, lesson_id), &form)?;
    match data.write(vec![write]).await? {
        Written::Done => get(&data, course_id, lesson_id).await,
        Written::Refused(_) => Err(Refusal::NotFound.into()),
    }
}

/// What a lesson points to has to be there: the module anywhere that the tenant sees, the quiz in the same course.
async fn check_parts(
    data: &Scoped<'_>,
    course_id: Id,
    module_id: Option<Id>,
    quiz_id: Option<Id>,
) -> Result<(), Failure> {
    if let Some(id) = module_id
        && data.get::<Module>(Key::of(data.key(id))).await?.is_none()
    {
        return Err(Refusal::field("module_id", "there is no such module").into());
    }
    if let Some(id) = quiz_id {
        let quiz = data.get::<Quiz>(Key::of(data.key(id))).await?;
        if quiz.is_none_or(|quiz| quiz.course_id != course_id) {
            return Err(Refusal::field("quiz_id", "the course has no such quiz").into());
        }
    }
    Ok(())
}

pub async fn delete(call: Call<Data>) -> Result<Done, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    own_course(&call, &data, course_id).await?;
    let lesson = data.delete::<Lesson>(key(&data, course_id, call.id("lesson_id")?));
    let count = count_lessons(&data, &data.key(course_id), -1);
    match data.write(vec![lesson, count]).await? {
        Written::Done => Ok(Done),
        Written::Refused(_) => Err(Refusal::NotFound.into()),
    }
}

/// Puts all lessons into another order at once.
pub async fn order(call: Call<Data>, form: LessonOrder) -> Result<Page<Lesson>, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    own_course(&call, &data, course_id).await?;
    let lessons = data.all::<Lesson>(data.key(course_id), None, None).await?;
    let mut here: Vec<Id> = lessons.iter().map(|lesson| lesson.id).collect();
    let mut wanted = form.lesson_ids.clone();
    here.sort_unstable();
    wanted.sort_unstable();
    if here != wanted {
        let message = "has to name all lessons of the course, each once";
        return Err(Refusal::field("lesson_ids", message).into());
    }
    let mut writes = Vec::with_capacity(form.lesson_ids.len());
    for (order_idx, lesson_id) in (0_u32..).zip(form.lesson_ids) {
        let change = LessonChange { order_idx: Some(order_idx), ..LessonChange::default() };
        writes.push(data.change::<Lesson>(key(&data, course_id, lesson_id), &change)?);
    }
    match data.write(writes).await? {
        Written::Done => {
            let items = data.all::<Lesson>(data.key(course_id), None, Some(&BY_ORDER)).await?;
            Ok(Page { items, next: None })
        }
        Written::Refused(_) => {
            Err(Refusal::Conflict("a lesson was deleted meanwhile: look, and try again").into())
        }
    }
}

/// The write that counts a lesson in, or out.
fn count_lessons(data: &Scoped<'_>, course: &str, number: i64) -> Write {
    data.count::<Course>(Key::of(course), vec![("lesson_count", number)])
        .setting("updated_at", data.now())
}
