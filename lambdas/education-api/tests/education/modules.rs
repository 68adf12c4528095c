use serde_json::json;

use crate::world::{World, ada, all, grace, rival, student};

#[tokio::test]
async fn a_module_is_made_seen_changed_and_deleted() {
    let world = World::new();
    let form = json!({
        "title": "Punched cards", "description": "What they hold", "content_type": "video",
        "estimated_duration": 20, "learning_objectives": ["Read a card"],
    });
    let module = world.post(&ada(), "/education/modules", form).await.with(201);
    let path = format!("/education/modules/{}", module.id());
    assert_eq!((&module.body["version"], &module.body["status"]), (&json!(1), &json!("draft")));
    world.get(&student(), &path).await.with(404);
    let change = json!({ "status": "published", "tags": ["cards"] });
    let changed = world.put(&ada(), &path, change).await.with(200).body;
    assert_eq!((&changed["version"], &changed["tags"]), (&json!(2), &json!(["cards"])));
    assert_eq!(world.get(&student(), &path).await.with(200).body, changed);
    world.put(&grace(), &path, json!({ "title": "mine" })).await.with(403);
    world.get(&rival(), &path).await.with(404);
    for (query, found) in
        [("content_type=video", 1), ("content_type=text", 0), ("status=review", 0)]
    {
        let listed = world.get(&student(), &format!("/education/modules?{query}")).await;
        assert_eq!(all(&listed, "id").len(), found, "{query}");
    }
    world.delete(&grace(), &path).await.with(403);
    world.delete(&ada(), &path).await.with(204);
    world.get(&ada(), &path).await.with(404);
}
