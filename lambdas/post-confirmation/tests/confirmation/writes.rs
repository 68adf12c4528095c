//! What a confirmation leaves behind.

use serde_json::{Value, json};
use shared::profiles::{SYSTEM_LOGS, USER_PROFILES};

use crate::platform::{Platform, SUB, event};

#[tokio::test]
async fn a_user_of_the_pool_becomes_a_user_of_the_platform() {
    let platform = Platform::new().await;
    let (answer, lines) =
        testing::logged("post_confirmation", platform.call(platform.event())).await;
    assert_eq!(answer, Ok(platform.event()));
    let profiles = platform.account.items(&USER_PROFILES).await;
    let expected = json!({
        "user_id": SUB, "email": "ada@example.com", "full_name": "Ada Lovelace",
        "organization_id": "individual", "role": "basic", "status": "active",
        "preferences": {}, "metadata": { "login_count": 0 },
        "created_at": "2026-03-01T10:00:00.000Z", "updated_at": "2026-03-01T10:00:00.000Z",
    });
    assert_eq!(profiles, [expected]);
    for (name, value) in [
        ("custom:user_id", SUB),
        ("custom:full_name", "Ada Lovelace"),
        ("custom:organization_id", "individual"),
        ("custom:role", "basic"),
    ] {
        assert_eq!(platform.attribute(name).await.as_deref(), Some(value), "{name}");
    }
    assert_eq!(platform.groups().await, ["BasicUsers"]);
    let logs = platform.account.items(&SYSTEM_LOGS).await;
    assert_eq!(
        (&logs[0]["event_type"], &logs[0]["user_id"]),
        (&json!("user_registered"), &json!(SUB))
    );
    assert_eq!(lines.last().unwrap()["message"], "signed up", "{lines:?}");
    testing::assert_silent_about(&["Ada", "Lovelace", "@"], &lines);
}

#[tokio::test]
async fn a_repeated_call_changes_nothing() {
    let platform = Platform::new().await;
    platform.call(platform.event()).await.unwrap();
    // Meanwhile the user has done something.
    let key = aws_sdk_dynamodb::types::AttributeValue::S(SUB.to_owned());
    let name = aws_sdk_dynamodb::types::AttributeValue::S("Ada King".to_owned());
    aws_sdk_dynamodb::Client::new(&platform.account.configuration)
        .update_item()
        .table_name(platform.variable("USER_PROFILES_TABLE").unwrap())
        .key("user_id", key)
        .update_expression("SET full_name = :name")
        .expression_attribute_values(":name", name)
        .send()
        .await
        .unwrap();
    platform.call(platform.event()).await.unwrap();
    let profiles = platform.account.items(&USER_PROFILES).await;
    assert_eq!(profiles.len(), 1);
    assert_eq!(profiles[0]["full_name"], "Ada King");
    assert_eq!(platform.groups().await, ["BasicUsers"]);
    assert_eq!(platform.account.items(&SYSTEM_LOGS).await.len(), 1);
}

#[tokio::test]
async fn attributes_that_somebody_has_given_stay() {
    let platform = Platform::new().await;
    platform.set("custom:organization_id", "acme").await;
    let mut event = platform.event();
    event["request"]["userAttributes"]["custom:organization_id"] = json!("acme");
    platform.call(event).await.unwrap();
    assert_eq!(platform.attribute("custom:organization_id").await.as_deref(), Some("acme"));
    assert_eq!(platform.attribute("custom:user_id").await.as_deref(), Some(SUB));
}

#[tokio::test]
async fn a_new_password_writes_nothing_and_another_trigger_is_refused() {
    let platform = Platform::new().await;
    let mut event = platform.event();
    event["triggerSource"] = json!("PostConfirmation_ConfirmForgotPassword");
    assert_eq!(platform.call(event.clone()).await, Ok(event.clone()));
    event["triggerSource"] = json!("PreSignUp_SignUp");
    assert!(platform.call(event).await.is_err());
    assert!(platform.account.items(&USER_PROFILES).await.is_empty());
    assert_eq!(platform.groups().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_cannot_be_written_is_logged_and_stops_nothing_else() {
    let platform = Platform::new().await;
    let mut event = event();
    event["userPoolId"] = json!("us-east-2_NOBODYS");
    let (answer, lines) = testing::logged("post_confirmation", platform.call(event.clone())).await;
    assert_eq!(answer, Ok(event));
    assert_eq!(platform.account.items(&USER_PROFILES).await.len(), 1);
    let errors: Vec<&Value> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
    let what: Vec<_> = errors.iter().map(|line| line["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["attributes", "group"], "{lines:?}");
    testing::assert_silent_about(&["Ada", "Lovelace", "@"], &lines);
}
