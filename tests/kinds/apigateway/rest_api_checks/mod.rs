//! What AWS would refuse, and what it takes and then never works, is found offline.

mod added;
mod api;
mod authorizers;
mod integrations;
mod routes;
mod stages;

use kind::registry;
use language::diagnostic::Severity;
use language::value::unknown;
use serde_json::{Value, json};

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:users";

const POOL: &str = "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi";

const NOTHING: [&str; 0] = [];

fn spec(fields: Value) -> Value {
    let mut spec = json!({
        "name": "users",
        "authorizers": { "users": { "type": "COGNITO_USER_POOLS", "user_pools": [POOL] } },
        "request_validators": {
            "everything": { "body": true, "parameters": true },
            "parameters": { "parameters": true },
        },
        "models": { "User": { "schema": { "type": "object" } } },
        "routes": { "/users": { "POST": open() } },
    });
    for (field, value) in fields.as_object().unwrap() {
        spec[field] = value.clone();
    }
    spec
}

fn open() -> Value {
    json!({ "authorization": "NONE", "integration": { "function": FUNCTION } })
}

/// Where something is found, and what.
fn all(fields: Value) -> Vec<(String, String)> {
    let findings = registry::find("apigateway.rest_api").unwrap().check(&spec(fields));
    findings.into_iter().map(|finding| (finding.path.to_string(), finding.message)).collect()
}

fn found(fields: Value) -> Vec<String> {
    all(fields).into_iter().map(|(path, _)| path).collect()
}

fn severities(fields: Value) -> Vec<Severity> {
    let findings = registry::find("apigateway.rest_api").unwrap().check(&spec(fields));
    findings.into_iter().map(|finding| finding.severity).collect()
}

fn help(fields: Value) -> String {
    let findings = registry::find("apigateway.rest_api").unwrap().check(&spec(fields));
    findings.into_iter().find_map(|finding| finding.help).unwrap_or_default()
}

/// What is found in a `POST /users` with other fields, without the start of the path.
fn method(fields: Value) -> Vec<String> {
    let mut method = open();
    for (field, value) in fields.as_object().unwrap() {
        method[field] = value.clone();
    }
    let found = found(json!({ "routes": { "/users": { "POST": method } } }));
    let inner = |path: String| path.replace("routes[\"/users\"].POST.", "");
    found.into_iter().map(inner).collect()
}
