//! `apigateway.rest_api_routes`: the rules of every API's routes, but for what the API's owner may have.

use super::*;

fn findings(fields: Value) -> Vec<String> {
    let mut spec = json!({
        "api": "a1", "name": "added", "stages": ["prod"], "routes": { "/users": { "POST": open() } },
    });
    for (field, value) in fields.as_object().unwrap() {
        spec[field] = value.clone();
    }
    let kind = registry::find("apigateway.rest_api_routes").unwrap();
    let found = kind.check(&spec).into_iter();
    found.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
}

fn with(field: &str, value: Value) -> Value {
    let mut method = open();
    method[field] = value;
    json!({ "routes": { "/users": { "POST": method } } })
}

#[test]
fn what_the_owner_may_have_is_named_by_its_id() {
    assert_eq!(findings(json!({})), NOTHING);
    assert_eq!(findings(with("authorization", json!("abc123"))), NOTHING);
    assert_eq!(findings(with("request_validator", json!("abc123"))), NOTHING);
    assert_eq!(findings(with("request_models", json!({ "application/json": "Theirs" }))), NOTHING);
    let found = findings(with("authorization", json!("Users")));
    assert_eq!(found, ["routes[\"/users\"].POST.authorization: there is no authorizer `Users`"]);
    let found = findings(with("request_validator", json!("Bodies")));
    assert_eq!(
        found,
        ["routes[\"/users\"].POST.request_validator: there is no validator `Bodies`"]
    );
}

#[test]
fn routes_that_nobody_can_call_are_told() {
    let found = findings(json!({ "stages": [] }));
    assert_eq!(found, ["stages: nobody can call these routes yet"]);
    let found = findings(json!({ "routes": { "/users": {} } }));
    assert_eq!(found, ["routes[\"/users\"]: the path has no method"]);
    let found = findings(json!({ "routes": { "/a//b": { "POST": open() } } }));
    assert!(found.iter().any(|found| found.ends_with("`/a//b` cannot be a path")), "{found:?}");
}
