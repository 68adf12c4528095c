//! The function over real servers: what counts is what pool and tables hold afterwards.

use aws_sdk_cognitoidentityprovider::types::{AttributeType, MessageActionType};
use serde_json::{Value, json};
use shared::profiles::{SignInCount, count_sign_in};
use shared::user_pool::{Creation, NewUser, UserPool};
use shared::{Invocation, SignedDuration, Timestamp};

use crate::calls::{EMAIL, PASSWORD, assert_impersonal, body, event, event_with, form, logged};
use crate::platform::{LOGS, PROFILES, Platform};

#[tokio::test]
async fn whoever_registers_can_sign_in_at_once_with_the_address() {
    let platform = Platform::new().await;
    let (response, lines) = logged(platform.call(event(), Timestamp::now())).await;
    assert_eq!(response.status_code, 201, "{response:?}");
    let user = body(&response);
    let user_id = user["user_id"].as_str().unwrap();

    assert!(platform.can_sign_in(EMAIL, PASSWORD).await);
    assert!(!platform.can_sign_in(EMAIL, "Analytical2").await);
    assert_eq!(platform.user_names().await, [user_id]);
    assert_eq!(json!(platform.items(PROFILES).await), json!([user]));
    assert_eq!(user["metadata"], json!({ "login_count": 0 }));

    let logs = platform.items(LOGS).await;
    assert_eq!(logs.len(), 1);
    assert_eq!(logs[0]["event_type"], "user_registered");
    assert_eq!(logs[0]["user_id"], user_id);
    assert_impersonal(&logs);
    assert_impersonal(&lines);
}

#[tokio::test]
async fn the_pool_knows_who_the_user_is_and_the_group_is_the_first() {
    let platform = Platform::new().await;
    let response = platform.call(event(), Timestamp::now()).await;
    let user_id = body(&response)["user_id"].as_str().unwrap().to_owned();
    let user = platform
        .users
        .admin_get_user()
        .user_pool_id(&platform.pool_id)
        .username(&user_id)
        .send()
        .await
        .unwrap();
    for (name, expected) in [
        ("custom:user_id", user_id.as_str()),
        ("custom:full_name", "Ada Lovelace"),
        ("custom:organization_id", "individual"),
        ("custom:role", "basic"),
        ("email", EMAIL),
    ] {
        let found = user.user_attributes().iter().find(|a| a.name() == name);
        assert_eq!(found.and_then(|a| a.value()), Some(expected), "{name}");
    }
    let groups = platform
        .users
        .admin_list_groups_for_user()
        .user_pool_id(&platform.pool_id)
        .username(&user_id)
        .send()
        .await
        .unwrap();
    let names: Vec<_> = groups.groups().iter().filter_map(|g| g.group_name()).collect();
    assert_eq!(names, ["BasicUsers"]);
}

#[tokio::test]
async fn the_second_of_two_is_told_of_a_conflict_and_changes_nothing() {
    let platform = Platform::new().await;
    platform.call(event(), Timestamp::now()).await;
    let mut other = form("ADA@example.com");
    other["password"] = json!("Another1password");
    let response = platform.call(event_with(&other), Timestamp::now()).await;
    assert_eq!(response.status_code, 409);
    assert!(platform.can_sign_in(EMAIL, PASSWORD).await);
    assert_eq!(platform.items(PROFILES).await.len(), 1);
}

#[tokio::test]
async fn the_pools_policy_judges_the_password() {
    let platform = Platform::new().await;
    let mut weak = form(EMAIL);
    weak["password"] = json!("analytical");
    let response = platform.call(event_with(&weak), Timestamp::now()).await;
    assert_eq!(response.status_code, 400);
    assert!(response.body.contains("Password did not conform"), "{}", response.body);
    assert!(platform.user_names().await.is_empty());
    assert!(platform.items(PROFILES).await.is_empty());
}

#[tokio::test]
async fn without_its_tables_a_registration_leaves_no_user_behind() {
    let platform = Platform::without_tables().await;
    platform.create_table(LOGS, &["log_id", "timestamp"]).await;
    let (response, lines) = logged(platform.call(event(), Timestamp::now())).await;
    assert_eq!(response.status_code, 500);
    assert!(!response.body.contains(PROFILES), "{}", response.body);
    assert!(platform.user_names().await.is_empty());
    let errors = lines.iter().filter(|line| line["level"] == "ERROR");
    assert_eq!(errors.count(), 2, "{lines:?}");
    assert_impersonal(&lines);

    platform.create_table(PROFILES, &["user_id"]).await;
    let response = platform.call(event(), Timestamp::now()).await;
    assert_eq!(response.status_code, 201);
    assert!(platform.can_sign_in(EMAIL, PASSWORD).await);
}

/// A run that was killed after its first step: a user with a temporary password, and nothing else.
#[tokio::test]
async fn what_a_killed_run_left_behind_is_cleared_away_after_a_minute() {
    let platform = Platform::new().await;
    let pool = UserPool::new(platform.users.clone(), &platform.pool_id);
    let killed = NewUser {
        user_id: "11111111-2222-4333-8444-555555555555",
        email: EMAIL,
        full_name: "Ada Lovelace",
        organization_id: "individual",
        role: "basic",
        password: PASSWORD,
    };
    assert_eq!(pool.create(killed).await.unwrap(), Creation::Created);
    assert!(!platform.can_sign_in(EMAIL, PASSWORD).await);
    let response = platform.call(event(), Timestamp::now()).await;
    assert_eq!(response.status_code, 409);

    let later = Timestamp::now().checked_add(SignedDuration::from_secs(90)).unwrap();
    let response = platform.call(event(), later).await;
    assert_eq!(response.status_code, 201);
    let user_id = body(&response)["user_id"].clone();
    assert_eq!(json!(platform.user_names().await), json!([user_id]));
    assert!(platform.can_sign_in(EMAIL, PASSWORD).await);
}

#[tokio::test]
async fn a_user_that_an_administrator_invited_is_not_cleared_away() {
    let platform = Platform::new().await;
    let attribute = |name: &str, value: &str| {
        let attribute = AttributeType::builder().name(name).value(value);
        attribute.build().unwrap()
    };
    platform
        .users
        .admin_create_user()
        .user_pool_id(&platform.pool_id)
        .username("some-other-name")
        .user_attributes(attribute("email", EMAIL))
        .user_attributes(attribute("email_verified", "true"))
        .message_action(MessageActionType::Suppress)
        .send()
        .await
        .unwrap();
    let later = Timestamp::now().checked_add(SignedDuration::from_hours(1)).unwrap();
    assert_eq!(platform.call(event(), later).await.status_code, 409);
    assert_eq!(platform.user_names().await, ["some-other-name"]);
}

#[tokio::test]
async fn sign_ins_are_counted_in_the_profile() {
    let platform = Platform::new().await;
    let response = platform.call(event(), Timestamp::now()).await;
    let user_id = body(&response)["user_id"].as_str().unwrap().to_owned();
    let invocation = Invocation { request_id: "sign-in".to_owned(), now: Timestamp::now() };
    let count = count_sign_in(&platform.database, PROFILES, &user_id, &invocation).await;
    assert_eq!(count.unwrap(), SignInCount::Counted);
    let profile: &Value = &platform.items(PROFILES).await[0];
    assert_eq!(profile["metadata"]["login_count"], 1);
}
