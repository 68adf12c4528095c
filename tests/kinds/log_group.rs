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
}

/// Neither emulator can disassociate a key; AWS takes the group's name and gives an empty answer.
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
