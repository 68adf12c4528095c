//! `apigateway.rest_api` against scripted answers: what AWS gives, and what no emulator can do.

use aws::ErrorKind;
use kind::AnyKind;
use kind::registry;
use language::diff;
use serde_json::{Value, json};
use workspace::Workspace;

use super::operations;
use crate::by_value::ByValue;
use crate::scripted::{Request, ScriptedCloud};

const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:users";
const POOL: &str = "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_";

fn kind() -> &'static dyn AnyKind {
    registry::find("apigateway.rest_api").unwrap()
}

fn uri() -> String {
    format!("arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/{FUNCTION}/invocations")
}

/// The paths of an API as AWS gives them.
fn live_resources() -> Value {
    json!({ "item": [
            { "id": "r0", "path": "/" },
            { "id": "r1", "parentId": "r0", "pathPart": "users", "path": "/users", "resourceMethods": {
                "POST": {
                    "httpMethod": "POST", "authorizationType": "NONE", "apiKeyRequired": false,
                    "methodIntegration": {
                        "type": "AWS_PROXY", "httpMethod": "POST", "uri": uri(),
                        "passthroughBehavior": "WHEN_NO_MATCH", "timeoutInMillis": 29_000,
                        "cacheNamespace": "r1", "cacheKeyParameters": [], "responseTransferMode": "BUFFERED",
                    },
                },
            } },
        ] })
}

/// An API as AWS gives it, with other answers to some operations.
fn live(answers: &[(&str, Value)]) -> ScriptedCloud {
    let mut script = ScriptedCloud::default();
    let usual = [
        (
            "GetRestApi",
            json!({
                "id": "a1", "name": "users", "createdDate": 1_700_000_000, "apiKeySource": "HEADER",
                "endpointConfiguration": { "types": ["EDGE"], "ipAddressType": "ipv4" },
                "tags": {}, "disableExecuteApiEndpoint": false, "rootResourceId": "r0",
                "securityPolicy": "TLS_1_0", "endpointAccessMode": "BASIC", "apiStatus": "AVAILABLE",
            }),
        ),
        ("GetResources", live_resources()),
        (
            "GetDeployment",
            json!({ "id": "d1", "apiSummary": { "/users": {
                "POST": { "authorizationType": "NONE", "apiKeyRequired": false },
            } } }),
        ),
        ("GetAuthorizers", json!({ "item": [] })),
        ("GetRequestValidators", json!({ "item": [] })),
        (
            "GetModels",
            json!({ "item": [
            { "id": "m1", "name": "Empty", "description": "This is a default empty schema model",
              "contentType": "application/json",
              "schema": "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}" },
            { "id": "m2", "name": "Error", "description": "This is a default error schema model",
              "contentType": "application/json",
              "schema": "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}" },
        ] }),
        ),
        (
            "GetGatewayResponses",
            json!({ "item": [
            { "responseType": "THROTTLED", "statusCode": "429", "defaultResponse": true, "responseParameters": {},
              "responseTemplates": { "application/json": "{\"message\":$context.error.messageString}" } },
        ] }),
        ),
        ("GetStages", json!({ "item": [] })),
        ("GetDeployments", json!({ "item": [] })),
    ];
    for (operation, answer) in usual {
        let other = answers.iter().find(|(name, _)| *name == operation);
        let answer = other.map_or(&answer, |(_, other)| other);
        script = script.answer(operation, 200, answer.to_string());
    }
    let writes = [
        "UpdateRestApi",
        "UpdateAuthorizer",
        "UpdateStage",
        "CreateDeployment",
        "DeleteDeployment",
        "PutIntegration",
        "PutMethod",
        "DeleteMethod",
        "CreateResource",
        "CreateStage",
        "DeleteStage",
        "TagResource",
        "UpdateModel",
        "CreateModel",
        "DeleteModel",
        "CreateAuthorizer",
        "DeleteAuthorizer",
    ];
    for operation in writes {
        let other = answers.iter().find(|(name, _)| *name == operation);
        let usual = json!({ "id": "new" });
        let answer = other.map_or(&usual, |(_, other)| other);
        script = script.answer(operation, 200, answer.to_string());
    }
    script
}

fn base() -> Value {
    json!({
        "name": "users",
        "routes": { "/users": { "POST": { "authorization": "NONE", "integration": { "function": FUNCTION } } } },
    })
}

fn spec(fields: Value) -> Value {
    let mut spec = base();
    for (field, value) in fields.as_object().unwrap() {
        spec[field] = value.clone();
    }
    spec
}

async fn prepared(spec: Value) -> Value {
    kind().prepare(spec, &Workspace::new(".")).await.unwrap()
}

/// What differs between the live API and a spec, by field.
async fn differences(script: &ScriptedCloud, spec: Value) -> Vec<String> {
    let aws = script.aws().await;
    let live = kind().read(&aws, "a1").await.unwrap().unwrap();
    let changes = diff::changes(&prepared(spec).await, &live.spec);
    changes.iter().map(|change| change.path.to_string()).collect()
}

/// The requests beyond reads that bring the live API to a spec.
async fn update(script: &ScriptedCloud, spec: Value) -> Vec<Request> {
    let aws = script.aws().await;
    let live = kind().read(&aws, "a1").await.unwrap().unwrap();
    let workspace = Workspace::new(".");
    let updated = kind().update(&aws, &workspace, "a1", spec, live);
    updated.await.unwrap();
    let mut requests = script.requests();
    requests.retain(|request| !request.operation.starts_with("Get"));
    requests
}

/// The changes of an update, as `op path value`.
fn patches(request: &Request) -> Vec<String> {
    let body: Value = serde_json::from_str(&request.body).unwrap();
    let patches = body["patchOperations"].as_array().unwrap().iter();
    patches
        .map(|patch| {
            let text = |field: &str| patch[field].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", text("op"), text("path"), text("value")).trim_end().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn an_api_reads_as_it_was_written() {
    assert_eq!(differences(&live(&[]), base()).await, Vec::<String>::new());
}

#[tokio::test]
async fn policies_come_escaped_and_with_the_apis_own_arn() {
    let policy = "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\
        \\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"execute-api:Invoke\\\",\
        \\\"Resource\\\":\\\"arn:aws:execute-api:us-east-2:123456789012:a1\\/dev\\/GET\\/*\\\"}]}";
    let script = live(&[("GetRestApi", json!({ "id": "a1", "name": "users", "policy": policy }))]);
    let wanted = spec(json!({ "policy": { "Statement": {
        "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
        "Resource": "execute-api:/dev/GET/*",
    } } }));
    assert_eq!(differences(&script, wanted).await, Vec::<String>::new());
}

/// The SDK refuses `null` here, which AWS gives for a template that is empty.
#[tokio::test]
async fn a_template_that_is_empty_is_null() {
    let script = live(&[(
        "GetResources",
        json!({ "item": [
        { "id": "r0", "path": "/", "resourceMethods": { "GET": {
            "httpMethod": "GET", "authorizationType": "NONE",
            "methodResponses": { "200": { "statusCode": "200", "responseModels": { "application/json": "Empty" } } },
            "methodIntegration": {
                "type": "MOCK", "requestTemplates": { "application/json": "{\"statusCode\": 200}", "text/plain": null },
                "integrationResponses": { "200": { "statusCode": "200", "responseTemplates": { "application/json": null } } },
            },
        } } },
    ] }),
    )]);
    let wanted = json!({ "name": "users", "routes": { "/": { "GET": {
        "authorization": "NONE",
        "integration": { "type": "MOCK", "request_templates": { "application/json": "{\"statusCode\": 200}", "text/plain": "" } },
        "responses": { "200": { "models": { "application/json": "Empty" }, "templates": { "application/json": "" } } },
    } } } });
    assert_eq!(differences(&script, wanted).await, Vec::<String>::new());
}

#[tokio::test]
async fn only_a_typed_answer_means_absent() {
    const READS: [&str; 8] = [
        "GetRestApi",
        "GetResources",
        "GetAuthorizers",
        "GetRequestValidators",
        "GetModels",
        "GetGatewayResponses",
        "GetStages",
        "GetDeployments",
    ];
    let missing = |status, code| {
        let answer =
            json!({ "message": "Invalid API identifier specified 123456789012:a1" }).to_string();
        READS.iter().fold(ScriptedCloud::default(), |script, operation| {
            script.answer_with(operation, status, &[("x-amzn-errortype", code)], answer.clone())
        })
    };
    let aws = missing(404, "NotFoundException").aws().await;
    assert_eq!(kind().read(&aws, "a1").await.unwrap(), None);
    let aws = missing(403, "AccessDeniedException").aws().await;
    let error = kind().read(&aws, "a1").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused);
}

#[tokio::test]
async fn the_settings_are_patched_by_their_documented_paths() {
    let script = live(&[(
        "GetRestApi",
        json!({
            "id": "a1", "name": "users", "description": "old", "minimumCompressionSize": 100,
            "binaryMediaTypes": ["image/gif"],
            "endpointConfiguration": { "types": ["REGIONAL"], "ipAddressType": "ipv4" },
        }),
    )]);
    let wanted = spec(json!({
        "endpoint_type": "PRIVATE",
        "vpc_endpoint_ids": ["vpce-1"],
        "security_policy": "TLS_1_2",
        "binary_media_types": ["image/png"],
        "disable_execute_api_endpoint": true,
    }));
    let requests = update(&script, wanted).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(
        patches(&requests[0]),
        [
            "remove /description",
            "replace /endpointConfiguration/types/REGIONAL PRIVATE",
            "replace /endpointConfiguration/ipAddressType dualstack",
            "add /endpointConfiguration/vpcEndpointIds vpce-1",
            "replace /securityPolicy TLS_1_2",
            "add /binaryMediaTypes/image~1png",
            "remove /binaryMediaTypes/image~1gif",
            "replace /minimumCompressionSize",
            "replace /disableExecuteApiEndpoint true",
        ]
    );
}

#[tokio::test]
async fn an_update_waits_until_the_endpoints_have_changed() {
    let script = live(&[("UpdateRestApi", json!({ "apiStatus": "UPDATING" }))]);
    update(&script, spec(json!({ "security_policy": "TLS_1_2" }))).await;
    assert_eq!(script.requests_of("GetRestApi").len(), 2);
}

#[tokio::test]
async fn an_api_that_is_changing_is_waited_for() {
    let changing = json!({ "id": "a1", "name": "users", "apiStatus": "UPDATING" });
    let script = live(&[("GetRestApi", changing)]).answer(
        "GetRestApi",
        200,
        json!({ "id": "a1", "apiStatus": "AVAILABLE" }).to_string(),
    );
    update(&script, spec(json!({ "description": "Users" }))).await;
    let operations = operations(&script);
    let waited = operations.iter().rposition(|name| name == "GetRestApi");
    let written = operations.iter().position(|name| name == "UpdateRestApi");
    assert_eq!(script.requests_of("GetRestApi").len(), 2);
    assert!(waited < written);
}

/// AWS turns none into an edge API (Change a public or private API endpoint type).
#[tokio::test]
async fn a_private_api_comes_to_the_edge_by_way_of_its_region() {
    let script = live(&[(
        "GetRestApi",
        json!({
            "id": "a1", "name": "users",
            "endpointConfiguration": {
                "types": ["PRIVATE"], "ipAddressType": "dualstack", "vpcEndpointIds": ["vpce-1"],
            },
        }),
    )]);
    let requests = update(&script, base()).await;
    let steps: Vec<_> = requests.iter().map(patches).collect();
    assert_eq!(
        steps,
        [
            &[
                "replace /endpointConfiguration/types/PRIVATE REGIONAL",
                "replace /endpointConfiguration/ipAddressType ipv4",
                "remove /endpointConfiguration/vpcEndpointIds vpce-1",
            ][..],
            &["replace /endpointConfiguration/types/REGIONAL EDGE"][..],
        ]
    );
}

/// AWS refuses to delete what a method refers to, and two authorizers of one name.
#[tokio::test]
async fn an_authorizer_of_another_sort_is_made_anew_between_the_methods_that_use_it() {
    let mut resources = live_resources();
    let method = &mut resources["item"][1]["resourceMethods"]["POST"];
    method["authorizationType"] = json!("COGNITO_USER_POOLS");
    method["authorizerId"] = json!("z1");
    let script = live(&[
        ("GetResources", resources),
        (
            "GetAuthorizers",
            json!({ "item": [{
            "id": "z1", "name": "users", "type": "COGNITO_USER_POOLS", "providerARNs": [format!("{POOL}a")],
            "identitySource": "method.request.header.Authorization",
        }] }),
        ),
        ("CreateAuthorizer", json!({ "id": "z2" })),
    ]);
    let mut wanted = spec(json!({ "authorizers": { "users": {
        "type": "TOKEN", "function": FUNCTION,
    } } }));
    wanted["routes"]["/users"]["POST"]["authorization"] = json!("users");
    let requests = update(&script, wanted).await;
    let operations: Vec<&str> = requests.iter().map(|request| request.operation.as_str()).collect();
    assert_eq!(
        operations,
        ["DeleteMethod", "DeleteAuthorizer", "CreateAuthorizer", "PutMethod", "PutIntegration",]
    );
    let method: Value = serde_json::from_str(&requests[3].body).unwrap();
    assert_eq!(
        (&method["authorizationType"], &method["authorizerId"]),
        (&json!("CUSTOM"), &json!("z2"))
    );
}

/// AWS refuses to delete a model that another one refers to.
#[tokio::test]
async fn a_model_that_is_made_anew_takes_along_those_that_name_it() {
    let model = |name: &str, schema: Value| {
        let schema = schema.to_string();
        json!({ "name": name, "contentType": "application/json", "schema": schema })
    };
    let user = "https://apigateway.amazonaws.com/restapis/a1/models/User";
    let script = live(&[(
        "GetModels",
        json!({ "item": [
            model("List", json!({ "type": "array", "items": { "$ref": user } })),
            model("User", json!({ "type": "object" })),
        ] }),
    )]);
    let requests = update(
        &script,
        spec(json!({ "models": {
            "List": { "schema": { "type": "array", "items": { "$ref": "#/models/User" } } },
            "User": { "schema": { "type": "object" }, "content_type": "application/xml" },
        } })),
    )
    .await;
    let called: Vec<_> = requests
        .iter()
        .map(|request| {
            let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
            let last = request.uri.rsplit('/').next().unwrap_or_default();
            let name = body["name"].as_str().unwrap_or(last).to_owned();
            format!("{} {name}", request.operation)
        })
        .collect();
    assert_eq!(
        called,
        ["DeleteModel List", "DeleteModel User", "CreateModel User", "CreateModel List",]
    );
}

#[tokio::test]
async fn pools_of_an_authorizer_come_and_go_one_by_one() {
    let script = live(&[(
        "GetAuthorizers",
        json!({ "item": [{
        "id": "z1", "name": "users", "type": "COGNITO_USER_POOLS", "authType": "cognito_user_pools",
        "providerARNs": [format!("{POOL}a")], "identitySource": "method.request.header.Authorization",
        "authorizerResultTtlInSeconds": 300,
    }] }),
    )]);
    let wanted = spec(json!({ "authorizers": { "users": {
        "type": "COGNITO_USER_POOLS", "user_pools": [format!("{POOL}b")],
    } } }));
    let requests = update(&script, wanted).await;
    assert_eq!(
        patches(&requests[0]),
        [format!("add /providerARNs {POOL}b"), format!("remove /providerARNs {POOL}a"),]
    );
    assert!(requests[0].uri.ends_with("/authorizers/z1"));
}

/// A stage as AWS gives it.
fn stage(deployment: &str) -> Value {
    json!({
        "stageName": "dev", "deploymentId": deployment, "cacheClusterEnabled": false,
        "cacheClusterStatus": "NOT_AVAILABLE", "tracingEnabled": false,
        "methodSettings": { "~1users/POST": {
            "metricsEnabled": false, "loggingLevel": "OFF", "dataTraceEnabled": false,
            "throttlingBurstLimit": 5000, "throttlingRateLimit": 10000.0, "cachingEnabled": false,
            "cacheTtlInSeconds": 300, "cacheDataEncrypted": false,
            "requireAuthorizationForCacheControl": true,
            "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
        } },
    })
}

#[tokio::test]
async fn a_stage_shows_what_it_shows() {
    let hash = hash(base()).await;
    let stages = json!({ "item": [stage("d1")] });
    let wanted = spec(json!({ "stages": { "dev": { "methods": { "POST /users": {
        "throttling_rate_limit": 10_000, "throttling_burst_limit": 5000,
    } } } } }));
    for (description, expected) in [
        (format!("diatonic:{hash}"), vec![]),
        ("diatonic:other".to_owned(), vec!["stages.dev.deployment"]),
        ("by hand".to_owned(), vec!["stages.dev.deployment"]),
    ] {
        let deployments = json!({ "item": [{ "id": "d1", "description": description }] });
        let script = live(&[("GetStages", stages.clone()), ("GetDeployments", deployments)]);
        assert_eq!(differences(&script, wanted.clone()).await, expected, "{description}");
    }
}

/// What is known of a deployment that is not ours.
#[tokio::test]
async fn a_deployment_of_others_is_held_against_what_the_api_is() {
    let post =
        |key: bool| json!({ "POST": { "authorizationType": "NONE", "apiKeyRequired": key } });
    for (summary, shown) in [
        (json!({ "/users": post(false) }), "deployment d1"),
        (json!({ "/users": post(true) }), "deployment d1, with other callers of POST /users"),
        (json!({}), "deployment d1, without POST /users"),
    ] {
        let script = live(&[
            ("GetStages", json!({ "item": [stage("d1")] })),
            ("GetDeployments", json!({ "item": [{ "id": "d1" }] })),
            ("GetDeployment", json!({ "id": "d1", "apiSummary": summary })),
        ]);
        let aws = script.aws().await;
        let live = kind().read(&aws, "a1").await.unwrap().unwrap();
        assert_eq!(live.spec["stages"]["dev"]["deployment"], shown);
        let asked = &script.requests_of("GetDeployment")[0].uri;
        assert!(asked.ends_with("/deployments/d1?embed=apisummary"), "{asked}");
    }
}

/// A stage with a cache.
fn cached(status: &str) -> Value {
    let mut stage = stage("d1");
    stage["cacheClusterEnabled"] = json!(true);
    stage["cacheClusterSize"] = json!("0.5");
    stage["cacheClusterStatus"] = json!(status);
    stage["methodSettings"] = json!({});
    stage
}

/// It is there for minutes after it was taken away.
#[tokio::test]
async fn a_cache_that_is_going_is_gone() {
    for (status, expected) in
        [("DELETE_IN_PROGRESS", vec![]), ("AVAILABLE", vec!["stages.dev.cache_cluster_size"])]
    {
        let description = format!("diatonic:{}", hash(base()).await);
        let deployments = json!({ "item": [{ "id": "d1", "description": description }] });
        let script = live(&[
            ("GetStages", json!({ "item": [cached(status)] })),
            ("GetDeployments", deployments),
        ]);
        let wanted = spec(json!({ "stages": { "dev": {} } }));
        assert_eq!(differences(&script, wanted).await, expected, "{status}");
    }
}

#[tokio::test]
async fn a_stage_is_changed_no_further_before_its_cache_is_there() {
    let wanted = || {
        spec(json!({ "stages": { "dev": {
            "cache_cluster_size": "0.5", "methods": { "POST /users": { "caching": true } },
        } } }))
    };
    let created = live(&[("CreateStage", cached("CREATE_IN_PROGRESS"))]);
    // An earlier run was interrupted.
    let coming = live(&[("GetStages", json!({ "item": [cached("CREATE_IN_PROGRESS")] }))]);
    for script in [created, coming] {
        let script = script
            .answer("GetStage", 200, cached("CREATE_IN_PROGRESS").to_string())
            .answer("GetStage", 200, cached("AVAILABLE").to_string());
        update(&script, wanted()).await;
        let operations = operations(&script);
        let waited = operations.iter().rposition(|name| name == "GetStage");
        let written = operations.iter().position(|name| name == "UpdateStage");
        assert_eq!(script.requests_of("GetStage").len(), 2);
        assert!(waited < written, "{operations:?}");
    }
}

/// Stages keep settings under the path by which somebody once wrote them.
#[tokio::test]
async fn settings_are_changed_where_they_are() {
    let settings = stage("d1")["methodSettings"]["~1users/POST"].clone();
    for (key, path) in [
        ("users/POST", "users/POST"),
        ("/users/POST", "~1users/POST"),
        ("~1users/POST", "~1users/POST"),
    ] {
        let mut stage = stage("d1");
        stage["methodSettings"] = json!({ key: settings });
        let live = || live(&[("GetStages", json!({ "item": [stage.clone()] }))]);
        let script = live();
        let wanted = spec(json!({ "stages": { "dev": { "methods": { "POST /users": {
            "throttling_rate_limit": 10_000, "throttling_burst_limit": 5,
        } } } } }));
        update(&script, wanted).await;
        let updated = script.requests_of("UpdateStage");
        let change = format!("replace /{path}/throttling/burstLimit 5");
        assert_eq!(patches(&updated[0])[1..], [change]);
        let script = live();
        update(&script, spec(json!({ "stages": { "dev": {} } }))).await;
        let updated = script.requests_of("UpdateStage");
        assert_eq!(patches(&updated[0])[1..], [format!("remove /{path}")]);
    }
}

/// A line break at its end is the one that AWS takes.
#[tokio::test]
async fn the_end_of_a_log_format_is_no_difference() {
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    let mut live_stage = stage("d1");
    live_stage["methodSettings"] = json!({});
    live_stage["accessLogSettings"] =
        json!({ "destinationArn": group, "format": "$context.requestId\n" });
    let script = live(&[("GetStages", json!({ "item": [live_stage] }))]);
    let wanted = spec(json!({ "stages": { "dev": { "access_log": {
        "destination": format!("{group}:*"), "format": "$context.requestId",
    } } } }));
    assert_eq!(differences(&script, wanted).await, ["stages.dev.deployment"]);
}

/// The hash of what a spec deploys.
async fn hash(spec: Value) -> String {
    let mut spec = spec;
    spec["stages"] = json!({ "dev": {} });
    let prepared = prepared(spec).await;
    prepared["stages"]["dev"]["deployment"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_deployment_is_made_once_and_the_old_one_of_ours_goes() {
    let deployments = json!({ "item": [
        { "id": "d1", "description": "by hand" },
        { "id": "d2", "description": "diatonic:0123456789abcdef" },
    ] });
    let script = live(&[
        ("GetStages", json!({ "item": [stage("d1")] })),
        ("GetDeployments", deployments),
        ("CreateDeployment", json!({ "id": "d3" })),
    ]);
    let wanted = spec(json!({ "stages": { "dev": {}, "test": {} } }));
    let requests = update(&script, wanted).await;
    let operations: Vec<&str> = requests.iter().map(|request| request.operation.as_str()).collect();
    let hash = hash(base()).await;
    assert_eq!(operations[0], "CreateDeployment");
    assert_eq!(requests[0].body, json!({ "description": format!("diatonic:{hash}") }).to_string());
    let updated = script.requests_of("UpdateStage");
    assert_eq!(patches(&updated[0]), ["replace /deploymentId d3", "remove /~1users/POST"]);
    let created = script.requests_of("CreateStage");
    let created: Value = serde_json::from_str(&created[0].body).unwrap();
    assert_eq!(created["deploymentId"], "d3");
    let deleted = script.requests_of("DeleteDeployment");
    assert_eq!(deleted.len(), 1);
    assert!(deleted[0].uri.ends_with("/deployments/d2"));
    assert_eq!(operations.last(), Some(&"DeleteDeployment"));
}

#[tokio::test]
async fn a_deployment_that_nobody_shows_yet_is_used() {
    let hash = hash(base()).await;
    let deployments = json!({ "item": [
        { "id": "d1", "description": "diatonic:0123456789abcdef" },
        { "id": "d2", "description": format!("diatonic:{hash}") },
    ] });
    let script =
        live(&[("GetStages", json!({ "item": [stage("d1")] })), ("GetDeployments", deployments)]);
    let wanted = spec(json!({ "stages": { "dev": { "methods": { "POST /users": {
        "throttling_rate_limit": 10_000, "throttling_burst_limit": 5000,
    } } } } }));
    update(&script, wanted).await;
    assert_eq!(script.requests_of("CreateDeployment").len(), 0);
    let updated = script.requests_of("UpdateStage");
    assert_eq!(patches(&updated[0]), ["replace /deploymentId d2"]);
    let deleted = script.requests_of("DeleteDeployment");
    assert!(deleted[0].uri.ends_with("/deployments/d1"));
}

#[tokio::test]
async fn settings_of_a_new_method_are_written_as_a_whole() {
    let script =
        live(&[("GetStages", json!({ "item": [{ "stageName": "dev", "deploymentId": "d1" }] }))]);
    let wanted =
        spec(json!({ "stages": { "dev": { "methods": { "POST /users": { "metrics": true } } } } }));
    update(&script, wanted).await;
    let updated = script.requests_of("UpdateStage");
    assert_eq!(
        patches(&updated[0]),
        [
            "replace /deploymentId new",
            "replace /~1users/POST/throttling/rateLimit -1",
            "replace /~1users/POST/throttling/burstLimit -1",
            "replace /~1users/POST/logging/loglevel OFF",
            "replace /~1users/POST/logging/dataTrace false",
            "replace /~1users/POST/metrics/enabled true",
            "replace /~1users/POST/caching/enabled false",
            "replace /~1users/POST/caching/ttlInSeconds 300",
            "replace /~1users/POST/caching/dataEncrypted false",
            "replace /~1users/POST/caching/requireAuthorizationForCacheControl true",
            "replace /~1users/POST/caching/unauthorizedCacheControlHeaderStrategy SUCCEED_WITH_RESPONSE_HEADER",
        ]
    );
}

#[tokio::test]
async fn integrations_are_written_as_a_whole() {
    for (integration, expected) in [
        (
            json!({
                "type": "HTTP_PROXY", "uri": "http://inner.example.com/{id}", "http_method": "GET",
                "vpc_link": "v1", "integration_target": "arn:aws:elasticloadbalancing:x",
                "insecure_skip_verification": true,
            }),
            json!({
                "type": "HTTP_PROXY", "uri": "http://inner.example.com/{id}", "httpMethod": "GET",
                "connectionType": "VPC_LINK", "connectionId": "v1",
                "integrationTarget": "arn:aws:elasticloadbalancing:x",
                "tlsConfig": { "insecureSkipVerification": true },
            }),
        ),
        (
            json!({ "function": FUNCTION, "response_transfer_mode": "STREAM", "timeout_milliseconds": 60_000 }),
            json!({
                "type": "AWS_PROXY", "httpMethod": "POST", "timeoutInMillis": 60_000,
                "responseTransferMode": "STREAM",
                "uri": format!("arn:aws:apigateway:us-east-2:lambda:path/2021-11-15/functions/{FUNCTION}/response-streaming-invocations"),
            }),
        ),
    ] {
        let script = live(&[]);
        let mut wanted = base();
        wanted["routes"]["/users"]["POST"]["integration"] = integration;
        let requests = update(&script, wanted).await;
        let operations: Vec<&str> =
            requests.iter().map(|request| request.operation.as_str()).collect();
        assert_eq!(operations, ["PutIntegration"]);
        assert_eq!(serde_json::from_str::<Value>(&requests[0].body).unwrap(), expected);
        assert!(requests[0].uri.ends_with("/resources/r1/methods/POST/integration"));
    }
}

#[tokio::test]
async fn a_model_of_aws_is_changed_and_given_back() {
    let script = live(&[]);
    let changed = spec(json!({ "models": { "Error": { "schema": { "type": "string" } } } }));
    let requests = update(&script, changed).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(
        patches(&requests[0]),
        ["replace /schema {\"type\":\"string\"}", "replace /description"]
    );
    let changed = json!({ "item": [{
        "id": "m2", "name": "Error", "contentType": "application/json", "schema": "{\"type\":\"string\"}",
    }] });
    let script = live(&[("GetModels", changed)]);
    let requests = update(&script, base()).await;
    assert!(patches(&requests[0])[0].contains("Error Schema"));
    assert!(requests[0].uri.ends_with("/models/Error"));
}

#[tokio::test]
async fn changes_that_meet_are_tried_again_and_taken_names_are_not() {
    let refusal = |message: &str| json!({ "message": message }).to_string();
    let header = [("x-amzn-errortype", "ConflictException")];
    let meeting =
        "Unable to complete operation due to concurrent modification. Please try again later.";
    let script = ScriptedCloud::default()
        .answer_with("DeleteRestApi", 409, &header, refusal(meeting))
        .answer("DeleteRestApi", 202, "");
    let aws = script.aws().await;
    kind().delete(&aws, "a1").await.unwrap();
    assert_eq!(script.requests().len(), 2);

    let taken = "Another resource with the same parent already has this name: users";
    let script =
        ScriptedCloud::default().answer_with("DeleteRestApi", 409, &header, refusal(taken));
    let aws = script.aws().await;
    let error = kind().delete(&aws, "a1").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn an_api_is_found_by_our_tags_before_its_name() {
    let ours = json!({ "diatonic:stack": "s", "diatonic:address": "apigateway.rest_api.users" });
    let find_by = async |tags: &Value, apis: Value| {
        let script = ScriptedCloud::default().answer(
            "GetRestApis",
            200,
            json!({ "item": apis }).to_string(),
        );
        let aws = script.aws().await;
        let tags = serde_json::from_value(tags.clone()).unwrap();
        let found = kind().find(&aws, json!({ "name": "users" }), &tags);
        found.await.unwrap()
    };
    let find = async |apis: Value| find_by(&ours, apis).await;
    let others = [
        json!({ "id": "a1", "name": "users" }),
        json!({ "id": "a2", "name": "users", "tags": { "diatonic:stack": "t" } }),
        json!({ "id": "a3", "name": "orders" }),
    ];
    assert_eq!(find(json!(others)).await, ["a1", "a2"]);
    let mut all = others.to_vec();
    all.push(json!({ "id": "a4", "name": "renamed", "tags": ours }));
    assert_eq!(find(json!(all)).await, ["a4"]);
    // Who does not say which tags are ours means the name alone.
    assert_eq!(find_by(&json!({}), json!(all)).await, ["a1", "a2"]);
}

#[tokio::test]
async fn outputs_are_where_an_api_is_called_and_managed() {
    let aws = live(&[]).aws().await;
    let outputs = kind().read(&aws, "a1").await.unwrap().unwrap().outputs;
    let output = |name: &str| outputs[name].clone().unwrap();
    assert_eq!(output("arn"), "arn:aws:apigateway:us-east-2::/restapis/a1");
    assert_eq!(output("execution_arn"), "arn:aws:execute-api:us-east-2:123456789012:a1");
    assert_eq!(output("url"), "https://a1.execute-api.us-east-2.amazonaws.com");
    assert_eq!(output("root_resource_id"), "r0");
}
