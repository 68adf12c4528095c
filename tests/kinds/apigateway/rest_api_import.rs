//! A REST API that goes out as one document is the one that calls make, route by route.

use std::collections::BTreeMap;

use aws::Aws;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::rest_api_run::{calls, create, differences, read, update};
use crate::harness;

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:users";
const ROLE: &str = "arn:aws:iam::123456789012:role/api";
const POOL: &str = "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi";

/// An account at an emulator that imports.
async fn account(endpoint: &str) -> Aws {
    harness::aws(endpoint, &emulators::fresh_account()).await
}

/// A spec with everything in this account: API Gateway takes no role of another one.
fn owned(spec: &Value, aws: &Aws) -> Value {
    let text = spec.to_string().replace("123456789012", aws.account());
    serde_json::from_str(&text).unwrap()
}

/// What routes refer to.
fn parts() -> Value {
    let mut parts = json!({
        "name": harness::unique_name(),
        "description": "Everything",
        "endpoint_type": "REGIONAL",
        "binary_media_types": ["image/png"],
        "authorizers": {
            "users": { "type": "COGNITO_USER_POOLS", "user_pools": [POOL], "result_ttl_seconds": 60 },
            "other-users": {
                "type": "COGNITO_USER_POOLS", "user_pools": [POOL],
                "identity_sources": ["method.request.header.X-Token"],
            },
            "token": {
                "type": "TOKEN", "function": FUNCTION, "credentials": ROLE,
                "identity_validation_expression": "^Bearer .*$", "result_ttl_seconds": 0,
            },
            "request": {
                "type": "REQUEST", "function": FUNCTION,
                "identity_sources": ["method.request.header.X-Key", "context.identity.sourceIp"],
            },
            "of two words": { "type": "TOKEN", "function": FUNCTION },
        },
        "request_validators": { "all": { "body": true, "parameters": true }, "body": { "body": true } },
        "gateway_responses": { "UNAUTHORIZED": {
            "status_code": 403, "headers": { "X-Why": "'no'" }, "templates": { "application/json": "{\"message\":\"no\"}" },
        } },
        "routes": {},
    });
    parts["models"] = json!({
        "Address": { "schema": { "type": "object", "properties": { "city": { "type": "string", "maxLength": 80 } } } },
        "User": { "description": "Who", "schema": {
            "$schema": "http://json-schema.org/draft-04/schema#", "title": "User", "type": "object",
            "properties": { "address": { "$ref": "#/models/Address" }, "tags": { "type": "array", "items": { "type": "string" } } },
            "required": ["address"],
        } },
        "Text": { "content_type": "text/plain", "schema": { "type": "string" } },
        "Either": { "schema": { "type": ["object", "null"], "description": "Perhaps" } },
    });
    parts
}

/// What may answer a route: with this authorization, at a path that may have a variable `{id}`.
fn answers(authorization: &str, is_keyed: bool, has_id: bool) -> [Value; 6] {
    let method = |fields: Value| {
        let mut method = json!({ "authorization": authorization, "api_key_required": is_keyed });
        method.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        method
    };
    let (parameters, mapped) = match has_id {
        true => (
            json!({ "method.request.path.id": true, "method.request.header.X-Tenant": true, "method.request.querystring.page": false }),
            json!({ "integration.request.path.id": "method.request.path.id" }),
        ),
        false => (json!({ "method.request.header.X-Tenant": false }), json!({})),
    };
    [
        method(json!({ "integration": { "function": FUNCTION } })),
        method(json!({
            "request_parameters": parameters, "request_validator": "all",
            "integration": {
                "type": "HTTP_PROXY", "uri": "https://example.com/things", "http_method": "GET",
                "timeout_milliseconds": 5000, "request_parameters": mapped,
            },
        })),
        method(json!({
            "request_models": { "application/json": "User" }, "request_validator": "body",
            "integration": {
                "type": "AWS", "function": FUNCTION, "credentials": ROLE, "passthrough_behavior": "NEVER",
                "request_templates": { "application/json": "{\"id\": \"$input.params('id')\"}", "text/plain": "$input.body" },
            },
            "responses": {
                "200": { "headers": { "X-A": "'a'", "X-B": "integration.response.header.B", "X-C": "" }, "models": { "application/json": "Empty" } },
                "400": { "selection_pattern": "bad.*", "templates": { "application/json": "{}" } },
                "500": { "selection_pattern": "5\\d{2}", "models": { "application/json": "Error" } },
            },
        })),
        method(json!({
            "integration": { "type": "MOCK", "request_templates": { "application/json": "{\"statusCode\": 200}" } },
            "responses": { "200": { "models": { "application/json": "Address" } } },
        })),
        // What a document cannot say.
        method(json!({
            "request_models": { "text/plain": "Text" },
            "integration": {
                "type": "HTTP", "uri": "https://example.com/text", "http_method": "POST",
                "request_templates": { "text/plain": "${AWS::Region}" },
            },
            "responses": { "200": {}, "201": { "selection_pattern": "201" } },
        })),
        method(json!({
            "request_models": { "application/json": "Either" },
            "integration": { "type": "HTTP", "uri": "https://example.com/either", "http_method": "POST" },
            "responses": { "200": {}, "201": {} },
        })),
    ]
}

fn any_method(path: &'static str) -> impl Strategy<Value = Value> {
    let who =
        ["NONE", "NONE", "AWS_IAM", "users", "other-users", "token", "request", "of two words"];
    (prop::sample::select(who.to_vec()), any::<bool>(), 0..6usize, any::<bool>()).prop_map(
        move |(who, is_keyed, answer, is_scoped)| {
            let mut method = answers(who, is_keyed, path.contains("{id}"))[answer].clone();
            if is_scoped && who.ends_with("users") {
                method["scopes"] = json!(["things/read", "things/write"]);
            }
            method
        },
    )
}

const PATHS: [&str; 7] = [
    "/", "/orders", "/orders/{id}", "/orders/{id}/lines/{line}", "/files/{proxy+}", "/users",
    "/users/{id}",
];

/// Routes of all these paths, with a few methods each.
fn any_routes() -> impl Strategy<Value = Value> {
    let of_path = |path: &'static str| {
        prop::collection::btree_map("GET|POST|PUT|ANY", any_method(path), 0..3)
            .prop_map(move |methods| (path.to_owned(), methods))
    };
    PATHS.map(of_path).prop_map(|routes| {
        let routes: BTreeMap<_, _> =
            routes.into_iter().filter(|(_, methods)| !methods.is_empty()).collect();
        json!(routes)
    })
}

fn any_cors() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!({ "allow_origins": ["https://a.example.com"], "max_age_seconds": 600 })),
        Just(json!({ "allow_origins": ["https://a.example.com", "https://b.example.com"] })),
    ]
}

/// Whether there is a method that a document can say.
fn is_partly_sayable(routes: &Value) -> bool {
    let methods = routes.as_object().unwrap().values().flat_map(|it| it.as_object().unwrap());
    let mut texts = methods.map(|(_, method)| method.to_string());
    texts.any(|text| {
        !["${AWS::Region}", "Either", "of two words"].iter().any(|it| text.contains(it))
    })
}

/// Makes an API method by method, which is too little at a time for a document.
async fn create_by_calls(aws: &Aws, spec: &Value) -> String {
    let mut so_far = spec.clone();
    so_far["routes"] = json!({});
    let id = create(aws, &so_far).await;
    for (path, methods) in spec["routes"].as_object().unwrap() {
        for (verb, method) in methods.as_object().unwrap() {
            so_far["routes"][path][verb] = method.clone();
            update(aws, &id, &so_far).await;
        }
    }
    id
}

/// The two ways come to the same: from nothing to `spec`, and from `before` to `spec`.
async fn hold_against_each_other(aws: &Aws, before: &Value, spec: &Value) {
    let mut by_calls = String::new();
    let made = calls(aws, async { by_calls = create_by_calls(aws, spec).await }).await;
    assert!(!made.contains_key("PutRestApi"), "{made:?}");
    let mut at_once = String::new();
    let made = calls(aws, async { at_once = create(aws, spec).await }).await;
    assert!(made.contains_key("PutRestApi") || !is_partly_sayable(&spec["routes"]), "{made:?}");
    let changed = create(aws, before).await;
    update(aws, &changed, spec).await;
    let wanted = read(aws, &by_calls, spec).await.spec;
    for id in [&at_once, &changed] {
        assert_eq!(read(aws, id, spec).await.spec, wanted);
    }
}

fn hold(endpoint: &str, before: [Value; 2], after: [Value; 2]) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let spec = |[routes, cors]: [Value; 2]| {
        let mut spec = parts();
        spec["routes"] = routes;
        spec["cors"] = cors;
        spec
    };
    runtime.block_on(async {
        let aws = account(endpoint).await;
        let [before, after] = [before, after].map(|it| owned(&spec(it), &aws));
        hold_against_each_other(&aws, &before, &after).await;
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 8, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_come_to_the_same_on_ministack(
        first in any_routes(), second in any_routes(), cors in any_cors(), other in any_cors(),
    ) {
        hold(emulators::shared_ministack().endpoint(), [first, cors], [second, other]);
    }

    #[test]
    fn both_ways_come_to_the_same_on_localstack(
        first in any_routes(), second in any_routes(), cors in any_cors(), other in any_cors(),
    ) {
        hold(emulators::shared_localstack().endpoint(), [first, cors], [second, other]);
    }
}

/// An API of which LocalStack imports everything.
fn plain() -> Value {
    let mut spec = parts();
    spec["gateway_responses"] = json!({});
    spec["models"] = json!({ "Address": spec["models"]["Address"] });
    spec["authorizers"].as_object_mut().unwrap().remove("of two words");
    spec["cors"] = json!({ "allow_origins": ["https://a.example.com"], "error_responses": false });
    for (path, authorization) in
        PATHS.iter().zip(["NONE", "users", "other-users", "token", "request", "NONE", "users"])
    {
        let [proxy, http, _, mock, ..] = answers(authorization, true, path.contains("{id}"));
        let mut patterns = mock.clone();
        patterns["responses"]["404"] = json!({ "selection_pattern": "404", "headers": { "X-A": "'a'" }, "templates": { "application/json": "{}" } });
        spec["routes"][path] =
            json!({ "GET": proxy, "POST": http, "PUT": mock, "DELETE": patterns });
    }
    spec
}

/// What the document says is what is there, without a call that corrects anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_document_leaves_nothing_to_put_right() {
    for endpoint in
        [emulators::shared_localstack().endpoint(), emulators::shared_ministack().endpoint()]
    {
        let aws = account(endpoint).await;
        let spec = owned(&plain(), &aws);
        let mut id = String::new();
        let mut made = calls(&aws, async { id = create(&aws, &spec).await }).await;
        made.retain(|operation, _| !operation.starts_with("Get"));
        let expected = [("CreateRestApi", 1), ("PutRestApi", 1)];
        let expected = expected.map(|(name, count)| (name.to_owned(), count));
        assert_eq!(made, BTreeMap::from(expected), "{endpoint}");
        assert_eq!(differences(&aws, &id, &spec).await, [""; 0], "{endpoint}");
    }
}
