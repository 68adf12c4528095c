//! `apigateway.rest_api` against scripted answers: what AWS gives, and what no emulator can do.

mod added;
mod deployments;
mod imports;
mod parts;
mod reads;
mod settings;
mod stages;

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
        "UpdateRestApi", "UpdateAuthorizer", "UpdateStage", "CreateDeployment", "DeleteDeployment",
        "PutIntegration", "PutMethod", "DeleteMethod", "CreateResource", "CreateStage",
        "DeleteStage", "TagResource", "UpdateModel", "CreateModel", "DeleteModel",
        "CreateAuthorizer", "DeleteAuthorizer",
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

/// The hash of what a spec deploys.
async fn hash(spec: Value) -> String {
    let mut spec = spec;
    spec["stages"] = json!({ "dev": {} });
    let prepared = prepared(spec).await;
    prepared["stages"]["dev"]["deployment"].as_str().unwrap().to_owned()
}
