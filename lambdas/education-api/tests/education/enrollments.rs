use serde_json::json;

use crate::world::{World, ada, all, id_of, rival, student};

#[tokio::test]
async fn a_student_enrols_once_and_is_counted() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let enrollment = world.enroll(&student(), &course).await.with(201).body;
    assert_eq!(enrollment["course_id"], id_of(&course));
    assert_eq!(enrollment["status"], "active");
    assert_eq!(enrollment["progress_percentage"], 0);
    assert_eq!(world.enroll(&student(), &course).await.with(409).code(), "conflict");
    assert_eq!(world.get(&ada(), &course).await.body["enrolled_count"], 1);
    assert_eq!(world.events(), ["course.published", "enrollment.created"]);
    let event = world.items("activity-feed").pop().unwrap();
    assert_eq!(event["data"]["instructor_user_id"], "ada");
    let listed = world.get(&student(), "/education/enrollments").await;
    assert_eq!(all(&listed, "course_id"), [id_of(&course)]);
    assert!(all(&world.get(&ada(), "/education/enrollments").await, "course_id").is_empty());
    world.enroll(&rival(), &course).await.with(404);
}

#[tokio::test]
async fn drafts_and_archives_take_no_students() {
    let world = World::new();
    let course = world.course(&ada(), "Engines").await;
    world.enroll(&student(), &course).await.with(404);
    world.enroll(&ada(), &course).await.with(409);
    world.put(&ada(), &course, json!({ "status": "archived" })).await.with(200);
    world.enroll(&student(), &course).await.with(409);
}

#[tokio::test]
async fn progress_in_lessons_is_progress_in_the_course_until_it_is_complete() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let one = world.lesson(&ada(), &course, "one").await;
    let two = world.lesson(&ada(), &course, "two").await;
    let optional = world.lesson(&ada(), &course, "optional").await;
    let lesson = format!("{course}/lessons/{optional}");
    world.put(&ada(), &lesson, json!({ "required": false })).await.with(200);
    let progress = format!("/education/progress/{}", id_of(&course));
    world.get(&student(), &progress).await.with(404);
    world
        .put(&student(), &format!("{progress}/{one}"), json!({ "completed": true }))
        .await
        .with(404);
    world.enroll(&student(), &course).await.with(201);

    let half = json!({ "percentage": 50, "seconds": 60 });
    let noted = world.put(&student(), &format!("{progress}/{one}"), half).await.with(200).body;
    assert_eq!(noted["enrollment"]["progress_percentage"], 25);
    assert_eq!(noted["lessons"][0]["completed"], false);
    let path = format!("{progress}/{optional}");
    world.put(&student(), &path, json!({ "completed": true })).await.with(200);
    let all_of_it = json!({ "percentage": 100 });
    world.put(&student(), &format!("{progress}/{one}"), all_of_it.clone()).await.with(200);
    let noted = world.put(&student(), &format!("{progress}/{two}"), all_of_it).await.with(200).body;
    assert_eq!(noted["enrollment"]["progress_percentage"], 100);
    assert_eq!(noted["enrollment"]["status"], "completed");
    let seen = world.get(&student(), &progress).await.with(200).body;
    assert_eq!(seen, noted);
    assert_eq!(seen["lessons"].as_array().unwrap().len(), 3);

    // Again, and it is complete still: it is told once.
    world.put(&student(), &path, json!({ "seconds": 5 })).await.with(200);
    let told = world.events();
    let completed = told.iter().filter(|event| *event == "course.completed").count();
    assert_eq!(completed, 1, "{told:?}");

    world.delete(&student(), &course.replace("courses", "enrollments")).await.with(204);
    assert!(world.items("lesson-progress").is_empty());
    assert_eq!(world.get(&ada(), &course).await.body["enrolled_count"], 0);
    world.delete(&student(), &course.replace("courses", "enrollments")).await.with(404);
}

#[tokio::test]
async fn progress_has_limits_and_is_of_lessons_that_are_there() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let lesson = world.lesson(&ada(), &course, "one").await;
    world.enroll(&student(), &course).await.with(201);
    let progress = format!("/education/progress/{}", id_of(&course));
    for wrong in [
        json!({ "percentage": 101 }),
        json!({ "percentage": -1 }),
        json!({}),
        json!({ "score": 1 }),
    ] {
        world.put(&student(), &format!("{progress}/{lesson}"), wrong).await.with(400);
    }
    let nowhere = format!("{progress}/{}", id_of(&course));
    world.put(&student(), &nowhere, json!({ "completed": true })).await.with(404);
}

#[tokio::test]
async fn who_has_left_a_tenant_sees_the_enrolments_of_the_new_one_alone() {
    let world = World::new();
    let mut courses = Vec::new();
    for number in 0..6 {
        let (author, student) =
            if number % 2 == 0 { (ada(), student()) } else { (rival(), moved()) };
        let course = world.published(&author, &number.to_string()).await;
        world.enroll(&student, &course).await.with(201);
        courses.push(course);
    }
    let mut seen = Vec::new();
    let mut path = "/education/enrollments?limit=1".to_owned();
    for _ in 0..10 {
        let page = world.get(&moved(), &path).await.with(200);
        seen.extend(all(&page, "course_id").into_iter().map(str::to_owned));
        let Some(next) = page.body["next"].as_str() else {
            break;
        };
        path = format!("/education/enrollments?limit=1&next={next}");
    }
    seen.sort_unstable();
    let mut own: Vec<_> = courses.iter().skip(1).step_by(2).map(|course| id_of(course)).collect();
    own.sort_unstable();
    assert_eq!(seen, own);
}

/// The student, in another organization.
fn moved() -> testing::Person {
    testing::Person::of("rival", "student", "member")
}
