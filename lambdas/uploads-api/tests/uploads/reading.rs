use serde_json::json;
use shared::data::USER_CONTENT;

use crate::world::{World, ada, grace, owner, rival, student};

#[tokio::test]
async fn it_is_told_how_far_an_upload_is() {
    let world = World::new();
    let module = world.draft();
    let path = world.begun(&ada(), &module).await;
    let shown = world.get(&ada(), &path).await.with(200).body;
    assert_eq!((&shown["status"], &shown["parent_id"]), (&json!("pending"), &json!(module)));
    for absent in ["reason", "checksum", "record_count", "expires_at", "content_id"] {
        assert!(shown.get(absent).is_none(), "{absent}");
    }
    assert_eq!(world.get(&ada(), &format!("{path}/url")).await.with(409).code(), "conflict");
    let mut item = world.upload(&path);
    item.extend([
        ("status".to_owned(), json!("rejected")),
        ("reason".to_owned(), json!("it is not text in UTF-8")),
    ]);
    world.tables.put(&USER_CONTENT, item);
    let shown = world.get(&ada(), &path).await.with(200).body;
    assert_eq!(shown["reason"], "it is not text in UTF-8");
    world.get(&ada(), &format!("{path}/url")).await.with(409);
}

#[tokio::test]
async fn a_file_is_read_by_whoever_sees_what_it_is_for() {
    let world = World::new();
    let (draft, published) = (world.draft(), world.module("acme", "ada", "published"));
    let (hidden, seen) = (world.ready(&ada(), &draft).await, world.ready(&ada(), &published).await);
    for (caller, path, status) in [
        (ada(), &hidden, 200),
        (owner(), &hidden, 200),
        (grace(), &hidden, 404),
        (student(), &hidden, 404),
        (student(), &seen, 200),
        (rival(), &seen, 404),
    ] {
        for path in [path.clone(), format!("{path}/url")] {
            let answer = world.get(&caller, &path).await;
            assert_eq!(answer.status, status, "{caller:?} {path}");
        }
    }
    let address = world.get(&student(), &format!("{seen}/url")).await.with(200).body;
    let key = world.key(&published, &seen);
    assert_eq!(address["url"], format!("memory:{key}?inline; filename=\"Lesson-1.mp4\""));
    assert_eq!(address["expires_in"], 900);
}

#[tokio::test]
async fn nobody_names_anothers_upload() {
    let world = World::new();
    let path = world.ready(&ada(), &world.module("acme", "ada", "published")).await;
    let id = crate::world::id_of(&path);
    for other in ["acme:", "public:", "rival:"] {
        for caller in [ada(), rival()] {
            world.get(&caller, &format!("/uploads/{other}{id}")).await.with(404);
            world.delete(&caller, &format!("/uploads/{other}{id}")).await.with(404);
        }
    }
}
