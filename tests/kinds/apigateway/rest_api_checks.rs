//! What AWS would refuse, and what it takes and then never works, is found offline.

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

fn integration(integration: Value) -> Vec<String> {
    let answers = integration.get("function").is_none();
    let responses = if answers { json!({ "200": {} }) } else { json!({}) };
    let proxy = integration["type"].as_str().is_some_and(|kind| kind.ends_with("PROXY"));
    let responses = if proxy { json!({}) } else { responses };
    method(json!({ "integration": integration, "responses": responses }))
}

fn path(path: &str) -> Vec<String> {
    found(json!({ "routes": { path: { "GET": open() } } }))
}

fn stage(stage: Value) -> Vec<String> {
    found(json!({ "stages": { "dev": stage } }))
}

fn log(format: Value) -> Vec<(String, String)> {
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    all(
        json!({ "stages": { "dev": { "access_log": { "destination": group, "format": format } } } }),
    )
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

#[test]
fn authorizers() {
    let authorizer = |authorizer: Value| {
        let found = found(json!({ "authorizers": { "a": authorizer, "users": {
            "type": "COGNITO_USER_POOLS", "user_pools": [POOL],
        } } }));
        let inner = |path: String| path.replace("authorizers.a.", "");
        found.into_iter().map(inner).collect::<Vec<_>>()
    };
    assert_eq!(authorizer(json!({ "type": "TOKEN", "function": FUNCTION })), NOTHING);
    assert_eq!(authorizer(json!({ "type": "TOKEN" })), ["function"]);
    assert_eq!(authorizer(json!({ "type": "COGNITO_USER_POOLS" })), ["user_pools"]);
    // API Gateway holds the audience of a token against it.
    assert_eq!(
        authorizer(json!({
            "type": "COGNITO_USER_POOLS", "user_pools": [POOL], "identity_validation_expression": "app-.*",
        })),
        NOTHING
    );
    assert_eq!(
        authorizer(json!({
            "type": "REQUEST", "function": FUNCTION, "result_ttl_seconds": 0, "identity_validation_expression": "a",
        })),
        ["identity_validation_expression"]
    );
    assert_eq!(
        authorizer(json!({ "type": "REQUEST", "function": FUNCTION })),
        ["identity_sources"]
    );
    assert_eq!(
        authorizer(json!({ "type": "REQUEST", "function": FUNCTION, "result_ttl_seconds": 0 })),
        NOTHING
    );
    assert_eq!(
        authorizer(
            json!({ "type": "TOKEN", "function": FUNCTION, "identity_sources": ["Authorization"] })
        ),
        ["identity_sources"]
    );
    assert_eq!(
        authorizer(json!({ "type": "TOKEN", "function": FUNCTION, "result_ttl_seconds": 3601 })),
        ["result_ttl_seconds"]
    );
    assert_eq!(
        authorizer(json!({ "type": "COGNITO_USER_POOLS", "user_pools": ["us-east-2_abc"] })),
        ["user_pools[0]"]
    );
}

#[test]
fn stages() {
    assert_eq!(stage(json!({})), NOTHING);
    assert_eq!(found(json!({ "stages": { "dev": {} }, "routes": {} })), ["stages"]);
    assert_eq!(found(json!({ "stages": { "de v": {} } })), ["stages[\"de v\"]"]);
    assert_eq!(stage(json!({ "variables": { "a-b": "x" } })), ["stages.dev.variables.a-b"]);
    for (value, wrong) in [("", true), ("a b", true), ("https://a.b/c?d=1,2", false)] {
        let found = stage(json!({ "variables": { "a": value } }));
        assert_eq!(found.len(), usize::from(wrong), "{value}");
    }
    assert_eq!(
        stage(json!({ "methods": { "*": { "throttling_rate_limit": 5 }, "POST /users": {} } })),
        NOTHING
    );
    assert_eq!(
        stage(json!({ "methods": { "POST /user": {} } })),
        ["stages.dev.methods[\"POST /user\"]"]
    );
    assert_eq!(
        stage(json!({ "methods": { "*": { "caching": true } } })),
        ["stages.dev.methods[\"*\"].caching"]
    );
    assert_eq!(
        stage(json!({ "methods": { "*": { "cache_ttl_seconds": 3601 } } })),
        ["stages.dev.methods[\"*\"].cache_ttl_seconds"]
    );
    // The preflights that `cors` makes are methods as others.
    assert_eq!(
        found(json!({
            "cors": { "allow_origins": ["*"] },
            "stages": { "dev": { "methods": { "OPTIONS /users": {} } } },
        })),
        NOTHING
    );
}

/// Whoever takes an API over that works, if not as it was meant, can write it down as it is.
#[test]
fn what_aws_takes_is_no_error() {
    let required = json!({ "method.request.header.Authorization": true });
    let log = "$context.requestId $sourceIp";
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    let with_method = |fields: Value| {
        let mut method = open();
        for (field, value) in fields.as_object().unwrap() {
            method[field] = value.clone();
        }
        json!({ "routes": { "/users": { "POST": method } } })
    };
    for fields in [
        json!({ "request_validators": { "none": {} } }),
        with_method(json!({ "request_validator": "everything" })),
        with_method(json!({ "request_parameters": required })),
        with_method(json!({ "integration": { "type": "MOCK" } })),
        json!({ "stages": { "dev": { "access_log": { "destination": group, "format": log } } } }),
    ] {
        assert_eq!(severities(fields.clone()), [Severity::Warning], "{fields}");
    }
}

#[test]
fn access_logs() {
    let good = json!({
        "request": "$context.requestId", "ip": "$context.identity.sourceIp",
        "claims": "$context.authorizer.claims.sub", "stage": "$stageVariables.x",
    });
    assert_eq!(log(good), []);
    // The formats of AWS's own guide: common log format, XML, CSV; and what is no variable at all.
    for good in [
        r#"$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId"#,
        r#"<request id="$context.requestId"> <extendedRequestId>$context.extendedRequestId</extendedRequestId> <ip>$context.identity.sourceIp</ip> </request>"#,
        "$context.identity.sourceIp,$context.identity.caller,$context.requestTime,$context.status,$context.requestId,$context.extendedRequestId",
        "$context.requestId $context.authorizer.claims.cognito:username $context.authorizer.tenant_id $context.requestOverride.header.X-A",
        "$context.requestId costs $5 or 5$, and $$",
    ] {
        assert_eq!(log(json!(good)), [], "{good}");
    }
    let at = "stages.dev.access_log.format".to_owned();
    assert_eq!(
        log(json!("$context.extendedRequestId $sourceIp")),
        [(at.clone(), "`$sourceIp` is no variable".to_owned())]
    );
    assert_eq!(
        log(json!("$context.requestId $context.idenity.sourceIp")),
        [(at.clone(), "there may be no variable `$context.idenity.sourceIp`".to_owned())]
    );
    assert_eq!(
        log(json!("$context.status")),
        [(at.clone(), "a line does not say which request it is about".to_owned())]
    );
    assert_eq!(
        log(json!("$context.requestId\n$context.status")),
        [(at, "the format of a line has several lines".to_owned())]
    );
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    for (destination, wrong) in [
        (format!("{group}:*"), false),
        (
            "arn:aws:firehose:us-east-2:123456789012:deliverystream/amazon-apigateway-x".to_owned(),
            false,
        ),
        ("arn:aws:firehose:us-east-2:123456789012:deliverystream/x".to_owned(), true),
        ("/api/users".to_owned(), true),
    ] {
        let log = json!({ "destination": destination, "format": "$context.requestId" });
        assert_eq!(stage(json!({ "access_log": log })).len(), usize::from(wrong), "{destination}");
    }
}

#[test]
fn private_apis() {
    let private = |fields: Value| {
        let mut spec = json!({ "endpoint_type": "PRIVATE", "stages": { "dev": {} } });
        for (field, value) in fields.as_object().unwrap() {
            spec[field] = value.clone();
        }
        found(spec)
    };
    let policy = json!({ "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
        "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } },
    }] });
    assert_eq!(private(json!({})), ["policy"]);
    assert_eq!(private(json!({ "policy": policy, "vpc_endpoint_ids": ["vpce-1"] })), NOTHING);
    assert_eq!(
        private(json!({ "policy": policy, "ip_address_type": "ipv4" })),
        ["ip_address_type"]
    );
    assert_eq!(found(json!({ "vpc_endpoint_ids": ["vpce-1"] })), ["vpc_endpoint_ids"]);
    assert_eq!(
        found(json!({ "security_policy": "SecurityPolicy_TLS13_1_3_2025_09" })),
        ["security_policy", "security_policy"]
    );
    assert_eq!(found(json!({ "endpoint_access_mode": "STRICT" })), ["endpoint_access_mode"]);
}

#[test]
fn models_are_schemas_of_draft_4() {
    let model = |model: Value| found(json!({ "models": { "User": model } }));
    assert_eq!(model(json!({ "schema": "{\"type\": \"object\"}" })), NOTHING);
    assert_eq!(model(json!({ "schema": "type: object" })), ["models.User.schema"]);
    assert_eq!(
        model(json!({ "schema": { "$schema": "https://json-schema.org/draft/2020-12/schema" } })),
        ["models.User.schema[\"$schema\"]"]
    );
    assert_eq!(found(json!({ "models": { "A-B": { "schema": {} } } })), ["models.A-B"]);
}
