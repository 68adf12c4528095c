use serde_json::json;

use super::told;
use crate::harness::{On, round_trips};

const NO_UPDATES: &str = "moto has no UpdateEventBus";

round_trips! {
    kind: "events.bus", base: json!({}), prepare: &[];
    as_created: json!({}) =>
        "client('events').describe_event_bus(Name=name)['Name'] == name", json!(true), On::Both;
    description: json!({ "description": "what for" }) =>
        "client('events').describe_event_bus(Name=name)['Description']", json!("what for"),
        On::Ministack(NO_UPDATES);
    kms_key: json!({ "kms_key": "arn:aws:kms:us-east-2:{account}:key/k" }) =>
        "client('events').describe_event_bus(Name=name)['KmsKeyIdentifier'].split('/')[1]", json!("k"),
        On::Ministack(NO_UPDATES);
    dead_letter: json!({ "dead_letter": "arn:aws:sqs:us-east-2:{account}:lost" }) =>
        "client('events').describe_event_bus(Name=name)['DeadLetterConfig']['Arn'].split(':')[-1]",
        json!("lost"), On::Ministack(NO_UPDATES);
    log: json!({ "log": { "level": "INFO", "detail": "FULL" } }) =>
        "client('events').describe_event_bus(Name=name)['LogConfig']",
        json!({ "Level": "INFO", "IncludeDetail": "FULL" }), On::Ministack(NO_UPDATES);
    policy: json!({ "policy": { "Statement": [{
            "Sid": "partner", "Effect": "Allow", "Principal": { "AWS": "210987654321" },
            "Action": "events:PutEvents",
            "Resource": "arn:aws:events:us-east-2:{account}:event-bus/{name}",
        }] } }) =>
        "[s['Sid'] for s in json.loads(client('events').describe_event_bus(Name=name)['Policy'])['Statement']]",
        json!(["partner"]), On::Moto("ministack drops the document");
    archives: json!({ "archives": { "{name}": {
            "pattern": { "source": ["shop"] }, "retention_days": 7, "description": "a week",
        } } }) =>
        "[client('events').describe_archive(ArchiveName=name)[k] for k in ['RetentionDays', 'EventPattern', 'Description']]",
        json!([7, "{\"source\":[\"shop\"]}", "a week"]), On::Both;
    tags: json!({ "tags": { "Team": "shop" } }) =>
        "[t['Value'] for t in client('events').list_tags_for_resource(\
         ResourceARN=client('events').describe_event_bus(Name=name)['Arn'])['Tags'] if t['Key'] == 'Team']",
        json!(["shop"]), On::Both;
}

/// An archive's settings change, and are removed again.
mod archive {
    use super::*;

    round_trips! {
        kind: "events.bus", base: json!({ "archives": { "{name}": {} } }), prepare: &[];
        archive_settings: json!({ "archives": { "{name}": {
                "pattern": { "source": ["shop"] }, "retention_days": 7, "description": "a week",
            } } }) =>
            "[client('events').describe_archive(ArchiveName=name)[k] for k in ['RetentionDays', 'EventPattern', 'Description']]",
            json!([7, "{\"source\":[\"shop\"]}", "a week"]), On::Ministack("moto removes nothing of an archive");
        archive_kms_key: json!({ "archives": { "{name}": { "kms_key": "alias/a" } } }) =>
            "client('events').describe_archive(ArchiveName=name)['KmsKeyIdentifier']", json!("alias/a"),
            On::Ministack("moto encrypts no archive");
    }
}

/// The bus that is always there is set up and given back.
mod default_bus {
    use super::*;

    round_trips! {
        kind: "events.bus", base: json!({ "name": "default" }), prepare: &[];
        default_archives: json!({ "archives": { "{name}": { "retention_days": 3 } } }) =>
            "client('events').describe_archive(ArchiveName=name)['EventSourceArn'].split('/')[1]",
            json!("default"), On::Ministack("in moto all cases share an account, and so its bus");
    }
}

#[test]
fn names_patterns_and_sizes_are_checked() {
    let spec = |changes: serde_json::Value| {
        let mut spec = json!({ "name": "orders" });
        for (key, value) in changes.as_object().unwrap() {
            spec[key] = value.clone();
        }
        told("events.bus", &spec)
    };
    assert_eq!(spec(json!({ "name": "aws.partner/shop.example/orders" })), [""; 0]);
    assert_eq!(spec(json!({ "name": "a/b" })), ["Error name: a name has no slash"]);
    assert_eq!(
        spec(json!({ "archives": { "a b": { "pattern": { "source": "shop" } } } })),
        [
            "Error archives[\"a b\"]: `a b` cannot be the name of an archive",
            "Error archives[\"a b\"].pattern.source: a value stands in a list",
        ]
    );
    let accounts: Vec<String> = (0..900).map(|it| format!("{it:012}")).collect();
    let statement = json!({ "Effect": "Allow", "Principal": { "AWS": accounts }, "Action": "events:PutEvents", "Resource": "*" });
    assert_eq!(
        spec(json!({ "policy": { "Statement": [statement] } })),
        ["Error policy: the policy is too long"]
    );
}
