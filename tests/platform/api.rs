//! What the specs make of the routes that functions have in their code (`api/routes.json`).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::environments::PROD;
use crate::project::step;

/// The document that the functions' routes are written into.
fn document() -> Value {
    serde_json::from_str(include_str!("../../api/routes.json")).expect("a document")
}

fn entries(map: &Value) -> impl Iterator<Item = (&String, &Value)> {
    map.as_object().into_iter().flatten()
}

fn api() -> &'static Value {
    &step(&PROD.1, "apigateway.rest_api.platform")["after"]
}

#[test]
fn every_route_has_its_authorizer_its_model_and_its_function() {
    let (document, api) = (document(), api());
    let mut count = 0;
    for (path, methods) in entries(&document["routes"]) {
        let made = &api["routes"][path];
        for (method, route) in entries(methods) {
            let context = format!("{method} {path}");
            let made = &made[method];
            let is_open = route["who"] == "open";
            assert_eq!(made["authorization"], if is_open { "NONE" } else { "users" }, "{context}");
            // Nobody makes anything uncounted.
            assert_eq!(made["api_key_required"] == true, is_open && method == "POST", "{context}");
            let function = made["integration"]["function"].as_str().expect("an ARN");
            assert!(function.contains(":function:aws-devops-prod-"), "{context}: {function}");
            if let Some(model) = route["model"].as_str() {
                assert_eq!(made["request_validator"], "everything", "{context}");
                assert_eq!(made["request_models"]["application/json"], model, "{context}");
            }
            count += 1;
        }
        assert_eq!(
            made.as_object().map(serde_json::Map::len),
            methods.as_object().map(serde_json::Map::len),
            "{path} has these methods and no others"
        );
    }
    assert!(count > 30, "{count} routes");
    let made: BTreeSet<_> = entries(&api["routes"]).map(|(path, _)| path.clone()).collect();
    let wanted: BTreeSet<_> = entries(&document["routes"]).map(|(path, _)| path.clone()).collect();
    assert_eq!(made, wanted);
    for (name, schema) in entries(&document["models"]) {
        assert_eq!(&api["models"][name]["schema"], schema, "{name}");
    }
    let stage = &api["stages"]["prod"]["methods"]["*"];
    assert_eq!(stage["throttling_rate_limit"].as_f64(), Some(1000.0));
    assert_eq!(stage["throttling_burst_limit"], 2000);
}

#[test]
fn browsers_may_send_and_read_what_clients_need() {
    let cors = &api()["cors"];
    let listed = |field: &str| -> BTreeSet<&str> {
        cors[field].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let sent = ["Authorization", "Content-Type", "Idempotency-Key", "X-Api-Key", "X-Request-Id"];
    assert_eq!(listed("allow_headers"), sent.into());
    assert_eq!(listed("expose_headers"), ["Retry-After", "x-request-id"].into());
    assert!(cors["allow_credentials"] != true);
}

/// An error of API Gateway's own has the body and the header that a function's error has.
#[test]
fn what_the_gateway_answers_by_itself_has_our_body() {
    let responses = &api()["gateway_responses"];
    for (kind, status, code) in [
        // Null is what AWS says itself: 401, 403, 400, 429, 403.
        ("UNAUTHORIZED", Value::Null, "unauthenticated"),
        ("ACCESS_DENIED", Value::Null, "forbidden"),
        ("BAD_REQUEST_BODY", Value::Null, "invalid_request"),
        ("THROTTLED", Value::Null, "rate_limited"),
        ("WAF_FILTERED", Value::Null, "forbidden"),
        ("MISSING_AUTHENTICATION_TOKEN", json!(404), "not_found"),
        ("INTEGRATION_TIMEOUT", json!(503), "unavailable"),
        ("DEFAULT_4XX", Value::Null, "invalid_request"),
        ("DEFAULT_5XX", Value::Null, "internal_error"),
    ] {
        let response = &responses[kind];
        assert_eq!(response["status_code"], status, "{kind}");
        let body = response["templates"]["application/json"].as_str().expect("a template");
        let body: Value = serde_json::from_str(body).expect("JSON, whatever the variables are");
        assert_eq!(body["error"]["code"], code, "{kind}");
        assert_eq!(body["error"]["request_id"], "$context.requestId", "{kind}");
        assert!(body["error"]["message"].as_str().is_some_and(|it| !it.is_empty()), "{kind}");
        assert_eq!(response["headers"]["x-request-id"], "context.requestId", "{kind}");
        let is_passing = ["THROTTLED", "INTEGRATION_TIMEOUT"].contains(&kind);
        assert_eq!(response["headers"].get("Retry-After").is_some(), is_passing, "{kind}");
    }
}

/// Tables and indexes have the keys that functions use them by, and the role of tenants' data reaches them.
#[test]
fn tables_are_what_functions_take_them_for() {
    let document = document();
    let role = &step(&PROD.1, "iam.role.tenant-data")["after"];
    let policy = role["inline_policies"]["tables"].to_string();
    let mut count = 0;
    for (name, wanted) in entries(&document["tables"]) {
        let made = &step(&PROD.1, &format!("dynamodb.table.{name}"))["after"];
        assert_eq!(keys(made), wanted["keys"], "{name}");
        for (index, keyed) in entries(&wanted["indexes"]) {
            assert_eq!(&keys(&made["global_secondary_indexes"][index]), keyed, "{name} {index}");
        }
        assert!(policy.contains(&format!("table/aws-devops-prod-{name}\"")), "{name}");
        count += 1;
    }
    assert!(count >= 9, "{count} tables");
}

fn keys(table: &Value) -> Value {
    let keys = ["partition_key", "sort_key"].map(|key| table[key]["name"].clone());
    keys.into_iter().filter(|name| !name.is_null()).collect()
}
