//! Secrets become variables.

use std::collections::BTreeSet;

use serde_json::json;

use crate::render;
use crate::testing::{generated, subject};
use language::value::Path;

#[tokio::test]
async fn what_others_say_is_secret_becomes_a_variable() {
    let mut one = subject(
        "lambda.function",
        json!({
            "name": "shop-dev-api",
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": { "PASSWORD": "hunter2", "PLAIN": "x" },
        }),
        json!({}),
    )
    .await;
    one.sensitive = [Path::field("environment").key("PASSWORD")].into();
    let text = render(&generated(&[one]).await).unwrap();
    assert!(!text.contains("hunter2"), "{text}");
    assert!(text.contains("${var.api_environment_password}"), "{text}");
}

#[tokio::test]
async fn what_looks_like_a_secret_becomes_a_variable_too() {
    let function = subject(
        "lambda.function",
        json!({
            "name": "shop-dev-api",
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": {
                "DB_PASSWORD": "hunter2",
                "DATABASE": "postgres://app:hunter2@db.example.com/shop",
                "SECRET": "shop-dev-sign-in",
                "SESSION_TOKEN": "shop-dev/session-token",
                "TOKEN_TABLE": "users",
            },
        }),
        json!({}),
    );
    let group = subject("logs.log_group", json!({ "name": "shop-dev-sign-in" }), json!({}));
    let text = render(&generated(&[function.await, group.await]).await).unwrap();
    assert!(!text.contains("hunter2"), "{text}");
    assert!(text.contains("SECRET: ${logs.log_group.sign-in.name}"), "{text}");
    assert!(text.contains("SESSION_TOKEN: ${env.name_prefix}/session-token"), "{text}");
    assert!(text.contains("TOKEN_TABLE: users"), "{text}");
}

#[tokio::test]
async fn each_secret_has_a_variable_of_its_own() {
    let mut subjects = Vec::new();
    // Joined by `_`, both paths read alike.
    for (name, key) in [("api", "ENVIRONMENT_TOKEN"), ("api-environment", "TOKEN")] {
        let spec = json!({
            "name": format!("shop-dev-{name}"),
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": { key: format!("hunter2 of {name}") },
        });
        subjects.push(subject("lambda.function", spec, json!({})).await);
    }
    let blocks = generated(&subjects).await;
    let names: Vec<&String> = blocks.iter().flat_map(|block| &block.variables).collect();
    assert_eq!(names, ["api_environment_environment_token", "api_environment_environment_token_2"]);
}

#[tokio::test]
async fn one_secret_is_one_variable() {
    let mut subjects = Vec::new();
    for name in ["api", "web"] {
        let spec = json!({
            "name": format!("shop-dev-{name}"),
            "code": { "image": "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" },
            "role": "arn:aws:iam::123456789012:role/other",
            "environment": { "DB_PASSWORD": "hunter2" },
        });
        subjects.push(subject("lambda.function", spec, json!({})).await);
    }
    let blocks = generated(&subjects).await;
    let names: BTreeSet<&String> = blocks.iter().flat_map(|block| &block.variables).collect();
    assert_eq!(names.len(), 1, "{names:?}");
}
