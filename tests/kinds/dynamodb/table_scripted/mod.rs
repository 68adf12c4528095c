//! What DynamoDB does and the emulators do not: waits, refusals that pass, and the order of changes.

mod capacity;
mod creation_and_deletion;
mod reads;
mod updates;

use aws::AwsError;
use kind::registry;
use kind::{AnyKind, LiveObject};
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const REFUSED: &str = "com.amazon.coral.validate#ValidationException";

const BUSY: &str = "com.amazonaws.dynamodb.v20120810#ResourceInUseException";

const MISSING: &str = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException";

fn kind() -> &'static dyn AnyKind {
    registry::find("dynamodb.table").unwrap()
}

/// A table as DescribeTable gives it, with some fields of its own.
fn table(fields: Value) -> String {
    json!({ "Table": described(fields) }).to_string()
}

fn described(fields: Value) -> Value {
    let mut table = json!({
        "TableName": "users",
        "TableArn": "arn:aws:dynamodb:us-east-2:123456789012:table/users",
        "TableStatus": "ACTIVE",
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        "BillingModeSummary": { "BillingMode": "PAY_PER_REQUEST" },
    });
    table.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    table
}

/// A global index as DescribeTable gives it, whose one key is the attribute of its name.
fn live_index(name: &str, status: &str) -> Value {
    json!({
        "IndexName": name,
        "IndexStatus": status,
        "KeySchema": [{ "AttributeName": name, "KeyType": "HASH" }],
        "Projection": { "ProjectionType": "ALL" },
    })
}

fn spec(fields: Value) -> Value {
    let mut spec = json!({ "name": "users", "partition_key": { "name": "id", "type": "S" } });
    spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    assert_eq!(kind().check(&spec), vec![], "the spec is valid");
    spec
}

fn index(name: &str, fields: Value) -> Value {
    let mut index = json!({ "partition_key": { "name": name, "type": "S" } });
    index.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    json!({ name: index })
}

fn error(code: &str) -> String {
    json!({ "__type": code, "message": "the message" }).to_string()
}

async fn read(script: &ScriptedCloud) -> Result<Option<LiveObject>, AwsError> {
    kind().read(&script.aws().await, "users").await
}

async fn update(script: &ScriptedCloud, wanted: Value, live: Value) -> Result<(), AwsError> {
    let workspace = Workspace::new(".");
    kind().update(&script.aws().await, &workspace, "users", spec(wanted), spec(live)).await
}

async fn delete(script: &ScriptedCloud) -> Result<(), AwsError> {
    kind().delete(&script.aws().await, "users").await
}

/// The bodies that were sent to an operation.
fn sent(script: &ScriptedCloud, operation: &str) -> Vec<Value> {
    let requests = script.requests_of(operation);
    requests.iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect()
}

fn operations(script: &ScriptedCloud) -> Vec<String> {
    script.requests().into_iter().map(|request| request.operation).collect()
}

/// Answers for everything that a read asks besides DescribeTable: nothing is on.
fn plain() -> ScriptedCloud {
    ScriptedCloud::default()
        .answer(
            "DescribeTimeToLive",
            200,
            r#"{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}"#,
        )
        .answer(
            "DescribeContinuousBackups",
            200,
            r#"{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED"}}"#,
        )
        .answer(
            "DescribeKinesisStreamingDestination", 200,
            r#"{"TableName":"t","KinesisDataStreamDestinations":[]}"#,
        )
        .answer(
            "GetResourcePolicy",
            400,
            error("com.amazonaws.dynamodb.v20120810#PolicyNotFoundException"),
        )
}
