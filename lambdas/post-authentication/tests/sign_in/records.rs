//! Sessions and log entries.

use serde_json::json;

use crate::platform::{LOGS, Platform, SESSIONS, USER, call, event};

const NOW: &str = "2026-03-01T00:30:00.25+01:00";
const EPOCH: i64 = 1_772_321_400;

#[tokio::test]
async fn the_event_comes_back_unchanged_whatever_else_it_holds() {
    let platform = Platform::new().await;
    let mut event = event();
    event["somethingNew"] = json!({ "numbers": [1, 2.5, null], "flag": true });
    let answer = call(&platform.database, event.clone(), "request", NOW).await;
    assert_eq!(answer, Ok(event));
}

#[tokio::test]
async fn a_sign_in_leaves_a_session_for_a_day() {
    let platform = Platform::new().await;
    platform.sign_in("request", NOW).await;
    let expected = json!({
        "session_id": format!("{USER}_{EPOCH}_request"),
        "user_id": USER,
        "created_at": "2026-02-28T23:30:00.250Z",
        "client_id": "1example23456789",
        "user_pool_id": "us-east-2_EXAMPLE",
        "expires_at": EPOCH + 24 * 3600,
    });
    assert_eq!(platform.items(SESSIONS).await, [expected]);
}

#[tokio::test]
async fn a_sign_in_leaves_a_log_entry_for_ninety_days() {
    let platform = Platform::new().await;
    platform.sign_in("request", NOW).await;
    let expected = json!({
        "log_id": format!("{USER}_{EPOCH}_request"),
        "timestamp": "2026-02-28T23:30:00.250Z",
        "date": "2026-02-28",
        "user_id": USER,
        "event_type": "user_sign_in",
        "environment": "test",
        "expires_at": EPOCH + 90 * 24 * 3600,
    });
    assert_eq!(platform.items(LOGS).await, [expected]);
}

#[tokio::test]
async fn every_index_finds_the_records() {
    let platform = Platform::new().await;
    platform.sign_in("request", NOW).await;
    for (table, index, key, value) in [
        (SESSIONS, "user-sessions-index", "user_id", USER),
        (LOGS, "user-logs-index", "user_id", USER),
        (LOGS, "event-type-index", "event_type", "user_sign_in"),
        (LOGS, "daily-logs-index", "date", "2026-02-28"),
    ] {
        assert_eq!(platform.found(table, index, key, value).await, 1, "{index}");
    }
}

#[tokio::test]
async fn two_sign_ins_in_one_second_are_two_records() {
    let platform = Platform::new().await;
    tokio::join!(
        platform.sign_in("phone", "2026-03-01T10:00:00.1Z"),
        platform.sign_in("laptop", "2026-03-01T10:00:00.1Z"),
    );
    assert_eq!(platform.items(SESSIONS).await.len(), 2);
    assert_eq!(platform.items(LOGS).await.len(), 2);
}

#[tokio::test]
async fn a_user_without_a_platform_id_is_recorded_by_the_sub() {
    let platform = Platform::new().await;
    let mut event = event();
    let attributes = event["request"]["userAttributes"].as_object_mut().unwrap();
    attributes.remove("custom:user_id");
    let sub = attributes["sub"].clone();
    let answer = call(&platform.database, event.clone(), "request", NOW).await;
    assert_eq!(answer, Ok(event));
    assert_eq!(platform.items(SESSIONS).await[0]["user_id"], sub);
    assert_eq!(platform.items(LOGS).await[0]["user_id"], sub);
}

#[tokio::test]
async fn no_record_holds_personal_data() {
    let platform = Platform::new().await;
    platform.put_profile(None).await;
    platform.sign_in("request", NOW).await;
    for table in [SESSIONS, LOGS] {
        let items = platform.items(table).await;
        testing::assert_silent_about(&["Ada", "Lovelace", "@"], &items);
    }
}
