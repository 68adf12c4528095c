//! What no emulator does: a reset of what is left out, several pages, and refusals.

use serde_json::{Value, json};
use workspace::Workspace;

use super::identity_pool::{PROVIDER, kind, spec};
use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ID: &str = "us-east-2:11111111-2222-3333-4444-555555555555";

fn refusal(code: &str) -> String {
    json!({ "__type": code, "message": "no" }).to_string()
}

fn described(more: Value) -> String {
    let mut pool = json!({
        "IdentityPoolId": ID,
        "IdentityPoolName": "p",
        "AllowUnauthenticatedIdentities": false,
        "IdentityPoolTags": {},
    });
    for (key, value) in more.as_object().unwrap() {
        pool[key] = value.clone();
    }
    pool.to_string()
}

fn no_roles() -> String {
    json!({ "IdentityPoolId": ID }).to_string()
}

async fn prepared(changes: Value) -> Value {
    kind().prepare(spec(changes), &Workspace::new(".")).await.unwrap()
}

fn operations(script: &ScriptedCloud) -> Vec<String> {
    let requests = script.requests().into_iter();
    requests.map(|request| request.operation).collect()
}

#[tokio::test]
async fn what_aws_leaves_out_is_its_default() {
    let script = ScriptedCloud::default()
        .answer("DescribeIdentityPool", 200, described(json!({})))
        .answer("GetIdentityPoolRoles", 200, no_roles());
    let read = kind().read(&script.aws().await, ID).await.unwrap().unwrap();
    assert_eq!(read.spec, prepared(json!({})).await);
    assert_eq!(
        read.outputs["arn"].as_deref(),
        Some(format!("arn:aws:cognito-identity:us-east-2:123456789012:identitypool/{ID}").as_str())
    );
    assert_eq!(script.requests().len(), 2, "{:?}", operations(&script));
}

#[tokio::test]
async fn a_provider_without_principal_tags_is_not_found_and_has_none() {
    let live = described(json!({
        "CognitoIdentityProviders": [{ "ProviderName": PROVIDER, "ClientId": "web", "ServerSideTokenCheck": true }],
        "SupportedLoginProviders": { "graph.facebook.com": "1" },
        "IdentityPoolTags": { "aws:cloudformation:stack-name": "s", "Team": "ai" },
    }));
    let roles = json!({
        "IdentityPoolId": ID,
        "Roles": { "authenticated": "arn:aws:iam::123456789012:role/basic" },
        "RoleMappings": { format!("{PROVIDER}:web"): {
            "Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": { "Rules": [
                { "Claim": "c", "MatchType": "NotEqual", "Value": "v", "RoleARN": "arn:aws:iam::123456789012:role/r" },
            ] },
        } },
    });
    let script = ScriptedCloud::default()
        .answer("DescribeIdentityPool", 200, live)
        .answer("GetIdentityPoolRoles", 200, roles.to_string())
        .answer("GetPrincipalTagAttributeMap", 400, refusal("ResourceNotFoundException"))
        .answer(
            "GetPrincipalTagAttributeMap",
            200,
            json!({ "UseDefaults": false, "PrincipalTags": {} }).to_string(),
        );
    let read = kind().read(&script.aws().await, ID).await.unwrap().unwrap();
    let written = prepared(json!({
        "cognito_providers": [{ "provider_name": PROVIDER, "client_id": "web", "server_side_token_check": true }],
        "login_providers": { "graph.facebook.com": "1" },
        "roles": { "authenticated": "arn:aws:iam::123456789012:role/basic" },
        "role_mappings": [{
            "provider_name": PROVIDER, "client_id": "web", "ambiguous_role_resolution": "Deny",
            "rules": [{ "claim": "c", "match_type": "NotEqual", "value": "v", "role": "arn:aws:iam::123456789012:role/r" }],
        }],
        "tags": { "Team": "ai" },
    }))
    .await;
    assert_eq!(read.spec, written);
}

/// UpdateIdentityPool resets what it is not told, and the tags say whose the pool is.
#[tokio::test]
async fn an_update_sends_the_whole_pool() {
    let script = ScriptedCloud::default()
        .answer("UpdateIdentityPool", 400, refusal("ConcurrentModificationException"))
        .answer("UpdateIdentityPool", 200, described(json!({})));
    let tags = json!({ "diatonic:stack": "s" });
    let live = json!({ "allow_classic_flow": true, "login_providers": { "graph.facebook.com": "1" }, "tags": tags });
    let wanted = json!({
        "cognito_providers": [{ "provider_name": PROVIDER, "client_id": "web" }],
        "developer_provider_name": "login.example.com",
        "tags": tags,
    });
    let aws = script.aws().await;
    kind()
        .update(&aws, &Workspace::new("."), ID, prepared(wanted).await, prepared(live).await)
        .await
        .unwrap();
    assert_eq!(operations(&script), ["UpdateIdentityPool", "UpdateIdentityPool"]);
    let body: Value = serde_json::from_str(&script.requests()[1].body).unwrap();
    assert_eq!(
        body,
        json!({
            "IdentityPoolId": ID,
            "IdentityPoolName": "p",
            "AllowUnauthenticatedIdentities": false,
            "AllowClassicFlow": false,
            "SupportedLoginProviders": {},
            "DeveloperProviderName": "login.example.com",
            "OpenIdConnectProviderARNs": [],
            "CognitoIdentityProviders": [
                { "ProviderName": PROVIDER, "ClientId": "web", "ServerSideTokenCheck": false },
            ],
            "SamlProviderARNs": [],
            "IdentityPoolTags": tags,
        })
    );
}

/// What hangs on a provider goes before it and comes after it.
#[tokio::test]
async fn a_provider_is_there_while_anything_hangs_on_it() {
    let script = ScriptedCloud::default()
        .answer("SetPrincipalTagAttributeMap", 200, "{}")
        .answer("UpdateIdentityPool", 200, described(json!({})))
        .answer("SetIdentityPoolRoles", 200, "");
    let aws = script.aws().await;
    let live = json!({
        "login_providers": { "graph.facebook.com": "1" },
        "principal_tags": [{ "provider_name": "graph.facebook.com" }],
    });
    let wanted = json!({
        "cognito_providers": [{ "provider_name": PROVIDER, "client_id": "web" }],
        "role_mappings": [{ "provider_name": PROVIDER, "client_id": "web", "ambiguous_role_resolution": "Deny" }],
        "principal_tags": [{ "provider_name": PROVIDER, "tags": { "team": "custom:team" } }],
    });
    kind()
        .update(&aws, &Workspace::new("."), ID, prepared(wanted).await, prepared(live).await)
        .await
        .unwrap();
    assert_eq!(
        operations(&script),
        [
            "SetPrincipalTagAttributeMap", "UpdateIdentityPool", "SetIdentityPoolRoles",
            "SetPrincipalTagAttributeMap",
        ]
    );
    let requests = script.requests();
    let bodies: Vec<Value> =
        requests.iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect();
    assert_eq!(
        bodies[0],
        json!({
            "IdentityPoolId": ID, "IdentityProviderName": "graph.facebook.com",
            "UseDefaults": false, "PrincipalTags": {},
        })
    );
    assert_eq!(
        bodies[2],
        json!({
            "IdentityPoolId": ID, "Roles": {},
            "RoleMappings": { format!("{PROVIDER}:web"): { "Type": "Token", "AmbiguousRoleResolution": "Deny" } },
        })
    );
    assert_eq!(bodies[3]["PrincipalTags"], json!({ "team": "custom:team" }));
}

#[tokio::test]
async fn tags_alone_do_not_touch_the_pool() {
    let script = ScriptedCloud::default()
        .answer("TagResource", 200, "{}")
        .answer("UntagResource", 200, "{}");
    let aws = script.aws().await;
    let live = prepared(json!({ "tags": { "Team": "ai", "Old": "1" } })).await;
    let wanted = prepared(json!({ "tags": { "Team": "data" } })).await;
    kind().update(&aws, &Workspace::new("."), ID, wanted, live).await.unwrap();
    let arn = format!("arn:aws:cognito-identity:us-east-2:123456789012:identitypool/{ID}");
    let bodies: Vec<Value> = script
        .requests()
        .iter()
        .map(|request| serde_json::from_str(&request.body).unwrap())
        .collect();
    assert_eq!(
        bodies,
        [
            json!({ "ResourceArn": arn, "TagKeys": ["Old"] }),
            json!({ "ResourceArn": arn, "Tags": { "Team": "data" } }),
        ]
    );
}

#[tokio::test]
async fn every_page_of_pools_is_looked_at_once() {
    let pool = |name: &str, id: &str| json!({ "IdentityPoolId": id, "IdentityPoolName": name });
    let script = ScriptedCloud::default()
        .answer(
            "ListIdentityPools",
            200,
            json!({ "IdentityPools": [pool("p", "r:1"), pool("q", "r:2")], "NextToken": "more" })
                .to_string(),
        )
        .answer(
            "ListIdentityPools",
            200,
            json!({ "IdentityPools": [pool("p", "r:3")] }).to_string(),
        );
    let aws = script.aws().await;
    let find = async |name: &str| {
        let identity = json!({ "name": name });
        kind().find(&aws, identity, &Default::default()).await.unwrap()
    };
    assert_eq!(find("p").await, ["r:1", "r:3"]);
    assert_eq!(find("q").await, ["r:2"]);
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    let script = ScriptedCloud::default()
        .answer("DescribeIdentityPool", 400, refusal("NotAuthorizedException"))
        .answer("GetIdentityPoolRoles", 200, no_roles());
    let error = kind().read(&script.aws().await, ID).await.unwrap_err();
    assert_eq!(error.code.as_deref(), Some("NotAuthorizedException"));
    let gone = || refusal("ResourceNotFoundException");
    let script = ScriptedCloud::default()
        .answer("DescribeIdentityPool", 400, gone())
        .answer("GetIdentityPoolRoles", 400, gone())
        .answer("DeleteIdentityPool", 400, gone());
    let aws = script.aws().await;
    assert_eq!(kind().read(&aws, ID).await.unwrap(), None);
    kind().delete(&aws, ID).await.unwrap();
}
