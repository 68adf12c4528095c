//! Paths, methods, who may call them, and what they validate.

use super::*;

fn path(path: &str) -> Vec<String> {
    found(json!({ "routes": { path: { "GET": open() } } }))
}

#[test]
fn paths() {
    assert_eq!(found(json!({})), NOTHING);
    for good in ["/", "/a.b/c_d-e", "/v1:run", "/{id}/x", "/files/{proxy+}"] {
        assert_eq!(path(good), NOTHING, "{good}");
    }
    for bad in ["users", "/users/", "/a//b", "/{proxy+}/x", "/{id", "/a b", "/{}", "/x{id}"] {
        assert_eq!(path(bad).len(), 1, "{bad}");
    }
    assert_eq!(
        found(json!({ "routes": {
            "/users/{id}": { "GET": open() },
            "/users/{user_id}/orders": { "GET": open() },
        } })),
        ["routes[\"/users/{user_id}/orders\"]"]
    );
    assert_eq!(
        found(json!({ "routes": { "/users": { "get": open() } } })),
        ["routes[\"/users\"].get"]
    );
}

#[test]
fn no_route_is_open_by_accident() {
    let silent = json!({ "/users": { "POST": { "integration": { "function": FUNCTION } } } });
    assert_eq!(found(json!({ "routes": silent })), ["routes[\"/users\"].POST"]);
    assert_eq!(method(json!({ "authorization": "AWS_IAM" })), NOTHING);
    assert_eq!(method(json!({ "authorization": "users", "scopes": ["a/b"] })), NOTHING);
    assert_eq!(method(json!({ "authorization": "user" })), ["authorization"]);
    assert_eq!(
        help(
            json!({ "routes": { "/": { "GET": { "authorization": "user", "integration": { "function": FUNCTION } } } } })
        ),
        "did you mean `users`?"
    );
    assert_eq!(method(json!({ "scopes": ["a/b"] })), ["scopes"]);
    let unknown = unknown::mark("var.x");
    assert_eq!(method(json!({ "authorization": unknown })), NOTHING);
}

#[test]
fn any_refuses_preflights() {
    let routes = json!({
        "/users": { "POST": open(), "OPTIONS": open() },
        "/users/{id}": { "ANY": { "authorization": "users", "integration": { "function": FUNCTION } } },
    });
    assert_eq!(found(json!({ "routes": routes })), ["routes[\"/users/{id}\"].ANY"]);
    let cors = json!({ "allow_origins": ["*"] });
    assert_eq!(found(json!({ "routes": routes, "cors": cors })), NOTHING);
}

#[test]
fn facts_stand_beside_the_fields() {
    let schema = registry::find("apigateway.rest_api").unwrap().schema();
    let facts = |path: &str| schema.facts_of(&language::value::Path::parse(path).unwrap());
    assert!(facts("routes[\"/users\"].POST.integration.function").value_only);
    assert!(!facts("routes[\"/users\"].POST.integration.credentials").value_only);
    assert!(facts("authorizers.users.function").value_only);
    assert!(facts("stages.dev.access_log.destination").deferrable);
    assert!(!facts("authorizers.users.user_pools").deferrable);
}

#[test]
fn what_is_named_is_there() {
    assert_eq!(
        method(
            json!({ "request_validator": "everyting", "request_models": { "application/json": "User" } })
        ),
        ["request_validator"]
    );
    assert_eq!(
        method(json!({ "request_models": { "application/json": "Usr" } })),
        ["request_models[\"application/json\"]"]
    );
    assert_eq!(method(json!({ "request_models": { "application/json": "Empty" } })), NOTHING);
    assert_eq!(
        found(json!({ "models": { "User": { "schema": { "$ref": "#/models/Adress" } } } })),
        ["models.User.schema"]
    );
}

#[test]
fn validators_look_at_something() {
    assert_eq!(found(json!({ "request_validators": { "none": {} } })), ["request_validators.none"]);
    assert_eq!(method(json!({ "request_validator": "everything" })), ["request_validator"]);
    let required = json!({ "method.request.header.X-Tenant": true });
    assert_eq!(
        method(json!({ "request_parameters": required })),
        ["request_parameters[\"method.request.header.X-Tenant\"]"]
    );
    assert_eq!(
        method(json!({ "request_parameters": required, "request_validator": "parameters" })),
        NOTHING
    );
    let twice =
        json!({ "method.request.header.page": false, "method.request.querystring.page": false });
    assert_eq!(
        method(json!({ "request_parameters": twice })),
        ["request_parameters[\"method.request.querystring.page\"]"]
    );
    assert_eq!(
        method(json!({ "request_parameters": { "Content-Type": false } })),
        ["request_parameters.Content-Type"]
    );
    assert_eq!(
        method(json!({ "request_parameters": { "method.request.path.id": true } })),
        ["request_parameters[\"method.request.path.id\"]"]
    );
}
