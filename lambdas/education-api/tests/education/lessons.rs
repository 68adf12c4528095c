use serde_json::json;

use crate::world::{World, ada, all, grace, id_of, rival, student};

#[tokio::test]
async fn lessons_come_in_their_order_and_are_counted() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let lessons = format!("{course}/lessons");
    for title in ["one", "two", "three"] {
        world.lesson(&ada(), &course, title).await;
    }
    let listed = world.get(&student(), &lessons).await.with(200);
    assert_eq!(all(&listed, "title"), ["one", "two", "three"]);
    assert_eq!(world.get(&student(), &course).await.body["lesson_count"], 3);

    let ids: Vec<_> = all(&listed, "id").into_iter().rev().collect();
    let order = format!("{lessons}/order");
    let ordered = world.put(&ada(), &order, json!({ "lesson_ids": ids })).await.with(200);
    assert_eq!(all(&ordered, "title"), ["three", "two", "one"]);
    let page = world.get(&student(), &format!("{lessons}?limit=1")).await;
    assert_eq!(all(&page, "title"), ["three"]);
    let next = page.body["next"].as_str().unwrap();
    let rest = world.get(&student(), &format!("{lessons}?next={next}")).await;
    assert_eq!(all(&rest, "title"), ["two", "one"]);

    world.delete(&ada(), &format!("{lessons}/{}", ids[0])).await.with(204);
    world.delete(&ada(), &format!("{lessons}/{}", ids[0])).await.with(404);
    assert_eq!(world.get(&student(), &course).await.body["lesson_count"], 2);
    for wrong in [json!([ids[1]]), json!([ids[1], ids[1]]), json!(ids)] {
        let form = json!({ "lesson_ids": wrong });
        world.put(&ada(), &order, form).await.with(400);
    }
}

#[tokio::test]
async fn only_who_may_change_the_course_changes_its_lessons() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let lesson = format!("{course}/lessons/{}", world.lesson(&ada(), &course, "one").await);
    for (caller, status) in [(grace(), 403), (student(), 403), (rival(), 404)] {
        let form = json!({ "title": "mine" });
        world.post(&caller, &format!("{course}/lessons"), form.clone()).await.with(status);
        world.put(&caller, &lesson, form).await.with(status);
        world.delete(&caller, &lesson).await.with(status);
    }
    let change = json!({ "title": "first", "required": false });
    let changed = world.put(&ada(), &lesson, change).await.with(200).body;
    assert_eq!((&changed["title"], &changed["required"]), (&json!("first"), &json!(false)));
    assert_eq!(world.get(&student(), &lesson).await.with(200).body, changed);
    world.get(&rival(), &lesson).await.with(404);
}

#[tokio::test]
async fn a_lesson_points_to_what_is_there() {
    let world = World::new();
    let course = world.published(&ada(), "Engines").await;
    let other = world.published(&ada(), "Other").await;
    let quiz = world.quiz(&ada(), &course, None).await;
    let lessons = format!("{course}/lessons");
    let form = json!({ "title": "one", "quiz_id": id_of(&quiz) });
    world.post(&ada(), &lessons, form.clone()).await.with(201);
    world.post(&ada(), &format!("{other}/lessons"), form).await.with(400);
    let form = json!({ "title": "one", "module_id": id_of(&course) });
    let refused = world.post(&ada(), &lessons, form).await.with(400);
    assert_eq!(refused.body["error"]["fields"][0]["field"], "module_id");
}

#[tokio::test]
async fn a_course_has_ninety_lessons_at_most() {
    let world = World::new();
    let course = world.course(&ada(), "Engines").await;
    for number in 0..90 {
        world.lesson(&ada(), &course, &number.to_string()).await;
    }
    let one_more = json!({ "title": "one more" });
    let refused = world.post(&ada(), &format!("{course}/lessons"), one_more).await.with(409);
    assert_eq!(refused.code(), "limit_reached");
    world.delete(&ada(), &course).await.with(204);
    assert!(world.items("lessons").is_empty());
}
