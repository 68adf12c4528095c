//! `lambda.function`.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fields::*;

pub(super) fn function() -> BoxedStrategy<Value> {
    let code =
        any_of([json!({ "folder": "functions/one" }), json!({ "folder": "functions/other" })]);
    let runtime = any_of([
        json!({ "runtime": "provided.al2023" }),
        json!({ "runtime": "python3.13", "handler": "index.handler" }),
        json!({ "runtime": "nodejs22.x", "handler": "index.handler" }),
    ]);
    let environment = any_fields(vec![
        ("TEXT", text()),
        ("STAGE", any_of([json!("dev"), json!("$${x} %%{y}"), json!("")])),
        ("TABLE", to("dynamodb.table.name")),
        ("TABLE_ARN", to("dynamodb.table.arn")),
        ("BUCKET", to("s3.bucket.name")),
        ("POOL", to("cognito.user_pool.id")),
        ("CLIENT", to("cognito.user_pool_client.id")),
        (
            "API",
            within("https://{}.execute-api.us-east-2.amazonaws.com/dev", "apigateway.rest_api.id"),
        ),
        ("LOGS", within("{\"group\": \"{}\"}", "logs.log_group.name")),
        ("OTHER", to("lambda.function.name")),
        ("SELF", any_of([json!("<self.name#0>")])),
        ("PREFIX", any_of([json!("${env.name_prefix}"), json!("${env.name_prefix}-x")])),
    ]);
    let permission = |principal: &'static str, source: BoxedStrategy<Value>| {
        all_of(vec![("principal", any_of([json!(principal)])), ("source_arn", source)])
    };
    let permissions = any_fields(vec![
        (
            "api",
            permission(
                "apigateway.amazonaws.com",
                within("{}/*/*", "apigateway.rest_api.execution_arn"),
            ),
        ),
        ("AllowPool", permission("cognito-idp.amazonaws.com", to("cognito.user_pool.arn"))),
        (
            "bucket",
            merged(
                permission("s3.amazonaws.com", to("s3.bucket.arn")),
                any_of([json!({ "source_account": "${env.account}" })]),
            ),
        ),
    ]);
    // In ministack a statement of an alias cannot have the id of one of the function's.
    let for_alias = permission(
        "events.amazonaws.com",
        any_of([json!("arn:aws:events:us-east-2:123456789012:rule/x")]),
    );
    let alias = any_fields(vec![
        ("description", description()),
        ("permissions", all_of(vec![("rule", for_alias)])),
    ]);
    // ministack takes 10 for the batch size of a stream that says none.
    let source = merged(
        all_of(vec![("source", to("dynamodb.table.stream_arn"))]),
        any_of([
            json!({ "starting_position": "LATEST", "batch_size": 10 }),
            json!({ "starting_position": "TRIM_HORIZON", "batch_size": 50, "filters": [{ "eventName": ["INSERT"] }] }),
        ]),
    );
    let logging = merged(
        any_of([json!({}), json!({ "format": "JSON", "application_level": "WARN" })]),
        any_fields(vec![("log_group", to("logs.log_group.name"))]),
    );
    merged(
        runtime,
        block(
            vec![("code", code), ("role", to("iam.role.arn"))],
            vec![
                ("description", text()),
                ("memory", any_of([json!(256), json!(512)])),
                ("timeout", any_of([json!(10)])),
                ("environment", environment),
                ("permissions", permissions),
                ("aliases", all_of(vec![("live", alias)])),
                ("logging", logging),
                ("tracing", any_of([json!("Active")])),
                ("reserved_concurrency", any_of([json!(5)])),
                ("async_invocation", any_of([json!({ "retries": 1 })])),
                ("architecture", any_of([json!("arm64")])),
                ("event_sources", all_of(vec![("changes", source)])),
                (
                    "function_url",
                    any_of([json!({
                        "authentication": "AWS_IAM",
                        "cors": { "allow_origins": ["https://example.com"], "allow_methods": ["GET"] },
                    })]),
                ),
                ("tags", tags()),
            ],
        ),
    )
}
