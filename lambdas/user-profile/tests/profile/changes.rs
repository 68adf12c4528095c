//! What a change changes, in the table, in the pool and in the log.

use serde_json::json;
use shared::items::EventType;

use crate::calls::{
    OTHER, USER, about, assert_impersonal, body, by_administrator_of, event, logged, saying,
};
use crate::fake::{Fake, Step};

#[tokio::test]
async fn a_change_reaches_the_table_and_the_pool() {
    let world = Fake::new();
    let (response, lines) = logged(world.call(event("PUT"))).await;
    assert_eq!(response.status_code, 200);
    let profile = body(&response);
    assert_eq!(profile["full_name"], "Ada King");
    assert_eq!(profile["preferences"], json!({ "theme": "dark" }));
    assert_eq!(profile["updated_at"], "2026-03-01T10:00:00.000Z");
    world.with(|world| {
        assert_eq!(world.users[USER], "Ada King");
        assert_eq!(serde_json::to_value(&world.profiles[USER]).unwrap(), profile);
        assert_eq!(world.logs.len(), 1);
        assert_eq!(world.logs[0].event_type, EventType::ProfileUpdated);
        assert_eq!(world.logs[0].fields, ["full_name", "preferences"]);
        assert_eq!(world.logs[0].actor_id, None);
        assert_impersonal(&[serde_json::to_value(&world.logs[0]).unwrap()]);
    });
    assert_impersonal(&lines);
}

#[tokio::test]
async fn the_record_says_who_changed_anothers_profile() {
    let world = Fake::new();
    let event = by_administrator_of("acme", about(event("PUT"), OTHER));
    assert_eq!(world.call(event).await.status_code, 200);
    world.with(|world| {
        assert_eq!(world.logs[0].user_id, OTHER);
        assert_eq!(world.logs[0].actor_id.as_deref(), Some(USER));
    });
}

#[tokio::test]
async fn preferences_alone_do_not_touch_the_pool() {
    let world = Fake::new();
    let event = saying(event("PUT"), &json!({ "preferences": {} }));
    assert_eq!(world.call(event).await.status_code, 200);
    world.with(|world| {
        assert!(!world.calls.contains(&Step::RenameUser));
        assert_eq!(world.profiles[USER].preferences, json!({}));
        assert_eq!(world.profiles[USER].full_name, "Ada Lovelace");
    });
}

#[tokio::test]
async fn what_decides_rights_cannot_be_changed_not_even_by_an_administrator() {
    for field in ["role", "organization_id", "email", "user_id", "status"] {
        let world = Fake::new();
        let body_of = json!({ "full_name": "Ada King", field: "admin" });
        for event in [
            saying(event("PUT"), &body_of),
            saying(by_administrator_of("acme", about(event("PUT"), OTHER)), &body_of),
        ] {
            let response = world.call(event).await;
            assert_eq!(response.status_code, 400);
            let message = body(&response)["error"]["message"].to_string();
            assert!(message.contains(&format!("`{field}`")), "{message}");
        }
        world.with(|world| assert!(!world.calls.contains(&Step::ChangeProfile)));
    }
}

#[tokio::test]
async fn a_change_that_fails_half_way_can_be_repeated() {
    let world = Fake::new();
    world.with(|world| world.failing = Some(Step::RenameUser));
    assert_eq!(world.call(event("PUT")).await.status_code, 500);
    world.with(|world| world.failing = None);
    assert_eq!(world.call(event("PUT")).await.status_code, 200);
    world.with(|world| assert_eq!(world.users[USER], world.profiles[USER].full_name));
}

#[tokio::test]
async fn a_user_who_is_being_deleted_cannot_be_renamed() {
    let world = Fake::new();
    world.with(|world| world.users.clear());
    assert_eq!(world.call(event("PUT")).await.status_code, 404);
}

#[tokio::test]
async fn a_missing_log_entry_does_not_undo_the_change() {
    let world = Fake::new();
    world.with(|world| world.failing = Some(Step::WriteLog));
    let (response, lines) = logged(world.call(event("PUT"))).await;
    assert_eq!(response.status_code, 200);
    let errors = lines.iter().filter(|line| line["level"] == "ERROR");
    assert_eq!(errors.count(), 1);
    assert_impersonal(&lines);
}

#[tokio::test]
async fn a_long_body_is_refused() {
    let event = saying(event("PUT"), &json!({ "full_name": "x".repeat(300_000) }));
    assert_eq!(Fake::new().call(event).await.status_code, 413);
}
