//! Laws of the spelling of an API: what is folded together means what it meant before.

use std::collections::BTreeMap;

use aws_sdk_apigateway::types as sdk;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::canonical::Concrete;
use super::deployment::{Summary, described, hash};
use super::routes::Routes;
use super::spec::RestApi;

fn api(spec: Value) -> RestApi {
    serde_json::from_value(spec).unwrap()
}

fn users(extra: Value) -> RestApi {
    let mut spec = json!({
        "name": "users",
        "routes": {
            "/users": { "GET": proxy(), "POST": proxy() },
            "/users/{id}": { "ANY": proxy() },
        },
    });
    for (field, value) in extra.as_object().unwrap() {
        spec[field] = value.clone();
    }
    api(spec)
}

fn proxy() -> Value {
    let function = "arn:aws:lambda:us-east-2:123456789012:function:f";
    json!({ "authorization": "AWS_IAM", "integration": { "function": function } })
}

fn headers(api: &RestApi, path: &str) -> BTreeMap<String, String> {
    let concrete = Concrete::of(api);
    concrete.routes[path]["OPTIONS"].responses["200"].headers.clone()
}

/// Terraform has two resources for a response, and of a proxy people write the method's alone.
#[test]
fn a_proxy_needs_no_answer_of_the_integration() {
    let with = |mut method: Value, only: Option<&str>| {
        let mut ok = json!({ "headers": { "Access-Control-Allow-Origin": "" } });
        if let Some(only) = only {
            ok["only"] = json!(only);
        }
        method["responses"] = json!({ "200": ok });
        users(json!({ "routes": { "/users": { "GET": method } } })).canonical()
    };
    assert_eq!(with(proxy(), Some("method")), with(proxy(), None));
    let mock = json!({ "authorization": "NONE", "integration": { "type": "MOCK" } });
    assert_ne!(with(mock.clone(), Some("method")), with(mock, None));
}

#[test]
fn a_preflight_is_open_and_names_the_methods_of_its_path() {
    let api = users(json!({ "cors": { "allow_origins": ["https://a.example.com"] } }));
    let preflight = &Concrete::of(&api).routes["/users"]["OPTIONS"];
    assert_eq!(preflight.authorization, "NONE");
    let headers_of = |path| headers(&api, path);
    assert_eq!(headers_of("/users")["Access-Control-Allow-Methods"], "'GET,OPTIONS,POST'");
    assert_eq!(
        headers_of("/users/{id}")["Access-Control-Allow-Methods"],
        "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'"
    );
    assert_eq!(headers_of("/users")["Access-Control-Allow-Origin"], "'https://a.example.com'");
    assert!(!headers_of("/users").contains_key("Vary"));
}

#[test]
fn of_several_origins_the_caller_gets_its_own() {
    let origins = ["https://a.example.com", "https://b.example.com"];
    let api = users(json!({ "cors": { "allow_origins": origins } }));
    let concrete = Concrete::of(&api);
    let response = &concrete.routes["/users"]["OPTIONS"].responses["200"];
    assert_eq!(response.headers["Vary"], "'Origin'");
    assert_eq!(response.headers["Access-Control-Allow-Origin"], "'https://a.example.com'");
    assert_eq!(
        response.templates["application/json"],
        "#set($origin = $input.params(\"Origin\"))\n\
         #if($origin == \"\")#set($origin = $input.params(\"origin\"))#end\n\
         #if($origin == \"https://a.example.com\" || $origin == \"https://b.example.com\")\n\
         #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n\
         #end\n"
    );
    let error = &concrete.gateway_responses["DEFAULT_4XX"].headers;
    assert_eq!(error["Access-Control-Allow-Origin"], "'*'");
}

#[test]
fn errors_name_no_origin_where_they_would_have_to_choose_one_for_credentials() {
    let origins = ["https://a.example.com", "https://b.example.com"];
    let cors = json!({ "allow_origins": origins, "allow_credentials": true });
    let concrete = Concrete::of(&users(json!({ "cors": cors })));
    assert!(concrete.gateway_responses.is_empty());
    let cors = json!({ "allow_origins": origins[..1], "allow_credentials": true });
    let concrete = Concrete::of(&users(json!({ "cors": cors })));
    let error = &concrete.gateway_responses["DEFAULT_5XX"].headers;
    assert_eq!(error["Access-Control-Allow-Origin"], "'https://a.example.com'");
    assert_eq!(error["Access-Control-Allow-Credentials"], "'true'");
}

#[test]
fn an_error_with_words_of_its_own_gets_the_headers_too() {
    let concrete = Concrete::of(&users(json!({
        "cors": { "allow_origins": ["*"] },
        "gateway_responses": {
            "UNAUTHORIZED": { "headers": { "X-Why": "'no'" } },
            "DEFAULT_4XX": { "headers": { "Access-Control-Allow-Origin": "'https://mine.example.com'" } },
        },
    })));
    let responses = &concrete.gateway_responses;
    assert_eq!(responses["UNAUTHORIZED"].headers["Access-Control-Allow-Origin"], "'*'");
    assert_eq!(
        responses["DEFAULT_4XX"].headers["Access-Control-Allow-Origin"],
        "'https://mine.example.com'"
    );
}

#[test]
fn a_preflight_that_somebody_changed_is_no_longer_cors() {
    let api = users(json!({ "cors": { "allow_origins": ["https://a.example.com"] } }));
    let mut live = Concrete::of(&api);
    let path = live.routes.get_mut("/users").unwrap();
    let preflight = path.get_mut("OPTIONS").unwrap();
    let response = preflight.responses.get_mut("200").unwrap();
    response.headers.insert("X-Other".to_owned(), "'1'".to_owned());
    let read = RestApi {
        cors: None,
        routes: live.routes.clone(),
        gateway_responses: live.gateway_responses.clone(),
        ..api.clone()
    };
    let read = read.canonical();
    // It is now that path's own method; the others still are what `cors` makes.
    assert!(read.routes["/users"].contains_key("OPTIONS"));
    assert!(!read.routes["/users/{id}"].contains_key("OPTIONS"));
    assert_ne!(read, api.canonical());
}

/// As Terraform's modules write preflights.
#[test]
fn preflights_in_another_spelling_are_cors_without_error_responses() {
    for (status, template) in [
        (200, "{\"statusCode\":200}"),
        (200, "{ statusCode: 200 }"),
        (204, "{\n  \"statusCode\": 204\n}"),
    ] {
        spelled_otherwise(status, template);
    }
}

fn spelled_otherwise(status: u16, template: &str) {
    let preflight = |methods: &str| {
        json!({
            "authorization": "NONE",
            "integration": { "type": "MOCK", "request_templates": { "application/json": template } },
            "responses": { status.to_string(): {
                "models": { "application/json": "Empty" },
                "headers": {
                    "Access-Control-Allow-Headers": "'X-Api-Key,Content-Type, Authorization'",
                    "Access-Control-Allow-Methods": methods,
                    "Access-Control-Allow-Origin": "'*'",
                },
            } },
        })
    };
    let mut api = users(json!({}));
    for methods in api.routes.values_mut() {
        let words = match methods.contains_key("ANY") {
            true => "PUT,POST,PATCH,OPTIONS,HEAD,GET,DELETE".to_owned(),
            false => {
                let own: Vec<&str> = methods.keys().map(String::as_str).collect();
                format!("OPTIONS,{}", own.join(", "))
            }
        };
        let of_path = preflight(&format!("'{words}'"));
        let of_path = serde_json::from_value(of_path).unwrap();
        methods.insert("OPTIONS".to_owned(), of_path);
    }
    let read = api.clone().canonical();
    let cors = serde_json::to_value(read.cors.as_ref().expect("cors")).unwrap();
    assert_eq!(cors["error_responses"], json!(false), "{cors}");
    let said = cors.get("preflight_status").cloned();
    assert_eq!(said, (status == 204).then(|| json!(204)), "{cors}");
    assert_eq!(cors["allow_headers"], json!(["Authorization", "Content-Type", "X-Api-Key"]));
    assert!(read.routes.values().all(|methods| !methods.contains_key("OPTIONS")));
    assert_eq!(read.clone().canonical(), read);
}

#[test]
fn a_path_that_lacks_its_preflight_shows() {
    let api = users(json!({ "cors": { "allow_origins": ["*"] } }));
    let mut live = Concrete::of(&api);
    live.routes.get_mut("/users").unwrap().remove("OPTIONS");
    let read = RestApi {
        cors: None,
        routes: live.routes,
        gateway_responses: live.gateway_responses,
        ..api.clone()
    };
    assert_ne!(read.canonical(), api.canonical());
}

#[test]
fn a_function_by_its_uri_is_the_function() {
    let mut spec = users(json!({}));
    let written = spec.clone();
    let method = spec.routes.get_mut("/users").unwrap().get_mut("GET").unwrap();
    method.integration = Some(
        serde_json::from_value(json!({
            "type": "AWS_PROXY",
            "http_method": "POST",
            "uri": "arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/\
                    arn:aws:lambda:us-east-2:123456789012:function:f/invocations",
            "timeout_milliseconds": 29_000,
            "passthrough_behavior": "WHEN_NO_MATCH",
        }))
        .unwrap(),
    );
    assert_eq!(spec.canonical(), written.canonical());
}

#[test]
fn models_that_come_with_every_api_are_not_told() {
    let api = users(json!({ "models": {
        "Empty": { "schema": {
            "$schema": "http://json-schema.org/draft-04/schema#",
            "title": "Empty Schema",
            "type": "object",
        } },
        "Error": { "schema": { "type": "string" } },
    } }));
    let models = api.canonical().models;
    assert_eq!(models.keys().collect::<Vec<_>>(), ["Error"]);
}

#[test]
fn a_deployment_is_known_by_all_that_it_copies() {
    let base = users(json!({}));
    let same = users(json!({
        "description": "other words",
        "tags": { "Team": "ai" },
        "stages": { "dev": { "tracing": true } },
        "ip_address_type": "dualstack",
    }));
    assert_eq!(hash(&base), hash(&same));
    for change in [
        json!({ "endpoint_type": "REGIONAL" }),
        json!({ "vpc_endpoint_ids": ["vpce-1"] }),
        json!({ "security_policy": "TLS_1_2" }),
        json!({ "endpoint_access_mode": "STRICT" }),
        json!({ "binary_media_types": ["*/*"] }),
        json!({ "minimum_compression_size": 0 }),
        json!({ "api_key_source": "AUTHORIZER" }),
        json!({ "disable_execute_api_endpoint": true }),
        json!({ "cors": { "allow_origins": ["*"] } }),
        json!({ "gateway_responses": { "THROTTLED": { "status_code": 503 } } }),
        json!({ "models": { "User": { "schema": {} } } }),
        json!({ "request_validators": { "all": { "body": true } } }),
        json!({ "authorizers": { "a": { "type": "TOKEN", "function": "f" } } }),
        json!({ "policy": { "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }] } }),
        json!({ "routes": { "/users": { "GET": proxy() } } }),
    ] {
        assert_ne!(hash(&base), hash(&users(change.clone())), "{change}");
    }
}

#[test]
fn what_is_not_known_yet_has_been_deployed_nowhere() {
    let id = language::value::unknown::mark("cognito.user_pool.main.id");
    let pool = format!("arn:aws:cognito-idp:us-east-2:123456789012:userpool/{id}");
    let api = users(json!({
        "authorizers": { "users": { "type": "COGNITO_USER_POOLS", "user_pools": [pool] } },
    }));
    assert!(language::value::unknown::in_text(&hash(&api)));
}

/// AWS's summary of an API with these methods, which are written `GET NONE`.
fn summary(path: &str, methods: &[&str]) -> Summary {
    let methods = methods.iter().map(|method| {
        let (verb, authorization) = method.split_once(' ').unwrap();
        let snapshot = sdk::MethodSnapshot::builder().authorization_type(authorization);
        (verb.to_owned(), snapshot.build())
    });
    Summary::from([(path.to_owned(), methods.collect())])
}

fn resources(path: &str, methods: &[&str]) -> Vec<sdk::Resource> {
    let mut resource = sdk::Resource::builder().path(path);
    for method in methods {
        let (verb, authorization) = method.split_once(' ').unwrap();
        let method = sdk::Method::builder().authorization_type(authorization);
        resource = resource.resource_methods(verb, method.build());
    }
    vec![resource.build()]
}

#[test]
fn a_deployment_of_others_says_in_what_the_api_has_changed_since() {
    let present = resources("/users", &["GET NONE", "POST AWS_IAM"]);
    for (deployed, said) in [
        (vec!["GET NONE", "POST AWS_IAM"], "deployment d1"),
        (vec!["GET NONE"], "deployment d1, without POST /users"),
        (vec!["GET NONE", "POST AWS_IAM", "PUT NONE"], "deployment d1, with PUT /users"),
        (vec!["GET NONE", "POST NONE"], "deployment d1, with other callers of POST /users"),
        (vec!["PUT NONE"], "deployment d1, without GET /users and 2 more"),
    ] {
        let summary = summary("/users", &deployed);
        assert_eq!(described("d1", Some(&summary), &present), said);
    }
    assert_eq!(described("d1", None, &present), "deployment d1");
}

fn words(word: &'static str) -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(word, 0..3).prop_map(|words| words.into_iter().collect())
}

fn cors() -> impl Strategy<Value = Value> {
    (
        prop::collection::btree_set("https://[a-c]\\.example", 1..4),
        words("[A-C]-[a-c]"),
        prop::option::of(prop::collection::btree_set("GET|PUT|POST|OPTIONS", 1..3)),
        words("X-[a-c]"),
        prop::option::of(0u32..9),
        any::<bool>(),
        any::<bool>(),
        prop_oneof![Just(200), Just(204)],
    )
        .prop_map(|(origins, headers, methods, expose, age, credentials, errors, status)| {
            json!({
                "allow_origins": origins,
                "allow_headers": headers,
                "allow_methods": methods,
                "expose_headers": expose,
                "max_age_seconds": age,
                "allow_credentials": credentials,
                "error_responses": errors,
                "preflight_status": status,
            })
        })
}

fn method() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(proxy()),
        Just(json!({
            "authorization": "NONE",
            "integration": { "type": "MOCK", "request_templates": { "application/json": "{\"statusCode\": 200}" } },
            "responses": { "200": { "headers": { "Access-Control-Allow-Origin": "'https://a.example'" } } },
        })),
    ]
}

fn written_routes() -> impl Strategy<Value = BTreeMap<String, BTreeMap<String, Value>>> {
    let verbs = prop::collection::btree_map("GET|POST|ANY|OPTIONS", method(), 0..3);
    prop::collection::btree_map("(/[a-b]){1,3}|/", verbs, 0..5)
}

/// Routes of a few paths, some within others.
pub(super) fn any_routes() -> impl Strategy<Value = Routes> {
    written_routes().prop_map(|routes| serde_json::from_value(json!(routes)).unwrap())
}

fn any_api() -> impl Strategy<Value = RestApi> {
    let routes = written_routes();
    let response = prop::collection::btree_map(
        "X-[a-b]|Access-Control-Allow-Origin",
        "'\\*'|'https://a\\.example'",
        0..2,
    );
    let responses = prop::collection::btree_map(
        "DEFAULT_4XX|DEFAULT_5XX|UNAUTHORIZED",
        response.prop_map(|headers| json!({ "headers": headers })),
        0..3,
    );
    (routes, responses, prop::option::of(cors())).prop_map(|(routes, responses, cors)| {
        api(json!({
            "name": "any",
            "routes": routes,
            "gateway_responses": responses,
            "cors": cors,
        }))
    })
}

proptest! {
    #[test]
    fn folding_changes_nothing_of_what_api_gateway_holds(api in any_api()) {
        prop_assert_eq!(Concrete::of(&api.clone().canonical()), Concrete::of(&api));
    }

    #[test]
    fn what_is_live_reads_as_what_was_asked_for(api in any_api()) {
        let Concrete { routes, gateway_responses } = Concrete::of(&api);
        let live = RestApi { cors: None, routes, gateway_responses, ..api.clone() };
        prop_assert_eq!(live.canonical(), api.canonical());
    }

    #[test]
    fn folding_twice_is_folding_once(api in any_api()) {
        let once = api.canonical();
        prop_assert_eq!(once.clone().canonical(), once);
    }

    #[test]
    fn cors_over_plain_routes_reads_back_word_by_word(cors in cors()) {
        let api = users(json!({ "cors": cors }));
        let written = api.cors.clone();
        let read = api.canonical().cors;
        // A list that says what each path says anyway need not be written.
        let said = read.as_ref().and_then(|cors| cors.allow_methods.clone());
        let is_told = cors["allow_credentials"] == false || cors["allow_origins"].as_array().map(Vec::len) == Some(1);
        let written = written.map(|cors| super::cors::Cors {
            allow_methods: said,
            // Where errors would carry no header, nobody can tell.
            error_responses: cors.error_responses || !is_told,
            ..cors
        });
        prop_assert_eq!(read, written);
    }
}
