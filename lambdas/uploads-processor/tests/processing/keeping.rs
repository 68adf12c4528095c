use serde_json::json;

use crate::world::{PDF, PNG, World, ada};

#[tokio::test]
async fn a_sound_file_is_kept_and_named() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", PDF).await;
    world.tell(&id).await.unwrap();
    let key = format!("organizations/acme/assets/{}/{id}/Le-on-1.x", world.module);
    assert_eq!(world.files.keys(), std::slice::from_ref(&key));
    let kept = world.files.get(&key).unwrap();
    assert_eq!((kept.bytes.as_slice(), kept.content_type.as_str()), (PDF, "application/pdf"));

    let upload = world.upload(&id);
    assert_eq!(upload["status"], "ready");
    // sha256sum of it.
    assert_eq!(
        upload["checksum"],
        "48bcf274628116c3e062286fa97b98c4ea92a1572a24211fc4aa65cb47b12797"
    );
    assert!(!upload.contains_key("expires_at") && !upload.contains_key("reason"), "{upload:?}");
    assert_eq!(world.used(), PDF.len() as i64);

    let module = world.module();
    let file = json!({
        "key": key, "content_type": "application/pdf", "size": PDF.len(), "upload_id": id,
    });
    assert_eq!((&module["content_file"], &module["version"]), (&file, &json!(2)));
    assert_eq!(module["updated_at"], "2026-03-01T10:00:00.000Z");

    let events = world.events();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0]["type"], &events[0]["organization_id"]),
        (&json!("upload.ready"), &json!("acme"))
    );
    assert_eq!(events[0]["entity"], json!({ "type": "upload", "id": id }));
    // Who began it is told: the actor is the function.
    assert_eq!(events[0]["user_id"], "uploads-processor");
    assert_eq!(
        events[0]["data"],
        json!({ "user_id": "ada", "purpose": "module_content", "parent_id": world.module })
    );

    let shown = world.api.ask(&ada(), "GET", &format!("/uploads/{id}")).await.with(200).body;
    assert_eq!((&shown["status"], &shown["checksum"]), (&json!("ready"), &upload["checksum"]));
    world.api.ask(&ada(), "GET", &format!("/uploads/{id}/url")).await.with(200);
}

#[tokio::test]
async fn a_file_replaces_the_one_before_and_no_other() {
    let world = World::new();
    let picture = world.arrived("module_thumbnail", "image/png", PNG).await;
    let first = world.arrived("module_content", "application/pdf", PDF).await;
    let second = world.arrived("module_content", "text/markdown", b"# Better").await;
    for id in [&picture, &first, &second] {
        world.tell(id).await.unwrap();
    }
    let module = world.module();
    assert_eq!(module["content_file"]["upload_id"], second);
    assert_eq!(module["thumbnail_file"]["upload_id"], picture);
    assert_eq!(world.files.keys().len(), 2);
    assert_eq!(world.items("user-content-metadata").len(), 2);
    assert_eq!(world.used(), (PNG.len() + b"# Better".len()) as i64);
    let gone = world.api.ask(&ada(), "GET", &format!("/uploads/{first}")).await;
    gone.with(404);
}

#[tokio::test]
async fn the_records_of_datasets_are_counted() {
    let world = World::new();
    for (content_type, bytes, count) in [
        ("application/json", &b"[{\"a\":1},{\"a\":2}]"[..], json!(2)),
        ("application/jsonl", b"{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n", json!(3)),
        ("text/csv", b"a,b\n1,2\n", json!(1)),
        ("text/plain", b"words", json!(null)),
        ("application/vnd.apache.parquet", b"PAR1 and some columns PAR1", json!(null)),
    ] {
        let id = world.dataset(content_type, bytes);
        world.tell(&id).await.unwrap();
        let upload = world.upload(&id);
        assert_eq!(upload["status"], "ready", "{upload:?}");
        assert_eq!(upload.get("record_count").unwrap_or(&json!(null)), &count, "{content_type}");
        let key = format!("organizations/acme/datasets/{}/{id}/data", world.module);
        assert_eq!(world.files.get(&key).unwrap().bytes, bytes);
    }
}
