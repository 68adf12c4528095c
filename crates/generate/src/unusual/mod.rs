//! What AWS may say of an object that nobody would write today: what is generated of it is valid all the same,
//! with warnings at most. Otherwise nobody could take such an object over.

mod operations;

use std::collections::BTreeSet;

use serde_json::json;

use super::testing::{ENVIRONMENT, compiled, subject, workspace};
use super::*;
use compiler::{Options, compile_in_memory};
use language::diagnostic::Severity;
use language::value::Value;

const ROLE: &str = "arn:aws:iam::123456789012:role/r";
const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:f";

/// The warnings of what is generated of a live object.
async fn warnings_of(kind: &str, live: Value) -> Vec<String> {
    let subjects = [subject(kind, live, json!({})).await];
    let stack = compiled("{}");
    let workspace = workspace();
    let blocks = Generator::new(&stack, &workspace).blocks(&subjects).await;
    let mut text = render(&blocks).unwrap();
    let secrets: BTreeSet<&String> = blocks.iter().flat_map(|block| &block.variables).collect();
    // Specs that are written declare their secrets, without values.
    if !secrets.is_empty() {
        let (_, rest) = text.split_once("\n\n").unwrap_or(("", &text));
        let rest = rest.to_owned();
        let declared: Vec<String> = secrets
            .iter()
            .map(|name| format!("{name}: {{ default: a-secret-that-is-long-enough }}"))
            .collect();
        text = format!("variables: {{ {} }}\n{rest}", declared.join(", "));
    }
    let options =
        Options { environment: "dev".to_owned(), may_lack_files: true, ..Options::default() };
    let files: &[(&str, &[u8])] = &[("specs/app.yaml", text.as_bytes())];
    match compile_in_memory(&options, ENVIRONMENT.as_bytes(), files) {
        Ok(stack) => stack.warnings.sorted().into_iter().map(|warning| warning.message).collect(),
        Err(failure) => {
            let errors = failure.diagnostics.sorted().into_iter();
            let errors: Vec<String> = errors
                .filter(|diagnostic| diagnostic.severity == Severity::Error)
                .map(|error| format!("{}: {:?} {:?}", error.message, error.labels, error.help))
                .collect();
            panic!("{kind}: {errors:#?}\n{text}")
        }
    }
}

/// Policies as odd as those that accounts hold.
fn odd_policies() -> Vec<Value> {
    let statement = |changes: Value| {
        let mut statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" });
        for (key, value) in changes.as_object().unwrap() {
            match value {
                Value::Null => statement.as_object_mut().unwrap().remove(key),
                value => statement.as_object_mut().unwrap().insert(key.clone(), value.clone()),
            };
        }
        statement
    };
    let condition = |operator: &str, key: &str, value: Value| {
        statement(json!({ "Condition": { operator: { key: value } } }))
    };
    let of = |statement: Value| json!({ "Version": "2012-10-17", "Statement": statement });
    vec![
        of(json!([])),
        of(statement(json!({ "Action": [], "Resource": [] }))),
        of(statement(json!({ "Action": null, "NotAction": ["iam:*", "IAM:*"] }))),
        of(statement(json!({ "Resource": null, "NotResource": "arn:aws:s3:::b/*" }))),
        of(json!([
            statement(json!({ "Sid": "A" })),
            statement(json!({ "Sid": "A", "Effect": "Deny" }))
        ])),
        of(statement(
            json!({ "Action": ["dynamodb:Qeury", "nothing:AtAll", "dynamodb:Gett*", "S3:getobject"] }),
        )),
        of(condition("StringEquals", "dynamodb:Attributes", json!(["a", "b"]))),
        of(condition("ForAnyValue:StringEquals", "dynamodb:Attributes", json!(["a", "b"]))),
        of(condition(
            "StringLike",
            "s3:prefix",
            json!("${cognito-identity.amazonaws.com:organization}/*"),
        )),
        of(condition("StringLike", "s3:prefix", json!("${username}/*"))),
        of(condition("StringEquals", "aws:PrincipleTag/team", json!("x"))),
        of(condition("StringEquals", "dynamodb:Attribute:created_by", json!("x"))),
        of(condition("Bool", "aws:SecureTransport", json!("yes"))),
        of(condition("IpAddress", "aws:SourceIp", json!("10.0.0.0/40"))),
        of(statement(json!({ "Resource": "arn:aws:sqs:us-est-2:123456789012:q" }))),
        json!({ "Version": "2008-10-17", "Id": "old", "Statement":
            statement(json!({ "Resource": "arn:aws:s3:::b/${aws:username}" })) }),
    ]
}

#[tokio::test]
async fn policies_of_roles_as_they_are_written_in_accounts() {
    for policy in odd_policies() {
        let role = json!({
            "name": "r", "trust_policy": { "Statement": {
                "Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": { "AWS": ["AROAEXAMPLEEXAMPLE123", "arn:aws:iam::123456789012:root"], "Service": ["lamda.amazonaws.com"] },
            } },
            "inline_policies": { "p": policy },
        });
        warnings_of("iam.role", role).await;
        warnings_of("iam.policy", json!({ "name": "p", "document": policy })).await;
    }
    for principal in [
        json!("*"),
        json!({ "AWS": "*" }),
        json!({ "AWS": [] }),
        json!({ "Federated": "accounts.google.com" }),
    ] {
        let trust = json!({ "Statement": { "Effect": "Deny", "Action": ["sts:AssumRole", "sts:TagSession"], "Principal": principal } });
        warnings_of("iam.role", json!({ "name": "r", "trust_policy": trust })).await;
    }
    let trust = json!({ "Statement": { "Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": { "AWS": "123456789012" } } });
    let role = json!({ "name": "AWSServiceRoleForX", "path": "/aws-service-role/x.amazonaws.com/", "trust_policy": trust });
    warnings_of("iam.role", role).await;
}

#[tokio::test]
async fn functions_on_runtimes_that_aws_no_longer_supports() {
    let zip = |changes: Value| {
        let mut function = json!({
            "name": "f", "role": ROLE, "handler": "index.handler", "runtime": "nodejs22.x",
            "code": { "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" },
        });
        for (key, value) in changes.as_object().unwrap() {
            function[key] = value.clone();
        }
        function
    };
    for runtime in [
        "nodejs14.x", "python3.7", "go1.x", "java8", "nodejs4.3-edge", "dotnetcore1.0",
        "nodejs99.x",
    ] {
        let warnings = warnings_of("lambda.function", zip(json!({ "runtime": runtime }))).await;
        assert_eq!(warnings.len(), 1, "{runtime}: {warnings:?}");
    }
    let queue = |name: &str, alias: Value| json!({ "source": format!("arn:aws:sqs:us-east-2:123456789012:{name}"), "alias": alias });
    for odd in [
        json!({ "event_sources": { "a": queue("q", json!("$LATEST")), "b": queue("q", json!("7")), "c": queue("r", json!("gone")) } }),
        json!({ "memory": 20_480, "timeout": 3_600, "ephemeral_storage": 20_480 }),
        json!({ "permissions": { "a.b": { "principal": "s3.amazonaws.com" }, "": { "principal": "*", "action": "*" } } }),
        json!({ "architecture": "riscv", "tracing": "Sometimes", "recursive_loop": "Count", "logging": { "format": "Parquet" } }),
        json!({ "function_url": { "authentication": "OAUTH", "cors": { "allow_methods": ["get", "TRACE"] } } }),
        json!({ "snap_start": true }),
    ] {
        warnings_of("lambda.function", zip(odd)).await;
    }
}

#[tokio::test]
async fn buckets_that_are_older_than_the_rules() {
    for odd in [
        json!({ "name": "My_Old.Bucket..x" }),
        json!({ "name": "sthree-b", "acl_grants": [{ "grantee": "all_users", "permission": "READ" }], "object_ownership": "ObjectWriter" }),
        json!({ "name": "b", "policy": { "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*" } } }),
        json!({ "name": "b", "encryption": { "algorithm": "aws:kms:dsse", "bucket_key": true } }),
        json!({ "name": "b", "encryption": { "algorithm": "aws:pqc" } }),
        json!({ "name": "b", "lifecycle_rules": { "r": { "transitions": { "FROZEN": { "days": 1 } }, "noncurrent_version_transitions": { "FROZEN": { "days": 1 } } } } }),
        json!({ "name": "b", "cors_rules": [{ "allowed_methods": ["PATCH"], "allowed_origins": ["*"] }] }),
        json!({ "name": "b", "intelligent_tiering": { "t": { "archive_access_days": 365, "deep_archive_access_days": 180 } } }),
        json!({ "name": "b", "versioning": true, "replication": { "role": ROLE, "rules": {
            "a": { "prefix": "a", "destination": { "bucket": "arn:aws:s3:::c", "storage_class": "FROZEN" } },
            "b": { "prefix": "b", "destination": { "bucket": "arn:aws:s3:::c" } },
        } } }),
        json!({ "name": "b", "notifications": { "n": { "target": format!("{FUNCTION}:$LATEST"), "events": ["s3:Something:New"] } } }),
    ] {
        let mut bucket = odd;
        if bucket["name"] == "b" {
            bucket["name"] = json!("bbb");
            let text = bucket.to_string().replace("s3:::b/", "s3:::bbb/");
            bucket = serde_json::from_str(&text).unwrap();
        }
        warnings_of("s3.bucket", bucket).await;
    }
}

#[tokio::test]
async fn clients_and_pools_with_settings_that_do_nothing() {
    let client = |changes: Value| {
        let mut client = json!({ "user_pool": "us-east-2_AbCdEfGhI", "name": "web" });
        for (key, value) in changes.as_object().unwrap() {
            client[key] = value.clone();
        }
        client
    };
    for odd in [
        json!({ "authentication_flows": [], "read_attributes": [], "write_attributes": [] }),
        json!({ "authentication_flows": ["ALLOW_TELEPATHY"] }),
        json!({ "write_attributes": ["email", "email_verified"] }),
        json!({ "oauth": { "flows": ["code", "device"], "scopes": ["openid"], "callback_urls": ["https://dev./auth"], "logout_urls": ["https:///", "app:"] } }),
        json!({ "generate_secret": true, "oauth": { "flows": ["client_credentials"], "scopes": ["openid"] } }),
    ] {
        warnings_of("cognito.user_pool_client", client(odd)).await;
    }
    for odd in [
        json!({ "mfa": { "mode": "ADAPTIVE", "software_token": true } }),
        json!({ "tier": "ULTIMATE", "issuer": "NEXT" }),
        json!({ "custom_attributes": { "custom:again": {}, "flag": { "type": "Boolean", "maximum_length": 5 } } }),
        json!({ "verification": { "method": "CONFIRM_WITH_LINK" }, "hosted_ui_css": ".a {}" }),
        json!({ "risk": { "compromised_credentials": { "action": "BLOCK" } } }),
        json!({ "account_recovery": ["verified_phone_number", "verified_face"] }),
        json!({ "password_policy": { "temporary_password_validity_days": 0 } }),
        json!({
            "custom_attributes": { "org": { "mutable": false } },
            "identity_providers": { "_A b": { "oidc": { "client_id": "a", "client_secret": "s", "issuer": "https://a.example", "scopes": ["openid"] }, "attribute_mapping": { "custom:org": "org" } } },
        }),
    ] {
        let mut pool = odd;
        pool["name"] = json!("p");
        warnings_of("cognito.user_pool", pool).await;
    }
    warnings_of("cognito.identity_pool", json!({
        "name": "i",
        "cognito_providers": [{ "provider_name": "cognito-idp.us-east-2.amazonaws.com", "client_id": "c" }],
        "role_mappings": [
            { "provider_name": "graph.facebook.com", "ambiguous_role_resolution": "AskAgain" },
            { "provider_name": "cognito-idp.us-east-2.amazonaws.com/us-east-2_Gone", "ambiguous_role_resolution": "Deny" },
        ],
        "principal_tags": [{ "provider_name": "gone.example" }],
    }))
    .await;
}

#[tokio::test]
async fn apis_that_could_not_be_deployed_as_they_are() {
    let mock = |more: Value| {
        let mut method = json!({ "authorization": "NONE", "integration": { "type": "MOCK", "http_method": "OPTIONS" }, "responses": { "200": {} } });
        for (key, value) in more.as_object().unwrap() {
            method[key] = value.clone();
        }
        method
    };
    for odd in [
        json!({ "routes": { "/a": { "GET": { "authorization": "NONE" } } } }),
        json!({ "routes": { "/a": { "GET": mock(json!({})) } }, "binary_media_types": ["*~1*", "multipart/form data"] }),
        json!({ "routes": { "/a": { "GET": { "authorization": "NONE", "integration": { "function": FUNCTION, "http_method": "GET" } } } } }),
        json!({ "routes": { "/a": { "GET": { "authorization": "NONE", "integration": { "type": "QUANTUM" } } } } }),
        json!({ "routes": { "/a": { "GET": mock(json!({ "scopes": ["a"], "request_parameters": { "method.request.path.b": true } })) } } }),
        json!({ "stages": { "dev": { "methods": { "GET /gone": { "caching": true, "logging_level": "TRACE" } }, "cache_cluster_size": "999" } } }),
        json!({ "endpoint_type": "LOCAL", "security_policy": "TLS_9" }),
        json!({ "models": { "M": { "schema": { "$schema": "http://json-schema.org/draft-07/schema#" } } } }),
        json!({ "endpoint_type": "PRIVATE", "routes": { "/a": { "GET": mock(json!({})) } }, "stages": { "dev": {} } }),
        json!({ "gateway_responses": { "NEW_KIND_OF_ERROR": { "headers": { "a": "'b'" } } } }),
        json!({ "authorizers": { "a": { "type": "ORACLE", "function": FUNCTION } } }),
    ] {
        let mut api = odd;
        api["name"] = json!("a");
        warnings_of("apigateway.rest_api", api).await;
    }
    warnings_of("apigateway.usage_plan", json!({
        "name": "u", "quota": { "limit": 1, "period": "YEAR", "offset": 3 },
        "throttle": { "rate_limit": 0, "burst_limit": 0 },
        "stages": [{ "api": "a1", "stage": "dev", "methods": { "get /a": { "rate_limit": 1, "burst_limit": 1 } } }],
    }))
    .await;
}

#[tokio::test]
async fn tables_and_groups_with_words_that_are_new() {
    let table = |changes: Value| {
        let mut table = json!({ "name": "ttt", "partition_key": { "name": "id", "type": "S" } });
        for (key, value) in changes.as_object().unwrap() {
            table[key] = value.clone();
        }
        table
    };
    for odd in [
        json!({ "table_class": "FROZEN", "stream": "DIFFS", "contributor_insights": "EVERYTHING" }),
        json!({ "partition_key": { "name": "id", "type": "UUID" } }),
        json!({ "replicas": { "eu-west-1": {} }, "capacity": { "read": 1, "write": 1 } }),
        json!({ "maximum_throughput": { "read": 1 }, "capacity": { "read": 1, "write": 1 } }),
        json!({ "warm_throughput": { "read": 1, "write": 1 } }),
    ] {
        warnings_of("dynamodb.table", table(odd)).await;
    }
    warnings_of(
        "logs.log_group",
        json!({ "name": "/a", "class": "DELIVERY", "retention_days": 1 }),
    )
    .await;
    warnings_of("logs.log_group", json!({ "name": "/a", "class": "GLACIAL" })).await;
}
