//! Changes that wait, are asked for again, or are refused.

use super::*;

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
async fn insights_are_told_what_to_watch() {
    let script = ScriptedCloud::default()
        .answer("DescribeTable", 200, table(json!({})))
        .answer("UpdateContributorInsights", 200, "{}");
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
