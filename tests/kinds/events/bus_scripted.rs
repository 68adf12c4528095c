//! What no emulator does with buses.

use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

const ARN: &str = "arn:aws:events:us-east-2:123456789012:event-bus/default";

fn bus(changes: &Value) -> Value {
    let mut bus = json!({ "name": "orders", "archives": {}, "tags": {} });
    for (key, value) in changes.as_object().unwrap() {
        bus[key] = value.clone();
    }
    bus
}

/// The default bus as it is in an account in which nobody has set anything, and then with tags of ours.
fn default_bus() -> ScriptedCloud {
    ScriptedCloud::default()
        .answer("DescribeEventBus", 200, json!({ "Name": "default", "Arn": ARN }).to_string())
        .answer("ListArchives", 200, r#"{"Archives":[]}"#)
        .answer("ListTagsForResource", 200, r#"{"Tags":[]}"#)
}

#[tokio::test]
async fn the_default_bus_counts_as_absent_while_it_says_nothing() {
    let kind = registry::find("events.bus").unwrap();
    let aws = default_bus().aws().await;
    assert_eq!(kind.read(&aws, "default").await.unwrap(), None);
    // A bus of one's own is there whatever it says.
    assert!(kind.read(&aws, "orders").await.unwrap().is_some());
    kind.delete(&aws, "default").await.unwrap();
}

#[tokio::test]
async fn the_default_bus_is_never_created_nor_deleted() {
    let kind = registry::find("events.bus").unwrap();
    let tagged = json!({ "Tags": [{ "Key": "Team", "Value": "shop" }] }).to_string();
    let script = ScriptedCloud::default()
        .answer(
            "DescribeEventBus",
            200,
            json!({ "Name": "default", "Arn": ARN, "Policy":
            json!({ "Version": "2012-10-17", "Statement": [] }).to_string() })
            .to_string(),
        )
        .answer("ListArchives", 200, r#"{"Archives":[]}"#)
        .answer("ListTagsForResource", 200, tagged)
        .answer("TagResource", 200, "{}")
        .answer("UntagResource", 200, "{}")
        .answer("RemovePermission", 200, "{}");
    let aws = script.aws().await;
    let spec = bus(&json!({ "name": "default", "tags": { "Team": "shop" } }));
    let id = kind.create(&aws, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, "default");
    kind.delete(&aws, "default").await.unwrap();
    let written: Vec<String> = script
        .requests()
        .into_iter()
        .map(|request| request.operation)
        .filter(|operation| !operation.starts_with("Describe") && !operation.starts_with("List"))
        .collect();
    assert_eq!(written, ["TagResource", "RemovePermission", "UntagResource"]);
}

/// UpdateEventBus and UpdateArchive keep what they are not told of.
#[tokio::test]
async fn what_is_taken_away_is_told_as_empty() {
    let script = ScriptedCloud::default()
        .answer("UpdateEventBus", 200, "{}")
        .answer("UpdateArchive", 200, "{}");
    let kind = registry::find("events.bus").unwrap();
    let full = bus(&json!({
        "description": "d", "kms_key": "k", "dead_letter": "arn:aws:sqs:us-east-2:123456789012:q",
        "log": { "level": "ERROR" },
        "archives": { "a": { "pattern": { "source": ["s"] }, "retention_days": 1, "description": "d" } },
    }));
    let empty = bus(&json!({ "archives": { "a": {} } }));
    kind.update(&script.aws().await, &Workspace::new("."), "orders", empty, full).await.unwrap();
    let bodies: Vec<Value> = script
        .requests()
        .into_iter()
        .map(|request| serde_json::from_str(&request.body).unwrap())
        .collect();
    assert_eq!(
        bodies,
        [
            json!({
                "Name": "orders", "Description": "", "KmsKeyIdentifier": "",
                "DeadLetterConfig": {}, "LogConfig": { "Level": "OFF" },
            }),
            json!({
                "ArchiveName": "a", "Description": "", "RetentionDays": 0, "KmsKeyIdentifier": "",
                "EventPattern": r#"{"source":[{"prefix":""}]}"#,
            }),
        ]
    );
}

/// A bus that is off, an archive for ever and a pattern for everything are what nobody has written.
#[tokio::test]
async fn defaults_that_aws_spells_out_are_read_as_absent() {
    let script = ScriptedCloud::default()
        .answer(
            "DescribeEventBus",
            200,
            json!({ "Name": "orders", "Arn": ARN, "Description": "", "LogConfig": { "Level": "OFF", "IncludeDetail": "NONE" } }).to_string(),
        )
        .answer("ListTagsForResource", 200, r#"{"Tags":[]}"#)
        .answer("ListArchives", 200, r#"{"Archives":[{"ArchiveName":"a"}],"NextToken":"2"}"#)
        .answer("ListArchives", 200, r#"{"Archives":[{"ArchiveName":"b"}]}"#)
        .answer(
            "DescribeArchive",
            200,
            json!({ "ArchiveArn": "a", "RetentionDays": 0, "EventPattern": r#"{"source":[{"prefix":""}]}"# }).to_string(),
        );
    let kind = registry::find("events.bus").unwrap();
    let live = kind.read(&script.aws().await, "orders").await.unwrap().unwrap();
    assert_eq!(live.spec["archives"], json!({ "a": {}, "b": {} }));
    assert_eq!(live.spec["log"], Value::Null);
}

/// A partner's bus is made of the event source of its name.
#[tokio::test]
async fn a_partners_bus_names_its_source() {
    let script = ScriptedCloud::default().answer("CreateEventBus", 200, r#"{"EventBusArn":"a"}"#);
    let kind = registry::find("events.bus").unwrap();
    let spec = bus(&json!({ "name": "aws.partner/shop.example/1" }));
    kind.create(&script.aws().await, &Workspace::new("."), spec).await.unwrap();
    let body: Value = serde_json::from_str(&script.requests()[0].body).unwrap();
    assert_eq!(body["EventSourceName"], "aws.partner/shop.example/1");
}

#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let kind = registry::find("events.bus").unwrap();
    for (code, is_absent) in [("AccessDeniedException", false), ("ResourceNotFoundException", true)]
    {
        let refusal = format!(r#"{{"__type":"{code}","message":"no"}}"#);
        let script = ["DescribeEventBus", "ListArchives", "ListTagsForResource"]
            .into_iter()
            .fold(ScriptedCloud::default(), |script, it| script.answer(it, 400, refusal.clone()));
        let read = kind.read(&script.aws().await, "orders").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
    // A part that is refused does not read as a part that is not there.
    let script = default_bus().answer("DescribeArchive", 200, "{}");
    let refused = ScriptedCloud::default()
        .answer("DescribeEventBus", 200, json!({ "Name": "orders", "Arn": ARN }).to_string())
        .answer("ListArchives", 400, r#"{"__type":"AccessDeniedException","message":"no"}"#)
        .answer("ListTagsForResource", 200, r#"{"Tags":[]}"#);
    assert!(kind.read(&script.aws().await, "orders").await.is_ok());
    assert!(kind.read(&refused.aws().await, "orders").await.is_err());
}
