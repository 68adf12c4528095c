//! Indexes, capacity and its scaling: the order of changes.

use super::*;

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
            "DescribeTable", "UpdateTable", "DescribeTable", "DescribeTable", "DescribeTable",
            "UpdateTable", "DescribeTable", "DescribeTable",
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
async fn a_table_and_its_indexes_become_provisioned_at_once() {
    let live = table(json!({
        "ProvisionedThroughput": { "ReadCapacityUnits": 0, "WriteCapacityUnits": 0 },
        "GlobalSecondaryIndexes": [live_index("email", "ACTIVE")],
    }));
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, live)
        .answer("UpdateTable", 200, "{}");
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
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, live)
        .answer("UpdateTable", 200, "{}");
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
