//! What no emulator does: a reset of what is left out, several pages, and refusals.

use serde_json::{Value, json};
use workspace::Workspace;

use super::user_pool_client::{kind, spec};
use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ID: &str = "us-east-2_AbCdEfGhI/1example23456789";

fn refusal(code: &str) -> String {
    json!({ "__type": code, "message": "no" }).to_string()
}

/// A client as AWS describes one that was created with a name alone.
fn described(more: Value) -> String {
    let mut client = json!({
        "UserPoolId": "us-east-2_AbCdEfGhI",
        "ClientName": "web",
        "ClientId": "1example23456789",
        "LastModifiedDate": 1_700_000_000.5,
        "CreationDate": 1_700_000_000.5,
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "AllowedOAuthFlowsUserPoolClient": false,
        "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false,
        "AuthSessionValidity": 3,
    });
    for (key, value) in more.as_object().unwrap() {
        client[key] = value.clone();
    }
    json!({ "UserPoolClient": client }).to_string()
}

async fn prepared(changes: Value) -> Value {
    kind().prepare(spec(changes), &Workspace::new(".")).await.unwrap()
}

#[tokio::test]
async fn what_aws_leaves_out_is_its_default() {
    let script =
        ScriptedCloud::default().answer("DescribeUserPoolClient", 200, described(json!({})));
    let read = kind().read(&script.aws().await, ID).await.unwrap().unwrap();
    assert_eq!(read.spec, prepared(json!({})).await);
    assert_eq!(read.outputs["id"].as_deref(), Some("1example23456789"));
    assert_eq!(read.outputs["name"].as_deref(), Some("web"));
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn everything_that_can_be_set_is_read() {
    let live = json!({
        "ClientSecret": "hush",
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "AccessTokenValidity": 60, "IdTokenValidity": 1, "RefreshTokenValidity": 720,
        "TokenValidityUnits": { "AccessToken": "minutes", "RefreshToken": "hours" },
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 10 },
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": ["https://example.com/"], "LogoutURLs": ["https://example.com/out"],
        "DefaultRedirectURI": "https://example.com/",
        "SupportedIdentityProviders": ["COGNITO"],
        "ReadAttributes": ["email"], "WriteAttributes": ["email"],
        "PreventUserExistenceErrors": "ENABLED",
        "EnablePropagateAdditionalUserContextData": true,
        "AnalyticsConfiguration": {
            "ApplicationArn": "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",
            "RoleArn": "arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/r",
            "UserDataShared": false,
        },
    });
    let script = ScriptedCloud::default().answer("DescribeUserPoolClient", 200, described(live));
    let read = kind().read(&script.aws().await, ID).await.unwrap().unwrap();
    let written = prepared(json!({
        "generate_secret": true,
        "authentication_flows": ["ALLOW_USER_SRP_AUTH"],
        "refresh_token_rotation": { "retry_grace_period_seconds": 10 },
        "oauth": {
            "flows": ["code"], "scopes": ["openid"], "callback_urls": ["https://example.com/"],
            "logout_urls": ["https://example.com/out"], "default_redirect_uri": "https://example.com/",
        },
        "identity_providers": ["COGNITO"],
        "read_attributes": ["email"], "write_attributes": ["email"],
        "prevent_user_existence_errors": true,
        "propagate_user_context": true,
        "analytics": { "application_arn": "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a" },
    }))
    .await;
    assert_eq!(language::diff::changes(&written, &read.spec), []);
    assert!(!format!("{read:?}").contains("hush"), "the secret goes nowhere");
}

/// UpdateUserPoolClient resets what it is not told.
#[tokio::test]
async fn an_update_sends_the_whole_client() {
    let script = ScriptedCloud::default()
        .answer("UpdateUserPoolClient", 400, refusal("ConcurrentModificationException"))
        .answer("UpdateUserPoolClient", 200, described(json!({})));
    let wanted = json!({
        "authentication_flows": ["ALLOW_USER_SRP_AUTH"],
        "oauth": { "flows": ["code"], "scopes": ["openid"], "callback_urls": ["https://example.com/"] },
        "identity_providers": ["COGNITO"],
        "token_validity": { "access": "15 minutes" },
        "refresh_token_rotation": {},
        "read_attributes": ["email"],
    });
    let live = json!({
        "authentication_flows": ["ALLOW_USER_SRP_AUTH"], "write_attributes": ["email"], "prevent_user_existence_errors": true,
    });
    let aws = script.aws().await;
    kind()
        .update(&aws, &Workspace::new("."), ID, prepared(wanted).await, prepared(live).await)
        .await
        .unwrap();
    let requests = script.requests();
    assert_eq!(requests.len(), 2, "a change that is under way is waited for");
    let body: Value = serde_json::from_str(&requests[1].body).unwrap();
    assert_eq!(
        body,
        json!({
            "UserPoolId": "us-east-2_AbCdEfGhI",
            "ClientId": "1example23456789",
            "ClientName": "web",
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid"],
            "CallbackURLs": ["https://example.com/"],
            "LogoutURLs": [],
            "SupportedIdentityProviders": ["COGNITO"],
            "AccessTokenValidity": 15,
            "IdTokenValidity": 1,
            "RefreshTokenValidity": 30,
            "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "hours", "RefreshToken": "days" },
            "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 },
            "ReadAttributes": ["email"],
            "PreventUserExistenceErrors": "LEGACY",
            "EnableTokenRevocation": true,
            "EnablePropagateAdditionalUserContextData": false,
            "AuthSessionValidity": 3,
        }),
        "what is not here, AWS resets"
    );
}

#[tokio::test]
async fn a_client_is_created_by_one_call() {
    let script = ScriptedCloud::default().answer("CreateUserPoolClient", 200, described(json!({})));
    let aws = script.aws().await;
    let spec = spec(json!({ "generate_secret": true, "oauth": {
        "flows": ["client_credentials"], "scopes": ["orders/read"],
    } }));
    let id = kind().create(&aws, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, ID);
    let body: Value = serde_json::from_str(&script.requests()[0].body).unwrap();
    assert_eq!(body["GenerateSecret"], json!(true));
    assert_eq!(body["AllowedOAuthFlows"], json!(["client_credentials"]));
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn every_page_of_a_pools_clients_is_looked_at_once() {
    let client = |name: &str, id: &str| json!({ "ClientId": id, "UserPoolId": "us-east-2_A", "ClientName": name });
    let script = ScriptedCloud::default()
        .answer(
            "ListUserPoolClients",
            200,
            json!({ "UserPoolClients": [client("web", "1"), client("app", "2")], "NextToken": "more" }).to_string(),
        )
        .answer(
            "ListUserPoolClients",
            200,
            json!({ "UserPoolClients": [client("web", "3")] }).to_string(),
        );
    let aws = script.aws().await;
    let find = async |name: &str| {
        let identity = json!({ "user_pool": "us-east-2_A", "name": name });
        kind().find(&aws, identity, &Default::default()).await.unwrap()
    };
    assert_eq!(find("web").await, ["us-east-2_A/1", "us-east-2_A/3"]);
    assert_eq!(find("app").await, ["us-east-2_A/2"]);
    assert_eq!(find("other").await, [""; 0]);
    let requests = script.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[0].body.contains(r#""MaxResults":60"#), "{}", requests[0].body);
}

#[tokio::test]
async fn a_pool_that_is_gone_has_no_clients() {
    let gone = || refusal("ResourceNotFoundException");
    let script = ScriptedCloud::default()
        .answer("ListUserPoolClients", 400, gone())
        .answer("DescribeUserPoolClient", 400, gone())
        .answer("DeleteUserPoolClient", 400, gone());
    let aws = script.aws().await;
    let identity = json!({ "user_pool": "us-east-2_A", "name": "web" });
    let found = kind().find(&aws, identity, &Default::default()).await.unwrap();
    assert_eq!(found, [""; 0]);
    assert_eq!(kind().read(&aws, ID).await.unwrap(), None);
    kind().delete(&aws, ID).await.unwrap();
}

#[tokio::test]
async fn a_refusal_is_not_an_absence() {
    let script = ScriptedCloud::default()
        .answer("ListUserPoolClients", 400, refusal("NotAuthorizedException"))
        .answer("DescribeUserPoolClient", 400, refusal("NotAuthorizedException"));
    let aws = script.aws().await;
    let read = kind().read(&aws, ID).await.unwrap_err();
    assert_eq!(read.code.as_deref(), Some("NotAuthorizedException"));
    let identity = json!({ "user_pool": "us-east-2_A", "name": "web" });
    let found = kind().find(&aws, identity, &Default::default()).await;
    assert_eq!(found.unwrap_err().code.as_deref(), Some("NotAuthorizedException"));
}
