//! The document word by word, and what is left out of it.

use serde_json::{Value, json};

use super::document::document;
use crate::apigateway::rest_api::route_changes::{Rewrite, RouteChanges};
use crate::apigateway::rest_api::spec::RestApi;
use kind::Place;

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:users";
const ROLE: &str = "arn:aws:iam::123456789012:role/api";
const POOL: &str = "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abcdefghi";

fn api(spec: Value) -> RestApi {
    serde_json::from_value::<RestApi>(spec).unwrap().unfolded()
}

fn written(api: &RestApi, version: Option<&str>) -> Value {
    document(api, version, &Place::new("123456789012", "us-east-2")).unwrap()
}

fn uri(function: &str) -> String {
    format!("arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/{function}/invocations")
}

fn whole() -> Value {
    json!({
        "name": "shop",
        "description": "Everything",
        "authorizers": {
            "users": { "type": "COGNITO_USER_POOLS", "user_pools": [POOL] },
            "token": {
                "type": "TOKEN", "function": FUNCTION, "credentials": ROLE, "result_ttl_seconds": 0,
                "identity_sources": ["method.request.header.X-Token"], "identity_validation_expression": "^a$",
            },
            "request": {
                "type": "REQUEST", "function": FUNCTION,
                "identity_sources": ["method.request.header.X-Key", "context.identity.sourceIp"],
            },
        },
        "request_validators": { "body": { "body": true } },
        "models": {
            "Id": { "schema": { "type": "string" } },
            "User": { "description": "Who", "schema": {
                "$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "description": "Somebody",
                "properties": { "id": { "$ref": "#/models/Id" }, "enum": { "type": ["string", "null"], "maxLength": 3 } },
            } },
        },
        "gateway_responses": { "UNAUTHORIZED": {
            "status_code": 403, "headers": { "X-Why": "'no'" }, "templates": { "application/json": "{}" },
        } },
        "routes": {
            "/users/{id}/{proxy+}": {
                "ANY": { "authorization": "AWS_IAM", "api_key_required": true, "integration": { "function": FUNCTION } },
                "GET": {
                    "authorization": "users", "scopes": ["read"], "operation_name": "getUser",
                    "request_parameters": { "method.request.querystring.page": false, "method.request.header.X-A": true },
                    "integration": {
                        "type": "HTTP_PROXY", "uri": "http://inner.example.com", "http_method": "GET", "vpc_link": "v1",
                        "cache_key_parameters": ["method.request.querystring.page"], "cache_namespace": "users",
                        "timeout_milliseconds": 5000, "insecure_skip_verification": true,
                        "request_parameters": { "integration.request.header.B": "method.request.header.X-A" },
                    },
                },
                "POST": {
                    "authorization": "NONE", "request_validator": "body", "request_models": { "application/json": "User" },
                    "integration": {
                        "type": "AWS", "function": FUNCTION, "credentials": ROLE, "passthrough_behavior": "NEVER",
                        "content_handling": "CONVERT_TO_TEXT", "request_templates": { "application/json": "{}" },
                    },
                    "responses": {
                        "200": { "headers": { "X-A": "'a'", "X-C": "" }, "models": { "application/json": "Empty" } },
                        "400": {
                            "selection_pattern": "bad.*", "templates": { "application/json": "[]" },
                            "content_handling": "CONVERT_TO_BINARY",
                        },
                    },
                },
            },
            "/orders": {},
        },
    })
}

#[test]
fn a_document_says_what_the_calls_would() {
    let in_path = |name: &str| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
    let text = json!({ "schema": { "type": "string" } });
    let in_header = |name: &str, fields: Value| {
        let mut scheme = json!({ "type": "apiKey", "in": "header", "name": name });
        scheme.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        scheme
    };
    let reference =
        |name: &str| json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } });
    let expected = json!({
        "openapi": "3.0.1",
        "info": { "title": "shop", "version": "1.0", "description": "Everything" },
        "paths": {
            "/users/{id}/{proxy+}": {
                "x-amazon-apigateway-any-method": {
                    "parameters": [in_path("id"), in_path("proxy")],
                    "responses": {},
                    "security": [{ "sigv4": [] }, { "api_key": [] }],
                    "x-amazon-apigateway-integration": {
                        "type": "aws_proxy", "uri": uri(FUNCTION), "httpMethod": "POST",
                        "passthroughBehavior": "when_no_match",
                    },
                },
                "get": {
                    "operationId": "getUser",
                    "parameters": [
                        { "name": "X-A", "in": "header", "required": true, "schema": { "type": "string" } },
                        in_path("id"),
                        in_path("proxy"),
                        { "name": "page", "in": "query", "required": false, "schema": { "type": "string" } },
                    ],
                    "responses": {},
                    "security": [{ "users": ["read"] }],
                    "x-amazon-apigateway-integration": {
                        "type": "http_proxy", "uri": "http://inner.example.com", "httpMethod": "GET",
                        "connectionType": "VPC_LINK", "connectionId": "v1", "passthroughBehavior": "when_no_match",
                        "cacheKeyParameters": ["method.request.querystring.page"], "cacheNamespace": "users",
                        "timeoutInMillis": 5000, "tlsConfig": { "insecureSkipVerification": true },
                        "requestParameters": { "integration.request.header.B": "method.request.header.X-A" },
                    },
                },
                "post": {
                    "parameters": [in_path("id"), in_path("proxy")],
                    "requestBody": { "content": { "application/json": reference("User") } },
                    "responses": {
                        "200": {
                            "description": "200 response",
                            "headers": { "X-A": text, "X-C": text },
                            "content": { "application/json": reference("Empty") },
                        },
                        "400": { "description": "400 response" },
                    },
                    "x-amazon-apigateway-request-validator": "body",
                    "x-amazon-apigateway-integration": {
                        "type": "aws", "uri": uri(FUNCTION), "httpMethod": "POST", "credentials": ROLE,
                        "passthroughBehavior": "never", "contentHandling": "CONVERT_TO_TEXT",
                        "requestTemplates": { "application/json": "{}" },
                        "responses": {
                            "default": { "statusCode": "200", "responseParameters": { "method.response.header.X-A": "'a'" } },
                            "bad.*": {
                                "statusCode": "400", "responseTemplates": { "application/json": "[]" },
                                "contentHandling": "CONVERT_TO_BINARY",
                            },
                        },
                    },
                },
            },
        },
        "components": {
            "schemas": {
                "Empty": { "title": "Empty Schema", "type": "object" },
                "Id": { "type": "string" },
                // What OpenAPI does not know is put right by a call, as is the description, which would be the model's.
                "User": { "type": "object", "properties": {
                    "id": { "$ref": "#/components/schemas/Id" }, "enum": { "maxLength": 3 },
                } },
            },
            "securitySchemes": {
                "api_key": in_header("x-api-key", json!({})),
                "sigv4": in_header("Authorization", json!({ "x-amazon-apigateway-authtype": "awsSigv4" })),
                "users": in_header("Authorization", json!({
                    "x-amazon-apigateway-authtype": "cognito_user_pools",
                    "x-amazon-apigateway-authorizer": {
                        "type": "cognito_user_pools", "providerARNs": [POOL], "authorizerResultTtlInSeconds": 300,
                    },
                })),
                "token": in_header("X-Token", json!({
                    "x-amazon-apigateway-authtype": "custom",
                    "x-amazon-apigateway-authorizer": {
                        "type": "token", "authorizerUri": uri(FUNCTION), "authorizerCredentials": ROLE,
                        "identityValidationExpression": "^a$", "authorizerResultTtlInSeconds": 0,
                    },
                })),
                "request": in_header("Unused", json!({
                    "x-amazon-apigateway-authtype": "custom",
                    "x-amazon-apigateway-authorizer": {
                        "type": "request", "authorizerUri": uri(FUNCTION), "authorizerResultTtlInSeconds": 300,
                        "identitySource": "method.request.header.X-Key,context.identity.sourceIp",
                    },
                })),
            },
        },
        "x-amazon-apigateway-request-validators": {
            "body": { "validateRequestBody": true, "validateRequestParameters": false },
        },
        "x-amazon-apigateway-gateway-responses": { "UNAUTHORIZED": {
            "statusCode": "403", "responseParameters": { "gatewayresponse.header.X-Why": "'no'" },
            "responseTemplates": { "application/json": "{}" },
        } },
    });
    assert_eq!(written(&api(whole()).sayable(), None), expected);
    assert_eq!(written(&api(whole()).sayable(), Some("7"))["info"]["version"], "7");
}

/// The routes of an API that a document does not say.
fn left_out(change: impl Fn(&mut Value)) -> Vec<String> {
    let mut spec = whole();
    change(&mut spec);
    let all = api(spec);
    let said = all.clone().sayable();
    let routes = |api: &RestApi| {
        let routes = api.routes.iter();
        let names = |(path, methods): (&String, &std::collections::BTreeMap<String, _>)| {
            methods.keys().map(|verb| format!("{verb} {path}")).collect::<Vec<_>>()
        };
        routes.flat_map(names).collect::<Vec<_>>()
    };
    let (all, said) = (routes(&all), routes(&said));
    all.into_iter().filter(|route| !said.contains(route)).collect()
}

#[test]
fn what_a_document_cannot_say_is_left_out_with_all_that_refers_to_it() {
    const PATH: &str = "/users/{id}/{proxy+}";
    let route = |verb: &str| vec![format!("{verb} {PATH}")];
    assert_eq!(left_out(|_| ()), Vec::<String>::new());
    // A model of another content type, and one that is not an object, and one that names such a one.
    let text = json!({ "content_type": "text/plain", "schema": { "type": "string" } });
    assert_eq!(left_out(|spec| spec["models"]["User"] = text.clone()), route("POST"));
    assert_eq!(left_out(|spec| spec["models"]["Id"] = text.clone()), route("POST"));
    assert_eq!(left_out(|spec| spec["models"]["User"]["schema"] = json!("no JSON")), route("POST"));
    // An authorizer of another name than things of documents have, or with an identity in two places.
    let named = |name: &'static str| {
        left_out(move |spec| {
            let users = spec["authorizers"]["users"].take();
            spec["authorizers"].as_object_mut().unwrap().remove("users");
            spec["authorizers"][name] = users;
            spec["routes"][PATH]["GET"]["authorization"] = json!(name);
        })
    };
    assert_eq!(named("all users"), route("GET"));
    assert_eq!(named("sigv4"), route("GET"));
    assert_eq!(named("all-users"), Vec::<String>::new());
    let sources = json!(["method.request.header.A", "method.request.header.B"]);
    let places =
        left_out(|spec| spec["authorizers"]["users"]["identity_sources"] = sources.clone());
    assert_eq!(places, route("GET"));
    let method = |verb: &'static str, field: &'static str, value: Value| {
        left_out(move |spec| spec["routes"][PATH][verb][field] = value.clone())
    };
    let parameters = json!({ "method.request.multivalueheader.X": true });
    assert_eq!(method("GET", "request_parameters", parameters), route("GET"));
    assert_eq!(method("GET", "authorization", json!("a1b2c3 (deleted)")), route("GET"));
    assert_eq!(method("POST", "request_validator", json!("another")), route("POST"));
    // The second of one name, and two answers for one pattern.
    assert_eq!(method("POST", "operation_name", json!("getUser")), route("POST"));
    assert_eq!(method("POST", "responses", json!({ "200": {}, "201": {} })), route("POST"));
    let default = json!({ "200": { "selection_pattern": "default" } });
    assert_eq!(method("POST", "responses", default), route("POST"));
    // AWS would write the region in its place.
    let region = json!({ "200": { "templates": { "text/plain": "${AWS::Region}" } } });
    assert_eq!(method("POST", "responses", region), route("POST"));
}

#[test]
fn a_part_has_what_its_routes_refer_to() {
    let changes = |verb: &str| RouteChanges {
        methods: [("/users/{id}/{proxy+}".to_owned(), [(verb.to_owned(), Rewrite::Create)].into())]
            .into(),
        ..RouteChanges::default()
    };
    let post = api(whole()).sayable().with_routes_of(&changes("POST"));
    assert_eq!(post.routes["/users/{id}/{proxy+}"].keys().collect::<Vec<_>>(), ["POST"]);
    assert_eq!(post.models.keys().collect::<Vec<_>>(), ["Id", "User"]);
    assert_eq!(post.request_validators.len(), 1);
    assert!(post.authorizers.is_empty() && post.gateway_responses.is_empty());
    let get = api(whole()).sayable().with_routes_of(&changes("GET"));
    assert_eq!(get.authorizers.keys().collect::<Vec<_>>(), ["users"]);
    assert!(get.models.is_empty() && get.request_validators.is_empty());
}
