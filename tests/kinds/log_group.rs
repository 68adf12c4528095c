use serde_json::json;

use crate::harness::{On, round_trips};

round_trips! {
    kind: "logs.log_group", base: json!({}), prepare: &[];
    retention_days: json!({ "retention_days": 30 }) =>
        "client('logs').describe_log_groups(logGroupNamePrefix=name)['logGroups'][0]['retentionInDays']",
        json!(30), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "client('logs').list_tags_log_group(logGroupName=name)['tags'].get('Team')",
        json!("ai"), On::Both;
    kms_key: json!({ "kms_key": "arn:aws:kms:us-east-2:123456789012:key/11111111-2222-3333-4444-555555555555" }) =>
        "client('logs').describe_log_groups(logGroupNamePrefix=name)['logGroups'][0].get('kmsKeyId', '')[-4:]",
        json!("5555"), On::MotoOneWay("ministack drops the key, and neither has DisassociateKmsKey");
}
