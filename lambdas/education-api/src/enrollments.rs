//! Students and their courses.

use serde_json::json;
use shared::api::{Call, Created, Done, Failure, Page, Paging, Refusal};
use shared::data::{Condition, Data, Event, Key, Listing, Scoped, Write, Written};

use crate::access::seen_course;
use crate::lessons::MOST_LESSONS;
use crate::model::{Course, CourseStatus, Enrollment, EnrollmentStatus, NewEnrollment};
use crate::noted::{self, progress_of};

/// The caller's enrolments, those in the newest course first. Those in courses of a tenant that the caller has left are
/// not among them.
pub async fn list(call: Call<Data>, paging: Paging) -> Result<Page<Enrollment>, Failure> {
    let data = call.data()?;
    let listing = Listing {
        index: None,
        partition: call.caller()?.user_id.clone(),
        prefix: None,
        is_descending: true,
        limit: paging.limit.items(),
        next: paging.next,
    };
    data.list(&listing, |_| true).await
}

pub async fn create(call: Call<Data>, form: NewEnrollment) -> Result<Created<Enrollment>, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let course = seen_course(&call, &data, form.course_id).await?;
    if course.status != CourseStatus::Published {
        return Err(Refusal::Conflict("the course takes no students").into());
    }
    let now = call.invocation().timestamp();
    let enrollment = Enrollment {
        course_id: course.id,
        organization_id: caller.tenant.to_string(),
        user_id: caller.user_id.clone(),
        status: EnrollmentStatus::Active,
        progress_percentage: 0,
        enrolled_at: now.clone(),
        completed_at: None,
        created_at: now.clone(),
        updated_at: now,
    };
    let event = Event {
        kind: "enrollment.created",
        entity: "course",
        id: course.id,
        data: json!({ "instructor_user_id": course.instructor_user_id }),
    };
    let writes =
        vec![data.create(&enrollment)?, count_students(&data, &course, 1), data.event(event)?];
    match data.write(writes).await? {
        Written::Done => Ok(Created(enrollment)),
        Written::Refused(0) => Err(Refusal::Conflict("you are enrolled already").into()),
        Written::Refused(_) => Err(Refusal::Conflict("the course takes no students").into()),
    }
}

/// The write that counts a student in, or out. Of a course that belongs to everybody the policy lets nobody but the
/// platform's own people change anything but this number, so nothing else may be said of it.
fn count_students(data: &Scoped<'_>, course: &Course, number: i64) -> Write {
    let key = Key::of(data.key(course.id));
    let count = data.count::<Course>(key, vec![("enrolled_count", number)]);
    if course.id.is_public() || number < 0 {
        return count;
    }
    count.only_if(Condition::Is("status", json!(CourseStatus::Published)))
}

/// The key of the caller's enrolment in a course.
pub fn key(data: &Scoped<'_>, course_id: shared::Id) -> Key {
    Key::with_sort(&data.scope().user_id, data.key(course_id))
}

/// Ends the caller's enrolment, with all that was noted of it.
pub async fn delete(call: Call<Data>) -> Result<Done, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    let mut writes = vec![data.delete::<Enrollment>(key(&data, course_id))];
    if let Some(course) = data.get::<Course>(Key::of(data.key(course_id))).await? {
        writes.push(count_students(&data, &course, -1));
    }
    let lessons = progress_of(&data, course_id).await?;
    writes.extend(lessons.into_iter().take(MOST_LESSONS.into()).map(|lesson| {
        let key = Key::with_sort(&data.scope().user_id, lesson.course_lesson_id);
        data.clear::<noted::Stored>(key)
    }));
    match data.write(writes).await? {
        Written::Done => Ok(Done),
        Written::Refused(_) => Err(Refusal::NotFound.into()),
    }
}
