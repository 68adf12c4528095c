//! Counting sign-ins in the profile.

use serde_json::{Value, json};

use crate::platform::{PROFILES, Platform};

const FIRST: &str = "2026-03-01T10:00:00.500Z";

#[tokio::test]
async fn a_sign_in_is_counted_and_nothing_else_changes() {
    let platform = Platform::new().await;
    let metadata = json!({
        "last_login": "2026-01-01T00:00:00.000Z", "login_count": 4, "agent": "browser",
    });
    platform.put_profile(Some(metadata)).await;
    platform.sign_in("request", FIRST).await;
    let expected = json!({
        "user_id": crate::platform::USER,
        "email": "ada@example.com",
        "full_name": "Ada Lovelace",
        "status": "active",
        "role": "user",
        "metadata": { "last_login": FIRST, "login_count": 5, "agent": "browser" },
    });
    assert_eq!(platform.profile().await, expected);
}

#[tokio::test]
async fn the_first_sign_in_makes_what_it_counts_in() {
    for metadata in [
        None,
        Some(Value::Null),
        Some(json!({})),
        Some(json!({ "last_login": null, "login_count": 0 })),
    ] {
        let platform = Platform::new().await;
        platform.put_profile(metadata.clone()).await;
        platform.sign_in("request", FIRST).await;
        let expected = json!({ "last_login": FIRST, "login_count": 1 });
        assert_eq!(platform.profile().await["metadata"], expected, "{metadata:?}");
    }
}

#[tokio::test]
async fn no_profile_is_made_for_a_user_without_one() {
    let platform = Platform::new().await;
    platform.sign_in("request", FIRST).await;
    assert!(platform.items(PROFILES).await.is_empty());
}

#[tokio::test]
async fn calls_that_cognito_repeats_are_counted_once() {
    let platform = Platform::new().await;
    platform.put_profile(Some(json!({}))).await;
    platform.sign_in("attempt-1", FIRST).await;
    platform.sign_in("attempt-2", "2026-03-01T10:00:05.500Z").await;
    platform.sign_in("attempt-3", "2026-03-01T10:00:10.500Z").await;
    let expected = json!({ "last_login": FIRST, "login_count": 1 });
    assert_eq!(platform.profile().await["metadata"], expected);
}

#[tokio::test]
async fn a_later_sign_in_counts_again() {
    let platform = Platform::new().await;
    platform.put_profile(None).await;
    platform.sign_in("morning", FIRST).await;
    platform.sign_in("moments later", "2026-03-01T10:00:15.501Z").await;
    let expected = json!({ "last_login": "2026-03-01T10:00:15.501Z", "login_count": 2 });
    assert_eq!(platform.profile().await["metadata"], expected);
}

#[tokio::test]
async fn an_unusable_last_login_does_not_stop_the_count() {
    for last_login in [json!("2999-01-01T00:00:00.000Z"), json!("yesterday"), json!(7)] {
        let platform = Platform::new().await;
        let metadata = json!({ "last_login": last_login, "login_count": 1 });
        platform.put_profile(Some(metadata)).await;
        platform.sign_in("request", FIRST).await;
        let expected = json!({ "last_login": FIRST, "login_count": 2 });
        assert_eq!(platform.profile().await["metadata"], expected, "{last_login}");
    }
}

#[tokio::test]
async fn metadata_that_is_no_map_is_left_alone() {
    let platform = Platform::new().await;
    platform.put_profile(Some(json!("{}"))).await;
    platform.sign_in("request", FIRST).await;
    assert_eq!(platform.profile().await["metadata"], "{}");
}

#[tokio::test]
async fn first_sign_ins_that_race_are_counted_once() {
    let platform = Platform::new().await;
    platform.put_profile(None).await;
    tokio::join!(
        platform.sign_in("a", FIRST),
        platform.sign_in("b", FIRST),
        platform.sign_in("c", FIRST),
        platform.sign_in("d", FIRST),
    );
    assert_eq!(platform.profile().await["metadata"]["login_count"], 1);
}
