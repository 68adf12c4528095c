//! `apigateway.rest_api`.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fields::*;

pub(super) fn rest_api() -> BoxedStrategy<Value> {
    let answered = |authorization: &'static str| {
        let timeout = any_fields(vec![("timeout_milliseconds", any_of([json!(10_000)]))]);
        let integration = merged(all_of(vec![("function", to("lambda.function.arn"))]), timeout);
        all_of(vec![
            ("authorization", any_of([json!(authorization)])),
            ("integration", integration),
        ])
    };
    let health = json!({ "GET": {
        "authorization": "NONE",
        "integration": {
            "type": "MOCK",
            "request_templates": { "application/json": "{\"statusCode\": 200}" },
        },
        "responses": { "200": {
            "headers": { "Cache-Control": "'no-store'" },
            "templates": { "application/json": "{\"stage\":\"$context.stage\"}" },
        } },
    } });
    let routes = block(
        vec![("/orders", all_of(vec![("POST", answered("NONE"))]))],
        vec![
            ("/health", any_of([health])),
            (
                "/orders/{id}",
                all_of(vec![("GET", answered("users")), ("DELETE", answered("AWS_IAM"))]),
            ),
            ("/{proxy+}", all_of(vec![("ANY", answered("users"))])),
        ],
    );
    let authorizer = merged(
        all_of(vec![("user_pools", list(to("cognito.user_pool.arn"), 1))]),
        any_of([
            json!({ "type": "COGNITO_USER_POOLS" }),
            json!({ "type": "COGNITO_USER_POOLS", "result_ttl_seconds": 60 }),
        ]),
    );
    let access_log = all_of(vec![
        ("destination", to("logs.log_group.arn")),
        ("format", any_of([json!({ "id": "$context.requestId" })])),
    ]);
    let stage = any_fields(vec![
        ("description", text()),
        ("variables", any_fields(vec![("table", to("dynamodb.table.name"))])),
        ("tracing", yes()),
        (
            "methods",
            any_of([
                json!({ "*": { "metrics": true, "throttling_burst_limit": 5, "throttling_rate_limit": 2.5 } }),
            ]),
        ),
        ("access_log", access_log),
        ("tags", tags()),
    ]);
    block(
        vec![
            ("endpoint_type", any_of([json!("REGIONAL"), json!("EDGE")])),
            ("authorizers", all_of(vec![("users", authorizer)])),
            ("routes", routes),
            ("stages", all_of(vec![("dev", stage)])),
        ],
        vec![
            ("description", description()),
            ("cors", any_of([json!({ "allow_origins": ["https://example.com"] })])),
            ("binary_media_types", some_of(["*/*", "image/png"])),
            (
                "request_validators",
                any_of([json!({ "all": { "body": true, "parameters": true } })]),
            ),
            (
                "models",
                any_of([
                    json!({ "Order": { "schema": { "type": "object", "required": ["id"] } } }),
                ]),
            ),
            (
                "gateway_responses",
                any_of([json!({ "UNAUTHORIZED": { "headers": { "X-Why": "'no'" } } })]),
            ),
            ("tags", tags()),
        ],
    )
}
