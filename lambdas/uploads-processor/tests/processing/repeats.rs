use serde_json::{Value, json};
use shared::data::Memory;

use crate::world::{PDF, World, ada, s3};

fn all(tables: &Memory) -> Vec<Value> {
    ["user-content-metadata", "organization-data", "education-modules", "activity-feed"]
        .map(|table| json!(tables.items(table)))
        .to_vec()
}

#[tokio::test]
async fn an_event_that_comes_again_changes_nothing() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", PDF).await;
    world.tell(&id).await.unwrap();
    let (tables, files) = (all(&world.tables), world.files.keys());
    for _ in 0..2 {
        world.tell(&id).await.unwrap();
    }
    // Also with a file that the address has let in again.
    world.put(&id, "application/pdf", b"%PDF-another, which nobody looks at");
    world.tell(&id).await.unwrap();
    assert_eq!((all(&world.tables), world.files.keys()), (tables, files));
}

#[tokio::test]
async fn of_two_runs_at_once_one_decides() {
    let world = World::new();
    for bytes in [PDF, b"MZ, and then some code, 29 byte"] {
        let id = world.arrived("module_content", "application/pdf", bytes).await;
        let (one, other) = tokio::join!(world.tell(&id), world.tell(&id));
        one.and(other).unwrap();
    }
    assert_eq!(world.events().len(), 2);
    assert_eq!(world.used(), PDF.len() as i64);
    assert_eq!(world.module()["version"], 2);
    assert_eq!(world.files.keys().len(), 1);
}

#[tokio::test]
async fn an_event_that_comes_before_its_file_leaves_the_upload_waiting() {
    let world = World::new();
    let id = world.begun("module_content", "application/pdf", PDF.len()).await;
    world.tell(&id).await.unwrap();
    assert_eq!(world.upload(&id)["status"], "pending");
    world.put(&id, "application/pdf", PDF);
    world.tell(&id).await.unwrap();
    assert_eq!(world.upload(&id)["status"], "ready");
}

#[tokio::test]
async fn a_file_that_nobody_has_announced_is_deleted() {
    let world = World::new();
    let id = world.begun("module_content", "application/pdf", PDF.len()).await;
    world.api.ask(&ada(), "DELETE", &format!("/uploads/{id}")).await.with(204);
    world.put(&id, "application/pdf", PDF);
    world.tell(&id).await.unwrap();
    assert!(world.files.keys().is_empty());
    assert!(world.items("user-content-metadata").is_empty() && world.events().is_empty());
    assert_eq!(world.used(), 0);
}

#[tokio::test]
async fn another_tenants_upload_is_none() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", PDF).await;
    let foreign = format!("incoming/rival/{id}");
    world.files.put(&foreign, "application/pdf", PDF);
    world.hear(s3(&foreign)).await.unwrap();
    assert_eq!(world.upload(&id)["status"], "pending");
    assert_eq!(world.files.keys(), [format!("incoming/acme/{id}")]);
}

#[tokio::test]
async fn what_is_in_nobodys_part_is_left_to_the_bucket() {
    let world = World::new();
    for key in
        ["incoming/x", "incoming/public/01ARZ3NDEKTSV4RRFFQ69G5FAV", "incoming/a/b/c", "else"]
    {
        world.files.put(key, "text/plain", *b"x");
        world.hear(s3(key)).await.unwrap();
    }
    assert_eq!(world.files.keys().len(), 4);
    world.hear(json!({ "Service": "Amazon S3", "Event": "s3:TestEvent" })).await.unwrap();
}
