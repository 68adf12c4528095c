//! What neither emulator does: new roles that cannot be assumed yet, updates that take a while,
//! provisioned instances, aliases with URLs of their own, and answers that hide something.

mod aliases;
mod mappings;
mod reads;
mod rollouts;
mod updates;

use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ARN: &str = "arn:aws:lambda:us-east-2:123456789012:function:api";

const SIGNING: &str =
    "arn:aws:lambda:us-east-2:123456789012:code-signing-config:csc-0123456789abcdef0";

fn kind() -> &'static dyn AnyKind {
    registry::find("lambda.function").expect("the kind is registered")
}

fn workspace() -> Workspace {
    Workspace::new(env!("CARGO_MANIFEST_DIR"))
}

fn spec() -> Value {
    json!({
        "name": "api",
        "code": { "folder": "tests/kinds/lambda/functions/echo" },
        "runtime": "provided.al2023",
        "role": "arn:aws:iam::123456789012:role/api",
    })
}

/// A spec with other fields, as people write it.
fn with(fields: Value) -> Value {
    let mut spec = spec();
    spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    spec
}

/// What `read` finds where a spec has been applied.
async fn live(spec: Value) -> Value {
    kind().prepare(spec, &workspace()).await.unwrap()
}

fn configuration(fields: Value) -> Value {
    let mut configuration = json!({
        "FunctionName": "api", "FunctionArn": ARN, "Role": "arn:aws:iam::123456789012:role/api",
        "Runtime": "provided.al2023", "Handler": "bootstrap", "CodeSha256": "c2hh", "PackageType": "Zip",
        "State": "Active", "LastUpdateStatus": "Successful",
    });
    configuration.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    configuration
}

fn function(fields: Value) -> String {
    json!({ "Configuration": configuration(fields), "Code": {}, "Tags": {} }).to_string()
}

fn error(
    script: ScriptedCloud,
    operation: &str,
    status: u16,
    code: &str,
    message: &str,
) -> ScriptedCloud {
    let body = json!({ "message": message }).to_string();
    script.answer_with(operation, status, &[("x-amzn-errortype", code)], body)
}

fn refused(script: ScriptedCloud, operation: &str, message: &str) -> ScriptedCloud {
    error(script, operation, 400, "InvalidParameterValueException", message)
}

fn missing(script: ScriptedCloud, operation: &str) -> ScriptedCloud {
    error(script, operation, 404, "ResourceNotFoundException", "there is none")
}

/// Everything that a read asks, of a function that has nothing but code and settings.
fn plain(script: ScriptedCloud) -> ScriptedCloud {
    missing(script, "GetPolicy")
        .answer("ListAliases", 200, r#"{"Aliases":[]}"#)
        .answer("ListFunctionUrlConfigs", 200, r#"{"FunctionUrlConfigs":[]}"#)
        .answer("ListFunctionEventInvokeConfigs", 200, r#"{"FunctionEventInvokeConfigs":[]}"#)
        .answer("GetFunctionRecursionConfig", 200, r#"{"RecursiveLoop":"Terminate"}"#)
        .answer("GetRuntimeManagementConfig", 200, r#"{"UpdateRuntimeOn":"Auto"}"#)
        .answer("ListEventSourceMappings", 200, r#"{"EventSourceMappings":[]}"#)
        .answer("ListCodeSigningConfigs", 200, r#"{"CodeSigningConfigs":[]}"#)
}

fn operations(script: &ScriptedCloud) -> Vec<String> {
    script.requests().into_iter().map(|request| request.operation).collect()
}

fn sent(script: &ScriptedCloud, operation: &str) -> Value {
    let requests = script.requests_of(operation);
    serde_json::from_str(&requests.first().expect("it was called").body).unwrap()
}
