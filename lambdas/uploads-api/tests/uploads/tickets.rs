use serde_json::{Value, json};
use testing::{Person, Request};

use crate::world::{World, ada, grace, owner, rival, student, video, viewer};

const MB: u64 = 1_000_000;

#[tokio::test]
async fn a_ticket_is_an_address_for_one_file() {
    let world = World::new();
    let module = world.draft();
    let ticket = world.post(&ada(), video(&module, 5 * MB)).await.with(201).body;
    let id = ticket["upload_id"].as_str().unwrap();
    assert_eq!(ticket["method"], "PUT");
    assert_eq!(ticket["headers"], json!({ "Content-Type": "video/mp4" }));
    assert_eq!(ticket["expires_in"], 900);
    assert_eq!(ticket["url"], format!("memory:incoming/acme/{id}?type=video/mp4&size=5000000"));
    let item = world.upload(id);
    assert_eq!(
        (&item["status"], &item["organization_id"], &item["user_id"]),
        (&json!("pending"), &json!("acme"), &json!("ada"))
    );
    assert_eq!(item["parent_id"], format!("acme:{module}"));
    // A day later.
    assert_eq!(item["expires_at"], json!(1_772_445_600));
    assert_eq!(world.used("acme"), 5_000_000);
}

#[tokio::test]
async fn whoever_may_change_a_thing_may_give_it_a_file() {
    let world = World::new();
    let (draft, published) = (world.draft(), world.module("acme", "ada", "published"));
    let foreign = world.module("rival", "rita", "published");
    let nothing = "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned();
    let catalogue = format!("public:{}", world.module("public", "sam", "published"));
    for (caller, module, status) in [
        (owner(), &draft, 201),
        (grace(), &published, 403),
        (student(), &published, 403),
        (grace(), &draft, 404),
        (viewer(), &draft, 403),
        (rival(), &draft, 404),
        (rival(), &published, 404),
        (ada(), &foreign, 404),
        (ada(), &nothing, 404),
        (owner(), &catalogue, 403),
    ] {
        let answer = world.post(&caller, video(module, MB)).await;
        assert_eq!(answer.status, status, "{caller:?} {module}: {answer:?}");
    }
    let alone = world.module("u_eve", "eve", "draft");
    world.post(&Person::alone("eve"), video(&alone, MB)).await.with(201);
    assert_eq!(
        (world.used("acme"), world.used("u_eve"), world.used("rival")),
        (1_000_000, 1_000_000, 0)
    );
}

#[tokio::test]
async fn what_does_not_exist_yet_has_no_files() {
    let world = World::new();
    let module = world.draft();
    for (purpose, content_type) in [
        ("dataset", "text/csv"),
        ("project_asset", "application/pdf"),
        ("agent_asset", "application/json"),
        ("post_attachment", "image/png"),
    ] {
        let mut form = video(&module, 10);
        form["purpose"] = json!(purpose);
        form["content_type"] = json!(content_type);
        assert_eq!(world.post(&owner(), form).await.with(404).code(), "not_found", "{purpose}");
    }
}

#[tokio::test]
async fn what_is_said_of_a_file_is_held_against_its_purpose() {
    let world = World::new();
    let module = world.draft();
    let with = |field: &str, value: Value| {
        let mut form = video(&module, MB);
        form[field] = value;
        form
    };
    for (field, value) in [
        ("content_type", json!("video/mov")),
        ("content_type", json!("image/svg+xml")),
        ("content_type", json!("text/html")),
        ("size", json!(500_000_001)),
        ("size", json!(0)),
        ("size", json!(-1)),
        ("size", json!("1")),
        ("file_name", json!("")),
        ("file_name", json!("../x.mp4")),
        ("file_name", json!("x".repeat(256))),
        ("purpose", json!("avatar")),
        ("parent_id", json!("acme:x")),
        ("key", json!("incoming/rival/x")),
        ("organization_id", json!("rival")),
    ] {
        let refused = world.post(&ada(), with(field, value.clone())).await.with(400);
        assert_eq!(refused.body["error"]["fields"][0]["field"], field, "{value}");
    }
    let mut thumbnail = with("purpose", json!("module_thumbnail"));
    world.post(&ada(), thumbnail.clone()).await.with(400);
    thumbnail["content_type"] = json!("image/webp");
    world.post(&ada(), thumbnail.clone()).await.with(201);
    thumbnail["size"] = json!(10_000_001);
    world.post(&ada(), thumbnail).await.with(400);
    world.post(&ada(), with("size", json!(500_000_000))).await.with(201);
    assert_eq!(world.tables.items("user-content-metadata").len(), 2);
}

#[tokio::test]
async fn a_plan_has_so_much_room_and_no_more() {
    let world = World::new();
    let module = world.draft();
    let first = world.post(&ada(), video(&module, 500 * MB)).await.with(201);
    world.post(&ada(), video(&module, 500 * MB)).await.with(201);
    assert_eq!(world.post(&ada(), video(&module, 1)).await.with(409).code(), "limit_reached");
    assert_eq!(world.used("acme"), 1_000_000_000);
    let path = format!("/uploads/{}", first.body["upload_id"].as_str().unwrap());
    world.delete(&ada(), &path).await.with(204);
    world.post(&ada(), video(&module, 500 * MB)).await.with(201);
    world.plan("acme", "basic");
    world.post(&ada(), video(&module, 500 * MB)).await.with(201);
    world.plan("acme", "enterprise");
    world.post(&ada(), video(&module, 500 * MB)).await.with(201);
    // A word that nobody has given is the least plan.
    world.plan("acme", "everything");
    world.post(&ada(), video(&module, 1)).await.with(409);
    assert_eq!(world.used("acme"), 2_000_000_000);
}

#[tokio::test]
async fn a_repeated_call_gets_the_same_ticket() {
    let world = World::new();
    let module = world.draft();
    let caller = ada();
    let mut tickets = Vec::new();
    for _ in 0..2 {
        let request = Request {
            method: "POST",
            path: "/uploads",
            caller: Some(&caller),
            body: Some(video(&module, MB)),
            headers: vec![("Idempotency-Key", "k")],
        };
        tickets.push(world.api.send(request).await.with(201).body);
    }
    assert_eq!(tickets[0], tickets[1]);
    assert_eq!(world.used("acme"), 1_000_000);
    assert_eq!(tickets[0]["upload_id"].as_str().unwrap().len(), 26);
}
