use kind::registry;
use serde_json::json;
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

round_trips! {
    kind: "logs.log_group", base: json!({}), prepare: &[];
    retention_days: json!({ "retention_days": 30 }) =>
        "client('logs').describe_log_groups(logGroupNamePrefix=name)['logGroups'][0]['retentionInDays']",
        json!(30), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "client('logs').list_tags_log_group(logGroupName=name)['tags'].get('Team')",
        json!("ai"), On::Both;
    metric_filters: json!({ "metric_filters": { "errors": {
        "pattern": "{ $.level = \"error\" }",
        "metric": { "namespace": "shop", "name": "Errors", "value": "$.count", "dimensions": { "tenant": "$.tenant" }, "unit": "Count" },
    } } }) =>
        "(lambda f: [f['filterName'], f['filterPattern'], f['metricTransformations']])(client('logs').describe_metric_filters(logGroupName=name)['metricFilters'][0])",
        json!(["errors", "{ $.level = \"error\" }", [{
            "metricName": "Errors", "metricNamespace": "shop", "metricValue": "$.count", "dimensions": { "tenant": "$.tenant" }, "unit": "Count",
        }]]), On::Both;
}

round_trips! {
    kind: "logs.log_group",
    base: json!({ "metric_filters": { "errors": { "pattern": "ERROR", "metric": { "namespace": "shop", "name": "Errors", "default": 0 } } } }),
    prepare: &[];
    other_pattern: json!({ "metric_filters": { "errors": { "pattern": "?ERROR ?FATAL", "metric": { "default": null, "value": "2" } } } }) =>
        "(lambda f: [f['filterPattern'], f['metricTransformations'][0].get('defaultValue'), f['metricTransformations'][0]['metricValue']])(client('logs').describe_metric_filters(logGroupName=name)['metricFilters'][0])",
        json!(["?ERROR ?FATAL", null, "2"]), On::Ministack("moto keeps a filter as it was beside itself");
    other_filter: json!({ "metric_filters": { "errors": null, "all": { "metric": { "namespace": "shop", "name": "Events" } } } }) =>
        "[[f['filterName'], f['filterPattern']] for f in client('logs').describe_metric_filters(logGroupName=name)['metricFilters']]",
        json!([["all", ""]]), On::Both;
}

const ROLE: &str = "arn:aws:iam::123456789012:role/r";

round_trips! {
    kind: "logs.log_group", base: json!({}), prepare: &["client('kinesis').create_stream(StreamName=name, ShardCount=1)"];
    subscription_filters: json!({ "subscription_filters": { "all": { "destination": "arn:aws:kinesis:us-east-2:{account}:stream/{name}", "role": ROLE } } }) =>
        "[[f['filterName'], f['filterPattern'], f['roleArn']] for f in client('logs').describe_subscription_filters(logGroupName=name)['subscriptionFilters']]",
        json!([["all", "", ROLE]]), On::Both;
    distribution: json!({ "subscription_filters": { "all": {
        "pattern": "ERROR", "destination": "arn:aws:kinesis:us-east-2:{account}:stream/{name}", "role": ROLE, "distribution": "Random",
    } } }) =>
        "[[f['filterPattern'], f['distribution']] for f in client('logs').describe_subscription_filters(logGroupName=name)['subscriptionFilters']]",
        json!([["ERROR", "Random"]]), On::Ministack("moto drops the distribution");
}

/// Neither emulator can disassociate a key; AWS accepts the group's name and gives an empty answer.
#[tokio::test]
async fn a_key_is_associated_and_taken_away() {
    let script = ScriptedCloud::default()
        .answer("AssociateKmsKey", 200, "{}")
        .answer("DisassociateKmsKey", 200, "{}");
    let aws = script.aws().await;
    let workspace = Workspace::new(".");
    let kind = registry::find("logs.log_group").unwrap();
    let plain =
        json!({ "name": "g", "class": "STANDARD", "deletion_protection": false, "tags": {} });
    let mut encrypted = plain.clone();
    encrypted["kms_key"] = json!("arn:aws:kms:us-east-2:123456789012:key/k");
    kind.update(&aws, &workspace, "g", encrypted.clone(), plain.clone()).await.unwrap();
    kind.update(&aws, &workspace, "g", plain, encrypted).await.unwrap();
    let bodies: Vec<String> = script.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(
        bodies,
        [
            r#"{"logGroupName":"g","kmsKeyId":"arn:aws:kms:us-east-2:123456789012:key/k"}"#,
            r#"{"logGroupName":"g"}"#,
        ]
    );
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let refusal = r#"{"__type":"AccessDeniedException","message":"no"}"#;
    let script = ScriptedCloud::default().answer("DescribeLogGroups", 400, refusal);
    let aws = script.aws().await;
    let read = registry::find("logs.log_group").unwrap().read(&aws, "g").await;
    assert_eq!(read.unwrap_err().code.as_deref(), Some("AccessDeniedException"));
}
