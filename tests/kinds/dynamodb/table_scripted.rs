//! What DynamoDB does and the emulators do not: waits, refusals that pass, and the order of changes.

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
            "DescribeKinesisStreamingDestination",
            200,
            r#"{"TableName":"t","KinesisDataStreamDestinations":[]}"#,
        )
        .answer(
            "GetResourcePolicy",
            400,
            error("com.amazonaws.dynamodb.v20120810#PolicyNotFoundException"),
        )
}

#[tokio::test]
async fn a_table_that_is_missing_or_going_away_is_absent() {
    let missing = ScriptedCloud::default().answer("DescribeTable", 400, error(MISSING));
    assert_eq!(read(&missing).await.unwrap(), None);
    // Of a missing table, other calls would say that access is denied.
    assert_eq!(operations(&missing), ["DescribeTable"]);
    let deleting = table(json!({ "TableStatus": "DELETING" }));
    let deleting = ScriptedCloud::default().answer("DescribeTable", 200, deleting);
    assert_eq!(read(&deleting).await.unwrap(), None);
}

#[tokio::test]
async fn denied_is_not_absent() {
    let denied = ScriptedCloud::default().answer(
        "DescribeTable",
        400,
        error("com.amazon.coral.service#AccessDeniedException"),
    );
    assert!(read(&denied).await.unwrap_err().has_code("AccessDeniedException"));
}

#[tokio::test]
async fn what_dynamodb_reports_reads_as_the_spec() {
    let live = table(json!({
        "AttributeDefinitions": [
            { "AttributeName": "id", "AttributeType": "S" },
            { "AttributeName": "email", "AttributeType": "S" },
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "email",
                "IndexStatus": "ACTIVE",
                "KeySchema": [{ "AttributeName": "email", "KeyType": "HASH" }],
                "Projection": { "ProjectionType": "INCLUDE", "NonKeyAttributes": ["b", "a"] },
                "ProvisionedThroughput": { "ReadCapacityUnits": 0, "WriteCapacityUnits": 0 },
                "OnDemandThroughput": { "MaxReadRequestUnits": 40, "MaxWriteRequestUnits": -1 },
                "WarmThroughput": { "ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000 },
            },
            live_index("gone", "DELETING"),
        ],
        "OnDemandThroughput": { "MaxReadRequestUnits": -1, "MaxWriteRequestUnits": -1 },
        "TableClassSummary": { "TableClass": "STANDARD_INFREQUENT_ACCESS" },
        "SSEDescription": { "Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "arn:aws:kms:us-east-2:123456789012:key/1" },
        "LatestStreamArn": "arn:of:a-stream-that-is-off",
        "LatestStreamLabel": "2026-01-01T00:00:00.000",
    }));
    let script = plain()
        .answer("DescribeTable", 200, live)
        .answer("ListTagsOfResource", 200, r#"{"Tags":[{"Key":"a","Value":"1"}],"NextToken":"more"}"#)
        .answer("ListTagsOfResource", 200, r#"{"Tags":[{"Key":"b","Value":"2"},{"Key":"aws:x","Value":"3"}]}"#)
        .answer("ListContributorInsights", 200, json!({ "ContributorInsightsSummaries": [
            { "TableName": "users", "ContributorInsightsStatus": "ENABLED", "ContributorInsightsMode": "THROTTLED_KEYS" },
            { "TableName": "users", "IndexName": "email", "ContributorInsightsStatus": "DISABLED" },
        ] }).to_string());
    let found = read(&script).await.unwrap().unwrap();
    let wanted = kind()
        .prepare(
            spec(json!({
                "global_secondary_indexes": index("email", json!({
                    "projection": { "include": ["a", "b"] },
                    "maximum_throughput": { "read": 40 },
                    "warm_throughput": { "read": 12000, "write": 4000 },
                })),
                "table_class": "STANDARD_INFREQUENT_ACCESS",
                "encryption": { "kms_key": "arn:aws:kms:us-east-2:123456789012:key/1" },
                "contributor_insights": "THROTTLED_KEYS",
                "tags": { "a": "1", "b": "2" },
            })),
            &Workspace::new("."),
        )
        .await
        .unwrap();
    assert_eq!(found.spec, wanted);
    assert_eq!(found.outputs["stream_arn"], None, "a stream that is off has no ARN");
    assert_eq!(script.requests().len(), 8, "each call once, and one page more of tags");
}

#[tokio::test]
async fn indexes_change_one_at_a_time() {
    let indexes = |indexes: Value| table(json!({ "GlobalSecondaryIndexes": indexes }));
    let script = ScriptedCloud::default()
        .answer("UpdateTable", 200, "{}")
        .answer("DescribeTable", 200, indexes(json!([live_index("old", "ACTIVE")])))
        .answer("DescribeTable", 200, indexes(json!([live_index("old", "DELETING")])))
        .answer("DescribeTable", 200, table(json!({ "TableStatus": "UPDATING" })))
        .answer("DescribeTable", 200, table(json!({})))
        .answer("DescribeTable", 200, indexes(json!([live_index("new", "CREATING")])))
        .answer("DescribeTable", 200, indexes(json!([live_index("new", "ACTIVE")])));
    let wanted = json!({ "global_secondary_indexes": index("new", json!({})) });
    let live = json!({ "global_secondary_indexes": index("old", json!({})) });
    update(&script, wanted, live).await.unwrap();
    assert_eq!(
        operations(&script),
        [
            "DescribeTable",
            "UpdateTable",
            "DescribeTable",
            "DescribeTable",
            "DescribeTable",
            "UpdateTable",
            "DescribeTable",
            "DescribeTable",
        ]
    );
    let sent = sent(&script, "UpdateTable");
    assert_eq!(
        sent[0]["GlobalSecondaryIndexUpdates"],
        json!([{ "Delete": { "IndexName": "old" } }])
    );
    let created = &sent[1]["GlobalSecondaryIndexUpdates"][0]["Create"];
    assert_eq!(created["IndexName"], json!("new"));
    assert_eq!(
        sent[1]["AttributeDefinitions"],
        json!([
            { "AttributeName": "id", "AttributeType": "S" },
            { "AttributeName": "new", "AttributeType": "S" },
        ])
    );
}

#[tokio::test]
async fn a_busy_table_is_asked_again() {
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, table(json!({})))
        .answer("UpdateTable", 400, error(BUSY))
        .answer("UpdateTable", 200, "{}");
    update(&script, json!({ "deletion_protection": true }), json!({})).await.unwrap();
    assert_eq!(script.requests_of("UpdateTable").len(), 2);
}

#[tokio::test]
async fn a_refusal_is_not_repeated() {
    let script = ScriptedCloud::default().answer("DescribeTable", 200, table(json!({}))).answer(
        "UpdateTable",
        400,
        error(REFUSED),
    );
    let refusal = update(&script, json!({ "deletion_protection": true }), json!({})).await;
    assert!(refusal.unwrap_err().has_code("ValidationException"));
    assert_eq!(script.requests_of("UpdateTable").len(), 1);
}

#[tokio::test]
async fn backups_of_a_new_table_are_waited_for() {
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, table(json!({})))
        .answer(
            "UpdateContinuousBackups",
            400,
            error("com.amazonaws.dynamodb.v20120810#ContinuousBackupsUnavailableException"),
        )
        .answer("UpdateContinuousBackups", 200, "{}");
    let wanted = json!({ "point_in_time_recovery": true, "recovery_period_days": 7 });
    update(&script, wanted, json!({})).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateContinuousBackups")[1]["PointInTimeRecoverySpecification"],
        json!({ "PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 7 })
    );
}

#[tokio::test]
async fn a_table_and_its_indexes_become_provisioned_at_once() {
    let live = table(json!({
        "ProvisionedThroughput": { "ReadCapacityUnits": 0, "WriteCapacityUnits": 0 },
        "GlobalSecondaryIndexes": [live_index("email", "ACTIVE")],
    }));
    let script = ScriptedCloud::default().answer("DescribeTable", 200, live).answer(
        "UpdateTable",
        200,
        "{}",
    );
    let wanted = json!({
        "capacity": { "read": 5, "write": 4 },
        "global_secondary_indexes": index("email", json!({ "capacity": { "read": 3, "write": 2 } })),
    });
    let before = json!({ "global_secondary_indexes": index("email", json!({})) });
    update(&script, wanted, before).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateTable"),
        [json!({
            "TableName": "users",
            "BillingMode": "PROVISIONED",
            "ProvisionedThroughput": { "ReadCapacityUnits": 5, "WriteCapacityUnits": 4 },
            "GlobalSecondaryIndexUpdates": [{ "Update": {
                "IndexName": "email",
                "ProvisionedThroughput": { "ReadCapacityUnits": 3, "WriteCapacityUnits": 2 },
            } }],
        })]
    );
}

#[tokio::test]
async fn limits_of_an_index_are_set_and_taken_away() {
    let live = table(json!({ "GlobalSecondaryIndexes": [live_index("email", "ACTIVE")] }));
    let script = ScriptedCloud::default().answer("DescribeTable", 200, live).answer(
        "UpdateTable",
        200,
        "{}",
    );
    let limited = json!({ "maximum_throughput": { "read": 9, "write": 8 } });
    let limited = json!({ "global_secondary_indexes": index("email", limited) });
    let unlimited = json!({ "global_secondary_indexes": index("email", json!({})) });
    update(&script, limited.clone(), unlimited.clone()).await.unwrap();
    update(&script, unlimited, limited).await.unwrap();
    let limits: Vec<Value> = sent(&script, "UpdateTable")
        .iter()
        .map(|sent| sent["GlobalSecondaryIndexUpdates"][0]["Update"]["OnDemandThroughput"].clone())
        .collect();
    assert_eq!(
        limits,
        [
            json!({ "MaxReadRequestUnits": 9, "MaxWriteRequestUnits": 8 }),
            json!({ "MaxReadRequestUnits": -1, "MaxWriteRequestUnits": -1 }),
        ]
    );
}

#[tokio::test]
async fn insights_are_told_what_to_watch() {
    let script = ScriptedCloud::default().answer("DescribeTable", 200, table(json!({}))).answer(
        "UpdateContributorInsights",
        200,
        "{}",
    );
    let wanted = json!({ "contributor_insights": "THROTTLED_KEYS" });
    let live = json!({ "contributor_insights": "ACCESSED_AND_THROTTLED_KEYS" });
    update(&script, wanted, live).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateContributorInsights"),
        [json!({
            "TableName": "users",
            "ContributorInsightsAction": "ENABLE",
            "ContributorInsightsMode": "THROTTLED_KEYS",
        })]
    );
}

#[tokio::test]
async fn scaling_keeps_the_policy_that_is_there() {
    let live = table(json!({
        "BillingModeSummary": { "BillingMode": "PROVISIONED" },
        "ProvisionedThroughput": { "ReadCapacityUnits": 20, "WriteCapacityUnits": 5 },
    }));
    let policy = json!({
        "PolicyARN": "arn:policy",
        "PolicyName": "made-by-the-console",
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/users",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
        "PolicyType": "TargetTrackingScaling",
        "CreationTime": 0,
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": 70.0,
            "PredefinedMetricSpecification": { "PredefinedMetricType": "DynamoDBReadCapacityUtilization" },
        },
    });
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, live)
        .answer("UpdateTable", 200, "{}")
        .answer("RegisterScalableTarget", 200, "{}")
        .answer("DescribeScalingPolicies", 200, json!({ "ScalingPolicies": [policy] }).to_string())
        .answer("PutScalingPolicy", 200, "{}");
    let scaled = |maximum: i32| {
        let read = json!({ "minimum": 5, "maximum": maximum, "target_utilization": 70 });
        json!({ "capacity": { "read": read, "write": 5 } })
    };
    update(&script, scaled(50), scaled(40)).await.unwrap();
    assert_eq!(sent(&script, "PutScalingPolicy")[0]["PolicyName"], json!("made-by-the-console"));
    assert_eq!(sent(&script, "RegisterScalableTarget")[0]["MaxCapacity"], json!(50));
    let updates = script.requests_of("UpdateTable");
    assert!(updates.is_empty(), "20 units lie within the bounds: {updates:?}");
}

/// DynamoDB takes one change an hour, so the first of two would leave the table without.
#[tokio::test]
async fn another_ttl_attribute_is_refused_before_the_old_one_is_off() {
    let script = ScriptedCloud::default().answer("DescribeTable", 200, table(json!({})));
    let outcome = update(&script, json!({ "ttl": "new" }), json!({ "ttl": "old" })).await;
    let message = outcome.unwrap_err().to_string();
    assert!(message.contains("`old` to `new`"), "{message}");
    assert!(script.requests_of("UpdateTimeToLive").is_empty());
}

#[tokio::test]
async fn a_stream_that_kinesis_does_not_take_is_an_error() {
    let arn = "arn:aws:kinesis:us-east-2:123456789012:stream/changes";
    let failed = json!({ "TableName": "t", "KinesisDataStreamDestinations": [{
        "StreamArn": arn,
        "DestinationStatus": "ENABLE_FAILED",
        "DestinationStatusDescription": "the stream is gone",
    }] });
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, table(json!({})))
        .answer("EnableKinesisStreamingDestination", 200, "{}")
        .answer("DescribeKinesisStreamingDestination", 200, failed.to_string());
    let outcome = update(&script, json!({ "kinesis_stream": { "arn": arn } }), json!({})).await;
    let message = outcome.unwrap_err().message;
    assert!(message.contains("the stream is gone"), "{message}");
}

#[tokio::test]
async fn a_replica_is_created_with_its_key_and_class() {
    let replica = json!({ "Replicas": [{ "RegionName": "eu-west-1", "ReplicaStatus": "ACTIVE" }] });
    let script = plain()
        .answer("DescribeTable", 200, table(json!({})))
        .answer("DescribeTable", 200, table(replica))
        .answer("UpdateTable", 200, "{}")
        .answer("ListTagsOfResource", 200, r#"{"Tags":[]}"#);
    let key = "arn:aws:kms:eu-west-1:123456789012:key/1";
    let replica = json!({ "kms_key": key, "table_class": "STANDARD_INFREQUENT_ACCESS" });
    let stream = json!("NEW_AND_OLD_IMAGES");
    let wanted = json!({ "stream": stream, "replicas": { "eu-west-1": replica } });
    update(&script, wanted, json!({ "stream": stream })).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateTable")[0]["ReplicaUpdates"],
        json!([{ "Create": {
            "RegionName": "eu-west-1",
            "KMSMasterKeyId": key,
            "TableClassOverride": "STANDARD_INFREQUENT_ACCESS",
        } }])
    );
}

#[tokio::test]
async fn a_protected_table_keeps_everything() {
    let live = table(json!({
        "DeletionProtectionEnabled": true,
        "Replicas": [{ "RegionName": "eu-west-1", "ReplicaStatus": "ACTIVE" }],
    }));
    let script = ScriptedCloud::default().answer("DescribeTable", 200, live).answer(
        "DeleteTable",
        400,
        error(REFUSED),
    );
    assert!(delete(&script).await.unwrap_err().has_code("ValidationException"));
    assert_eq!(operations(&script), ["DescribeTable", "DeleteTable"]);
}

#[tokio::test]
async fn replicas_and_scaling_go_before_the_table() {
    let fields = json!({
        "BillingModeSummary": { "BillingMode": "PROVISIONED" },
        "Replicas": [{ "RegionName": "eu-west-1", "ReplicaStatus": "ACTIVE" }],
    });
    let target = json!({
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/users",
        "ScalableDimension": "dynamodb:table:WriteCapacityUnits",
        "MinCapacity": 1,
        "MaxCapacity": 9,
        "RoleARN": "arn:role",
        "CreationTime": 0,
    });
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, table(fields.clone()))
        .answer("DescribeTable", 200, table(fields))
        .answer("DescribeTable", 200, table(json!({})))
        .answer("DescribeTable", 400, error(MISSING))
        .answer("UpdateTable", 200, "{}")
        .answer("DescribeScalableTargets", 200, json!({ "ScalableTargets": [target] }).to_string())
        .answer("DeregisterScalableTarget", 200, "{}")
        .answer("DeleteTable", 200, "{}");
    delete(&script).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateTable")[0]["ReplicaUpdates"],
        json!([{ "Delete": { "RegionName": "eu-west-1" } }])
    );
    let operations = operations(&script);
    let place = |name: &str| operations.iter().position(|operation| operation == name);
    assert!(place("UpdateTable") < place("DeregisterScalableTarget"), "{operations:?}");
    assert!(place("DeregisterScalableTarget") < place("DeleteTable"), "{operations:?}");
}

#[tokio::test]
async fn a_namesake_on_its_way_out_is_waited_for() {
    let script = ScriptedCloud::default()
        .answer("CreateTable", 400, error(BUSY))
        .answer("CreateTable", 200, r#"{"TableDescription":{"TableName":"t"}}"#)
        .answer("DescribeTable", 200, table(json!({ "TableStatus": "DELETING" })))
        .answer("DescribeTable", 200, table(json!({ "TableStatus": "DELETING" })))
        .answer("DescribeTable", 400, error(MISSING))
        // DescribeTable lags behind CreateTable.
        .answer("DescribeTable", 400, error(MISSING))
        .answer("DescribeTable", 200, table(json!({ "TableStatus": "CREATING" })))
        .answer("DescribeTable", 200, table(json!({})));
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    let id = kind().create(&aws, &workspace, spec(json!({}))).await.unwrap();
    assert_eq!(id, "users");
    assert_eq!(script.requests_of("CreateTable").len(), 2);
    let described = script.requests_of("DescribeTable").len();
    kind().until_usable(&aws, &id).await.unwrap();
    assert_eq!(script.requests_of("DescribeTable").len(), described + 3);
}

#[tokio::test]
async fn a_namesake_that_stays_is_an_error() {
    let script = ScriptedCloud::default().answer("CreateTable", 400, error(BUSY)).answer(
        "DescribeTable",
        200,
        table(json!({})),
    );
    let workspace = Workspace::new(".");
    let outcome = kind().create(&script.aws().await, &workspace, spec(json!({}))).await;
    assert!(outcome.unwrap_err().has_code("ResourceInUseException"));
    assert_eq!(script.requests_of("CreateTable").len(), 1);
}

#[tokio::test]
async fn everything_that_create_takes_is_in_the_one_call() {
    let script = ScriptedCloud::default().answer(
        "CreateTable",
        200,
        r#"{"TableDescription":{"TableName":"t"}}"#,
    );
    let wanted = spec(json!({
        "sort_key": { "name": "at", "type": "N" },
        "global_secondary_indexes": index("email", json!({ "maximum_throughput": { "read": 40 } })),
        "local_secondary_indexes": { "by-size": { "sort_key": { "name": "size", "type": "N" }, "projection": "KEYS_ONLY" } },
        "maximum_throughput": { "write": 50 },
        "warm_throughput": { "read": 15000, "write": 5000 },
        "table_class": "STANDARD_INFREQUENT_ACCESS",
        "encryption": {},
        "stream": "KEYS_ONLY",
        "deletion_protection": true,
        "tags": { "diatonic:stack": "test" },
        "resource_policy": { "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "dynamodb:DeleteItem", "Resource": "*" }] },
    }));
    kind().create(&script.aws().await, &Workspace::new("."), wanted).await.unwrap();
    let mut sent = sent(&script, "CreateTable").remove(0);
    let policy = sent.as_object_mut().unwrap().remove("ResourcePolicy").unwrap();
    assert!(policy.as_str().unwrap().contains("dynamodb:DeleteItem"));
    assert_eq!(
        sent,
        json!({
            "TableName": "users",
            "AttributeDefinitions": [
                { "AttributeName": "at", "AttributeType": "N" },
                { "AttributeName": "email", "AttributeType": "S" },
                { "AttributeName": "id", "AttributeType": "S" },
                { "AttributeName": "size", "AttributeType": "N" },
            ],
            "KeySchema": [
                { "AttributeName": "id", "KeyType": "HASH" },
                { "AttributeName": "at", "KeyType": "RANGE" },
            ],
            "GlobalSecondaryIndexes": [{
                "IndexName": "email",
                "KeySchema": [{ "AttributeName": "email", "KeyType": "HASH" }],
                "Projection": { "ProjectionType": "ALL" },
                "OnDemandThroughput": { "MaxReadRequestUnits": 40 },
            }],
            "LocalSecondaryIndexes": [{
                "IndexName": "by-size",
                "KeySchema": [
                    { "AttributeName": "id", "KeyType": "HASH" },
                    { "AttributeName": "size", "KeyType": "RANGE" },
                ],
                "Projection": { "ProjectionType": "KEYS_ONLY" },
            }],
            "BillingMode": "PAY_PER_REQUEST",
            "OnDemandThroughput": { "MaxWriteRequestUnits": 50 },
            "WarmThroughput": { "ReadUnitsPerSecond": 15000, "WriteUnitsPerSecond": 5000 },
            "TableClass": "STANDARD_INFREQUENT_ACCESS",
            "SSESpecification": { "Enabled": true, "SSEType": "KMS" },
            "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "KEYS_ONLY" },
            "DeletionProtectionEnabled": true,
            "Tags": [{ "Key": "diatonic:stack", "Value": "test" }],
        })
    );
}
