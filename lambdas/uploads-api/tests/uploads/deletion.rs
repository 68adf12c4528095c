use serde_json::json;
use shared::data::USER_CONTENT;

use crate::world::{World, ada, grace, owner, rival, student};

#[tokio::test]
async fn a_file_is_deleted_with_all_that_names_it() {
    let world = World::new();
    let module = world.module("acme", "ada", "published");
    let path = world.ready(&ada(), &module).await;
    for (caller, status) in [(student(), 403), (grace(), 403), (rival(), 404), (owner(), 204)] {
        assert_eq!(world.delete(&caller, &path).await.status, status, "{caller:?}");
    }
    assert!(world.files.keys().is_empty());
    assert!(world.tables.items("user-content-metadata").is_empty());
    assert_eq!(world.used("acme"), 0);
    let module = world.item("education-modules", "module_id", &format!("acme:{module}"));
    assert!(!module.contains_key("content_file"), "{module:?}");
    world.delete(&owner(), &path).await.with(404);
}

#[tokio::test]
async fn what_never_came_gives_its_room_back() {
    let world = World::new();
    let path = world.begun(&ada(), &world.draft()).await;
    assert_eq!(world.used("acme"), 1_000);
    world.delete(&ada(), &path).await.with(204);
    assert_eq!(world.used("acme"), 0);
}

#[tokio::test]
async fn what_was_rejected_has_given_its_room_back_already() {
    let world = World::new();
    let path = world.begun(&ada(), &world.draft()).await;
    let mut item = world.upload(&path);
    item.insert("status".to_owned(), json!("rejected"));
    world.tables.put(&USER_CONTENT, item);
    world.delete(&ada(), &path).await.with(204);
    assert_eq!(world.used("acme"), 1_000);
    assert!(world.tables.items("user-content-metadata").is_empty());
}

#[tokio::test]
async fn a_module_goes_on_naming_the_file_that_came_later() {
    let world = World::new();
    let module = world.draft();
    let first = world.ready(&ada(), &module).await;
    let second = world.ready(&ada(), &module).await;
    world.delete(&ada(), &first).await.with(204);
    let item = world.item("education-modules", "module_id", &format!("acme:{module}"));
    assert_eq!(item["content_file"]["upload_id"], crate::world::id_of(&second));
    assert_eq!(world.files.keys(), [world.key(&module, &second)]);
}
