//! Cognito's pools and clients.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::OWN;
use super::fields::*;

pub(super) fn user_pool() -> BoxedStrategy<Value> {
    // ministack gives 0 for the precedence of a group that has none.
    let group =
        block(vec![("precedence", any_of([json!(1), json!(10)]))], vec![("description", text())]);
    any_fields(vec![
        ("password_policy", any_of([json!({ "minimum_length": 12, "require_symbols": false })])),
        ("auto_verified_attributes", any_of([json!(["email"])])),
        ("sign_in", any_of([json!({ "username_attributes": ["email"], "case_sensitive": false })])),
        ("custom_attributes", any_of([json!({ "team": { "maximum_length": 256 } })])),
        ("groups", any_fields(vec![("admins", group.clone()), ("Members", group)])),
        (
            "triggers",
            any_fields(vec![
                ("post_authentication", to("lambda.function.arn")),
                ("pre_sign_up", to("lambda.function.arn")),
            ]),
        ),
        (
            "verification",
            any_of([json!({ "email_subject": "Your code", "email_message": "It is {####}." })]),
        ),
        ("admin_create_user", any_of([json!({ "only_admins": true })])),
        ("deletion_protection", yes()),
        ("domain", any_of([json!({ "prefix": format!("${{env.account}}-{OWN}") })])),
        (
            "resource_servers",
            any_of([json!({
                "https://api.example.com": { "name": "API", "scopes": { "read": "Look", "write": "Change" } },
            })]),
        ),
        ("tags", tags()),
    ])
}

pub(super) fn user_pool_client() -> BoxedStrategy<Value> {
    let oauth = json!({
        "flows": ["code"],
        "scopes": ["openid", "email"],
        "callback_urls": ["https://example.com/auth/callback", "http://localhost:3000/callback"],
        "logout_urls": ["https://example.com"],
    });
    block(
        vec![("user_pool", to("cognito.user_pool.id"))],
        vec![
            (
                "authentication_flows",
                any_of([json!(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])]),
            ),
            ("oauth", any_of([oauth])),
            ("identity_providers", any_of([json!(["COGNITO"])])),
            (
                "token_validity",
                any_of([
                    json!({ "access": "15 minutes" }),
                    json!({ "refresh": "7 days", "id": "2 hours" }),
                ]),
            ),
            ("prevent_user_existence_errors", yes()),
            ("token_revocation", any_of([json!(false)])),
            ("generate_secret", any_of([json!(true)])),
        ],
    )
}

pub(super) fn identity_pool() -> BoxedStrategy<Value> {
    let provider = block(
        vec![
            ("provider_name", to("cognito.user_pool.endpoint")),
            ("client_id", to("cognito.user_pool_client.id")),
        ],
        vec![("server_side_token_check", yes())],
    );
    any_fields(vec![
        ("cognito_providers", list(provider, 1)),
        ("allow_unauthenticated", yes()),
        ("roles", any_fields(vec![("authenticated", to("iam.role.arn"))])),
        ("tags", tags()),
    ])
}
