//! What a state says of the methods of an API.

use serde_json::json;

use super::tests::weighed;
use super::*;

/// An API with a route that a pool guards and a function answers, and a preflight, as Terraform says it.
fn api() -> Vec<(&'static str, Value)> {
    let method = |id: &str, verb: &str, more: Value| {
        let mut attributes =
            json!({ "id": id, "rest_api_id": "a1", "resource_id": "r1", "http_method": verb });
        let more = more.as_object().cloned().unwrap_or_default();
        attributes.as_object_mut().unwrap().extend(more);
        attributes
    };
    vec![
        (
            "aws_api_gateway_rest_api.shop",
            json!({ "id": "a1", "name": "shop", "root_resource_id": "root" }),
        ),
        (
            "aws_api_gateway_resource.users",
            json!({ "id": "r1", "rest_api_id": "a1", "path": "/users", "path_part": "users" }),
        ),
        (
            "aws_api_gateway_authorizer.pool",
            json!({
                "id": "z1",
                "rest_api_id": "a1",
                "name": "pool",
                "type": "COGNITO_USER_POOLS",
                "provider_arns": [POOL],
                "identity_source": "method.request.header.Authorization",
                "authorizer_result_ttl_in_seconds": 300,
            }),
        ),
        (
            "aws_api_gateway_method.get",
            method(
                "m1",
                "GET",
                json!({ "authorization": "COGNITO_USER_POOLS", "authorizer_id": "z1", "api_key_required": false }),
            ),
        ),
        (
            "aws_api_gateway_integration.get",
            method(
                "i1",
                "GET",
                json!({
                    "type": "AWS_PROXY",
                    "integration_http_method": "POST",
                    "uri": format!("arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"),
                    "credentials": "",
                    "timeout_milliseconds": 29000,
                    "passthrough_behavior": "WHEN_NO_MATCH",
                    "request_parameters": {},
                    "request_templates": null,
                }),
            ),
        ),
        (
            "aws_api_gateway_method.options",
            method("m2", "OPTIONS", json!({ "authorization": "NONE", "authorizer_id": "" })),
        ),
        (
            "aws_api_gateway_integration.options",
            method(
                "i2",
                "OPTIONS",
                json!({
                    "type": "MOCK",
                    "uri": "",
                    "request_templates": { "application/json": "{ statusCode: 200 }" },
                }),
            ),
        ),
        (
            "aws_api_gateway_method_response.options",
            method("n2", "OPTIONS", json!({ "status_code": "200" })),
        ),
        (
            "aws_api_gateway_integration_response.options",
            method(
                "o2",
                "OPTIONS",
                json!({
                    "status_code": "200",
                    "response_parameters": {
                        "method.response.header.Access-Control-Allow-Origin": "'https://app.test'",
                        "method.response.header.Access-Control-Allow-Headers": "'X-Api-Key,Authorization'",
                        "method.response.header.Access-Control-Allow-Methods": "'OPTIONS,GET'",
                    },
                }),
            ),
        ),
    ]
}

const POOL: &str = "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_AbCdEfGhI";
const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:users";

fn live_api(change: impl Fn(&mut Value)) -> Value {
    let mut live = json!({
        "name": "shop",
        "authorizers": {
            "pool": { "type": "COGNITO_USER_POOLS", "user_pools": [POOL] },
        },
        "cors": {
            "allow_origins": ["https://app.test"],
            "allow_headers": ["Authorization", "X-Api-Key"],
            "error_responses": false,
        },
        "routes": {
            "/users": { "GET": { "authorization": "pool", "integration": { "function": FUNCTION } } },
        },
    });
    change(&mut live);
    live
}

#[test]
fn methods_are_compared_by_what_they_do() {
    let told = |change: &dyn Fn(&mut Value)| {
        let found = weighed(&api(), live_api(change));
        let found = found.into_iter().filter(|(weight, _)| *weight == Weight::Access);
        found.map(|(_, attribute)| attribute).collect::<Vec<_>>()
    };
    assert_eq!(weighed(&api(), live_api(|_| {})), []);
    fn get(live: &mut Value) -> &mut Value {
        &mut live["routes"]["/users"]["GET"]
    }
    let evil = |live: &mut Value| {
        get(live)["integration"] =
            json!({ "type": "HTTP_PROXY", "uri": "https://evil.test/", "http_method": "GET" });
    };
    assert_eq!(told(&evil), ["type", "uri"]);
    let other = |live: &mut Value| {
        live["authorizers"]["other"] = live["authorizers"]["pool"].clone();
        get(live)["authorization"] = "other".into();
    };
    assert_eq!(told(&other), ["authorizers.other", "authorization"]);
    for word in ["AWS_IAM", "NONE"] {
        let change = |live: &mut Value| get(live)["authorization"] = word.into();
        assert_eq!(told(&change), ["authorization"]);
    }
    let source = |live: &mut Value| {
        live["authorizers"]["pool"]["identity_sources"] = json!(["method.request.header.X-Other"]);
    };
    assert_eq!(told(&source), ["identity_source"]);
    let gone = |live: &mut Value| live["routes"] = json!({});
    let found = weighed(&api(), live_api(gone));
    assert!(found.contains(&(Weight::Change, "http_method".to_owned())), "{found:?}");
    let anybody = |live: &mut Value| live["cors"]["allow_origins"] = json!(["*"]);
    assert_eq!(told(&anybody), ["response_parameters.Access-Control-Allow-Origin"]);
}
