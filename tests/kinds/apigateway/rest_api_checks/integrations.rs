//! What answers a method, and its responses.

use super::*;

fn integration(integration: Value) -> Vec<String> {
    let answers = integration.get("function").is_none();
    let responses = if answers { json!({ "200": {} }) } else { json!({}) };
    let proxy = integration["type"].as_str().is_some_and(|kind| kind.ends_with("PROXY"));
    let responses = if proxy { json!({}) } else { responses };
    method(json!({ "integration": integration, "responses": responses }))
}

#[test]
fn integrations() {
    let web = json!({ "type": "HTTP_PROXY", "uri": "https://example.com", "http_method": "GET" });
    assert_eq!(integration(web.clone()), NOTHING);
    assert_eq!(integration(json!({ "type": "MOCK" })), NOTHING);
    assert_eq!(integration(json!({})), ["integration.type"]);
    for (field, value, wrong) in [
        ("uri", json!("example.com"), "uri"),
        ("uri", json!(null), "uri"),
        ("http_method", json!(null), "http_method"),
        ("timeout_milliseconds", json!(49), "timeout_milliseconds"),
        ("timeout_milliseconds", json!(29_001), "timeout_milliseconds"),
        ("passthrough_behavior", json!("ALWAYS"), "passthrough_behavior"),
        ("request_templates", json!({ "application/json": "{}" }), "request_templates"),
    ] {
        let mut changed = web.clone();
        changed[field] = value;
        assert_eq!(integration(changed), [format!("integration.{wrong}")], "{field}");
    }
    let function = |field: &str, value: Value| {
        let mut function = json!({ "function": FUNCTION });
        function[field] = value;
        integration(function)
    };
    assert_eq!(function("uri", json!("arn:x")), ["integration.uri"]);
    assert_eq!(function("type", json!("HTTP_PROXY")), ["integration.type"]);
    assert_eq!(function("http_method", json!("GET")), ["integration.http_method"]);
    assert_eq!(function("vpc_link", json!("v")), ["integration.vpc_link"]);
    assert_eq!(function("function", json!("users")), ["integration.function"]);
    assert_eq!(
        integration(json!({
            "type": "MOCK",
            "request_parameters": { "integration.request.header.X": "method.request.header.X" },
        })),
        ["integration.request_parameters[\"integration.request.header.X\"]"]
    );
    // A parameter with several values is declared as any other.
    assert_eq!(
        method(json!({
            "request_parameters": { "method.request.querystring.x": false },
            "integration": {
                "type": "HTTP_PROXY", "uri": "https://example.com", "http_method": "GET",
                "request_parameters": { "integration.request.querystring.x": "method.request.multivaluequerystring.x" },
            },
        })),
        NOTHING
    );
}

#[test]
fn longer_timeouts_need_a_quota() {
    let longer = json!({
        "endpoint_type": "REGIONAL",
        "routes": { "/": { "GET": {
            "authorization": "NONE",
            "integration": { "function": FUNCTION, "timeout_milliseconds": 60_000 },
        } } },
    });
    assert_eq!(severities(longer), [Severity::Warning]);
}

#[test]
fn responses_answer_something() {
    assert_eq!(method(json!({ "responses": { "200": {} } })), ["responses"]);
    // They document what a proxy answers, as SDKs and documentation are made of them.
    assert_eq!(
        severities(json!({ "routes": { "/users": { "POST": {
            "authorization": "NONE", "integration": { "function": FUNCTION }, "responses": { "200": {} },
        } } } })),
        [Severity::Warning]
    );
    let mock = json!({ "type": "MOCK" });
    assert_eq!(method(json!({ "integration": mock })), ["responses"]);
    let with = |responses: Value| method(json!({ "integration": mock, "responses": responses }));
    assert_eq!(with(json!({ "2XX": {} })), ["responses.2XX"]);
    assert_eq!(with(json!({ "200": {}, "400": {} })), ["responses.400"]);
    assert_eq!(
        with(json!({ "200": { "headers": { "X": "https://a,https://b" } } })),
        ["responses.200.headers.X"]
    );
    assert_eq!(
        with(
            json!({ "200": { "headers": { "X": "'a'", "Y": "", "Z": "integration.response.header.Z" } } })
        ),
        NOTHING
    );
    assert_eq!(
        found(json!({ "gateway_responses": { "UNAUTHORISED": {} } })),
        ["gateway_responses.UNAUTHORISED"]
    );
}

#[test]
fn cross_origin_rules() {
    let cors = |cors: Value| found(json!({ "cors": cors }));
    assert_eq!(
        cors(json!({ "allow_origins": ["http://localhost:3000", "https://a.example.com"] })),
        NOTHING
    );
    assert_eq!(cors(json!({ "allow_origins": [] })), ["cors.allow_origins"]);
    assert_eq!(
        cors(json!({ "allow_origins": ["https://a,https://b"] })),
        ["cors.allow_origins[0]"]
    );
    assert_eq!(cors(json!({ "allow_origins": ["https://"] })), ["cors.allow_origins[0]"]);
    assert_eq!(cors(json!({ "allow_origins": ["*", "https://a"] })), ["cors.allow_origins"]);
    assert_eq!(
        cors(json!({ "allow_origins": ["*"], "allow_credentials": true })),
        ["cors.allow_origins"]
    );
}
