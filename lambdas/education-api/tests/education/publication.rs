use serde_json::json;
use testing::Person;

use crate::world::{World, ada, all, id_of, rival, staff, student};

/// A course of the platform's own people, with a module, a quiz and two lessons.
async fn own(world: &World) -> String {
    let course = world.published(&staff(), "Welcome").await;
    let form = json!({ "title": "Hello", "description": "Hello", "content_type": "text" });
    let module = world.post(&staff(), "/education/modules", form).await.with(201).id();
    let form = json!({ "title": "one", "module_id": module });
    let lesson = world.post(&staff(), &format!("{course}/lessons"), form).await.with(201).id();
    world.quiz(&staff(), &course, Some(&lesson)).await;
    world.lesson(&staff(), &course, "two").await;
    course
}

async fn publish(world: &World, course: &str) -> String {
    let published = world.api.ask(&staff(), "PUT", &format!("{course}/publication")).await;
    format!("/education/courses/{}", published.with(200).id())
}

#[tokio::test]
async fn what_staff_publish_is_seen_by_everybody() {
    let world = World::new();
    let course = own(&world).await;
    let public = publish(&world, &course).await;
    assert!(id_of(&public).starts_with("public:"));
    for caller in [student(), rival(), Person::alone("anybody")] {
        let shown = world.get(&caller, &public).await.with(200).body;
        assert_eq!(
            (&shown["organization_id"], &shown["lesson_count"]),
            (&json!("public"), &json!(2))
        );
        let catalogue = world.get(&caller, "/education/courses?scope=public").await;
        assert_eq!(all(&catalogue, "id"), [id_of(&public)]);
        let lessons = world.get(&caller, &format!("{public}/lessons")).await.with(200);
        assert_eq!(all(&lessons, "title"), ["one", "two"]);
        let first = &lessons.body["items"][0];
        let module = format!("/education/modules/{}", first["module_id"].as_str().unwrap());
        world.get(&caller, &module).await.with(200);
        let quiz = format!("/education/quizzes/{}", first["quiz_id"].as_str().unwrap());
        let quiz = world.get(&caller, &quiz).await.with(200).body;
        assert!(!quiz.to_string().contains("answer"), "{quiz}");
        for (method, path) in [
            ("PUT", public.clone()),
            ("PUT", format!("{public}/lessons/{}", first["id"].as_str().unwrap())),
        ] {
            world.api.call(&caller, method, &path, json!({ "title": "mine" })).await.with(403);
        }
        world.delete(&caller, &public).await.with(403);
    }
}

#[tokio::test]
async fn students_of_every_tenant_are_counted_and_stay_counted() {
    let world = World::new();
    let course = own(&world).await;
    let public = publish(&world, &course).await;
    for student in [student(), rival()] {
        world.enroll(&student, &public).await.with(201);
        let listed = world.get(&student, "/education/enrollments").await;
        assert_eq!(all(&listed, "course_id"), [id_of(&public)]);
    }
    let lessons = world.get(&staff(), &format!("{course}/lessons")).await;
    let gone = all(&lessons, "id")[1].to_owned();
    world.delete(&staff(), &format!("{course}/lessons/{gone}")).await.with(204);
    assert_eq!(publish(&world, &course).await, public, "it replaces what was published");
    let shown = world.get(&rival(), &public).await.with(200).body;
    assert_eq!((&shown["enrolled_count"], &shown["lesson_count"]), (&json!(2), &json!(1)));
    let lessons = world.get(&rival(), &format!("{public}/lessons")).await;
    assert_eq!(all(&lessons, "title"), ["one"]);
}

#[tokio::test]
async fn nobody_else_publishes_and_staff_publish_what_is_theirs() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let publication = format!("{course}/publication");
    world.api.ask(&ada(), "PUT", &publication).await.with(403);
    world.api.ask(&staff(), "PUT", &publication).await.with(404);
    let own = own(&world).await;
    let public = publish(&world, &own).await;
    world.api.ask(&staff(), "PUT", &format!("{public}/publication")).await.with(409);
}
