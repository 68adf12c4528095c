//! What DynamoDB's answers mean in a spec, and what is absent.

use super::*;

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
