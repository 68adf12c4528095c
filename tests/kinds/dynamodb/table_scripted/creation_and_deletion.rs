//! The one call that creates, what is deleted before the table, and namesakes on their way out.

use super::*;

/// What UpdateContinuousBackups answers.
fn recovery(status: &str) -> String {
    let recovery = json!({ "PointInTimeRecoveryStatus": status, "RecoveryPeriodInDays": 7 });
    json!({ "ContinuousBackupsDescription": {
        "ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery,
    } })
    .to_string()
}

#[tokio::test]
async fn an_answer_that_says_otherwise_is_no_success() {
    let script = ScriptedCloud::default()
        .answer("UpdateContinuousBackups", 200, recovery("DISABLED"))
        .answer(
            "UpdateTimeToLive",
            200,
            json!({ "TimeToLiveSpecification": { "Enabled": true, "AttributeName": "b" } })
                .to_string(),
        );
    for wanted in [json!({ "point_in_time_recovery": true }), json!({ "ttl": "a" })] {
        let error = update(&script, wanted, json!({})).await.unwrap_err();
        assert!(error.message.contains("has taken the request"), "{error}");
    }
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
        .answer("UpdateContinuousBackups", 200, recovery("ENABLED"));
    let wanted = json!({ "point_in_time_recovery": true, "recovery_period_days": 7 });
    update(&script, wanted, json!({})).await.unwrap();
    assert_eq!(
        sent(&script, "UpdateContinuousBackups")[1]["PointInTimeRecoverySpecification"],
        json!({ "PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 7 })
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
async fn a_table_that_is_known_to_stand_alone_is_deleted_at_once() {
    let script = plain()
        .answer("DescribeTable", 200, table(json!({})))
        .answer("DescribeTable", 400, error(MISSING))
        .answer("ListContributorInsights", 200, "{}")
        .answer("ListTagsOfResource", 200, r#"{"Tags":[]}"#)
        .answer("DeleteTable", 200, "{}");
    let aws = script.aws().await;
    let known = kind().read(&aws, "users").await.unwrap().unwrap();
    let read = script.requests().len();
    kind().delete_known(&aws, "users", &known).await.unwrap();
    assert_eq!(operations(&script)[read..], ["DeleteTable", "DescribeTable"]);
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
    let script = ScriptedCloud::default()
        .answer("CreateTable", 200, r#"{"TableDescription":{"TableName":"t"}}"#);
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
