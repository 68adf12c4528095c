use serde_json::json;
use uploads_api::parents::MODULES;

use crate::world::{PDF, PNG, World, ada};

/// Asserts that nothing is left of an upload but why it was rejected.
async fn assert_rejected(world: &World, id: &str, reason: &str) {
    assert!(world.files.keys().is_empty(), "{:?}", world.files.keys());
    let upload = world.upload(id);
    assert_eq!((&upload["status"], &upload["reason"]), (&json!("rejected"), &json!(reason)));
    // A week later.
    assert_eq!(upload["expires_at"], 1_772_964_000);
    assert_eq!(world.used(), 0);
    let shown = world.api.ask(&ada(), "GET", &format!("/uploads/{id}")).await.with(200).body;
    assert_eq!(shown["reason"], reason);
    world.api.ask(&ada(), "GET", &format!("/uploads/{id}/url")).await.with(409);
    let events = world.events();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0]["type"], &events[0]["data"]["user_id"]),
        (&json!("upload.rejected"), &json!("ada"))
    );
    assert_eq!(world.module()["version"], 1);
    assert!(!world.module().contains_key("content_file"));
}

#[tokio::test]
async fn another_length_than_was_said() {
    let world = World::new();
    let id = world.begun("module_content", "application/pdf", PDF.len() + 1).await;
    world.put(&id, "application/pdf", PDF);
    world.tell(&id).await.unwrap();
    assert_rejected(&world, &id, "it has 29 bytes, and 30 were announced").await;
}

#[tokio::test]
async fn another_type_than_was_said() {
    let world = World::new();
    let id = world.begun("module_content", "application/pdf", PDF.len()).await;
    world.put(&id, "text/html", PDF);
    world.tell(&id).await.unwrap();
    assert_rejected(&world, &id, "it was sent as another type than was announced").await;
}

#[tokio::test]
async fn other_bytes_than_the_type_has() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", PNG).await;
    world.tell(&id).await.unwrap();
    assert_rejected(&world, &id, "it does not begin as files of its type do").await;
}

#[tokio::test]
async fn text_that_is_none() {
    let world = World::new();
    let id = world.arrived("module_content", "text/markdown", b"# \xff\xfe").await;
    world.tell(&id).await.unwrap();
    assert_rejected(&world, &id, "it is not text in UTF-8").await;
}

#[tokio::test]
async fn a_dataset_that_cannot_be_read() {
    for (content_type, bytes, reason) in [
        ("application/json", &b"[1, 2"[..], "the JSON ends too early"),
        ("application/jsonl", b"{}\n{]\n", "line 2: byte 2 does not fit into JSON"),
        ("text/csv", b"a,b\n1\n", "line 2: the record has 1 fields, and the header has 2"),
    ] {
        let world = World::new();
        let id = world.dataset(content_type, bytes);
        world.tell(&id).await.unwrap();
        assert_eq!(
            (&world.upload(&id)["status"], &world.upload(&id)["reason"]),
            (&json!("rejected"), &json!(reason))
        );
    }
}

#[tokio::test]
async fn a_file_for_what_is_gone() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", PDF).await;
    // Of another module, so that the one is gone.
    let mut other = world.module();
    other.insert("module_id".to_owned(), json!("acme:01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    let empty = World::new();
    empty.tables.put(&MODULES, other);
    for item in world.items("user-content-metadata") {
        empty.tables.put(&shared::data::USER_CONTENT, item);
    }
    for item in world.items("organization-data") {
        empty.tables.put(&shared::plans::ORGANIZATION_DATA, item);
    }
    empty.put(&id, "application/pdf", PDF);
    empty.tell(&id).await.unwrap();
    assert_rejected(&empty, &id, "what it belongs to is gone").await;
}
