use serde_json::json;

use crate::world::{World, ada, all, grace, owner, rival, student};

#[tokio::test]
async fn a_course_begins_as_a_draft_of_its_author() {
    let world = World::new();
    let form = json!({
        "title": "Engines", "description": "How they compute", "category": "history",
        "difficulty": "beginner", "tags": ["engines"],
    });
    let course = world.post(&ada(), "/education/courses", form).await.with(201).body;
    assert_eq!(course["organization_id"], "acme");
    assert_eq!(course["instructor_user_id"], "ada");
    assert_eq!(course["status"], "draft");
    assert_eq!(course["tags"], json!(["engines"]));
    assert_eq!(course["lesson_count"], 0);
    let id = course["id"].as_str().unwrap();
    assert_eq!(world.items("courses")[0]["course_id"], format!("acme:{id}"));
    let path = format!("/education/courses/{id}");
    for caller in [ada(), owner()] {
        assert_eq!(world.get(&caller, &path).await.with(200).body, course);
    }
    for caller in [grace(), student(), rival()] {
        let refused = world.get(&caller, &path).await.with(404);
        assert_eq!(refused.code(), "not_found");
        assert!(all(&world.get(&caller, "/education/courses").await, "id").is_empty());
    }
}

#[tokio::test]
async fn who_learns_makes_no_courses() {
    let world = World::new();
    let form = json!({ "title": "Engines", "description": "How they compute" });
    let refused = world.post(&student(), "/education/courses", form).await.with(403);
    assert_eq!(refused.code(), "forbidden");
}

#[tokio::test]
async fn a_published_course_is_seen_by_its_tenant_and_changed_by_its_author_and_managers() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    assert_eq!(world.events(), ["course.published"]);
    let change = json!({ "title": "Difference engines" });
    for caller in [student(), grace()] {
        world.get(&caller, &course).await.with(200);
        world.put(&caller, &course, change.clone()).await.with(403);
        world.delete(&caller, &course).await.with(403);
    }
    world.get(&rival(), &course).await.with(404);
    world.put(&rival(), &course, change.clone()).await.with(404);
    for caller in [ada(), owner()] {
        let changed = world.put(&caller, &course, change.clone()).await.with(200).body;
        assert_eq!(changed["title"], "Difference engines");
        assert_eq!(changed["description"], "About it", "what is not named stays");
        assert!(changed["updated_at"].as_str() > changed["created_at"].as_str());
    }
    world.put(&ada(), &course, json!({ "status": "published" })).await.with(200);
    assert_eq!(world.events(), ["course.published"], "it was published before");
}

#[tokio::test]
async fn lists_are_newest_first_filtered_and_go_on_where_they_ended() {
    let world = World::new();
    for title in ["a", "b", "c", "d", "e"] {
        world.published(&ada(), title).await;
    }
    world.course(&ada(), "draft").await;
    let mut seen = Vec::new();
    let mut path = "/education/courses?limit=2".to_owned();
    loop {
        let page = world.get(&student(), &path).await.with(200);
        seen.extend(all(&page, "title").into_iter().map(str::to_owned));
        let Some(next) = page.body["next"].as_str() else {
            break;
        };
        path = format!("/education/courses?limit=2&next={next}");
    }
    assert_eq!(seen, ["e", "d", "c", "b", "a"]);
    let drafts = world.get(&ada(), "/education/courses?status=draft").await;
    assert_eq!(all(&drafts, "title"), ["draft"]);
    let none = world.get(&ada(), "/education/courses?difficulty=advanced").await;
    assert!(all(&none, "title").is_empty());
}

#[tokio::test]
async fn a_page_of_one_tenant_leads_to_nothing_of_another() {
    let world = World::new();
    for title in ["a", "b"] {
        world.published(&ada(), title).await;
        world.published(&rival(), title).await;
    }
    let page = world.get(&ada(), "/education/courses?limit=1").await;
    let next = page.body["next"].as_str().unwrap();
    let path = format!("/education/courses?limit=10&next={next}");
    let foreign = world.get(&rival(), &path).await.with(200);
    let items = foreign.body["items"].as_array().unwrap();
    assert!(items.iter().all(|course| course["organization_id"] == "rival"), "{items:?}");
    for made_up in ["x", "e30", "eyJjb3Vyc2VfaWQiOiJyaXZhbDoxIn0"] {
        let path = format!("/education/courses?next={made_up}");
        assert_eq!(world.get(&ada(), &path).await.with(400).code(), "invalid_request");
    }
}

#[tokio::test]
async fn deleting_takes_everything_along_but_never_a_student() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let lesson = world.lesson(&ada(), &course, "One").await;
    world.lesson(&ada(), &course, "Two").await;
    world.quiz(&ada(), &course, Some(&lesson)).await;
    world.quiz(&ada(), &course, None).await;
    world.enroll(&student(), &course).await.with(201);
    assert_eq!(world.delete(&ada(), &course).await.with(409).code(), "conflict");
    assert_eq!((world.items("lessons").len(), world.items("quizzes").len()), (2, 2));

    let enrollment = course.replace("courses", "enrollments");
    world.delete(&student(), &enrollment).await.with(204);
    world.delete(&ada(), &course).await.with(204);
    for table in ["courses", "lessons", "quizzes", "enrollments"] {
        assert!(world.items(table).is_empty(), "{table}");
    }
    world.delete(&ada(), &course).await.with(404);
}
