use kind::registry;
use kind::{AnyKind, Caller, Grantee, Place};
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

/// An expression on the queue's attributes.
macro_rules! attributes {
    ($of:literal) => {
        concat!(
            "(lambda all: all",
            $of,
            ")(client('sqs').get_queue_attributes(QueueUrl=client('sqs').get_queue_url(QueueName=id)['QueueUrl'], AttributeNames=['All'])['Attributes'])"
        )
    };
}

const FORGETS: &str = "moto forgets who may have a queue as their dead-letter queue";

fn statement_for_topic() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "News", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
            "Principal": { "Service": "sns.amazonaws.com" },
            "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-east-2:{account}:news" } },
        }],
    })
}

round_trips! {
    kind: "sqs.queue", base: json!({}), prepare: &["client('sqs').create_queue(QueueName=name + '-dead')['QueueUrl']"];
    visibility_timeout_seconds: json!({ "visibility_timeout_seconds": 120 }) =>
        attributes!("['VisibilityTimeout']"), json!("120"), On::Both;
    retention_seconds: json!({ "retention_seconds": 1_209_600 }) =>
        attributes!("['MessageRetentionPeriod']"), json!("1209600"), On::Both;
    delay_seconds: json!({ "delay_seconds": 15 }) =>
        attributes!("['DelaySeconds']"), json!("15"), On::Both;
    max_message_size: json!({ "max_message_size": 4096 }) =>
        attributes!("['MaximumMessageSize']"), json!("4096"), On::Both;
    receive_wait_seconds: json!({ "receive_wait_seconds": 20 }) =>
        attributes!("['ReceiveMessageWaitTimeSeconds']"), json!("20"), On::Both;
    dead_letter: json!({ "dead_letter": { "queue": "arn:aws:sqs:us-east-2:{account}:{name}-dead", "max_receives": 5 } }) =>
        attributes!(".get('RedrivePolicy', '').count('\"maxReceiveCount\": 5') + all.get('RedrivePolicy', '').count('\"maxReceiveCount\":5')"), json!(1), On::Both;
    redrive_allow: json!({ "redrive_allow": ["arn:aws:sqs:us-east-2:{account}:orders"] }) =>
        attributes!("['RedriveAllowPolicy'].count('byQueue')"), json!(1), On::Ministack(FORGETS);
    redrive_allow_none: json!({ "redrive_allow": [] }) =>
        attributes!("['RedriveAllowPolicy'].count('denyAll')"), json!(1), On::Ministack(FORGETS);
    kms_key: json!({ "kms_key": "alias/aws/sqs", "data_key_reuse_seconds": 600 }) =>
        attributes!(".get('KmsMasterKeyId') + all['KmsDataKeyReusePeriodSeconds']"), json!("alias/aws/sqs600"), On::Both;
    managed_encryption: json!({ "managed_encryption": false }) =>
        attributes!("['SqsManagedSseEnabled']"), json!("false"), On::Both;
    policy: json!({ "policy": statement_for_topic() }) =>
        attributes!(".get('Policy').count('sns.amazonaws.com')"), json!(1), On::Both;
    tags: json!({ "tags": { "Team": "orders" } }) =>
        "client('sqs').list_queue_tags(QueueUrl=client('sqs').get_queue_url(QueueName=id)['QueueUrl'])['Tags']['Team']",
        json!("orders"), On::Both;
}

mod fifo {
    use super::*;

    round_trips! {
        kind: "sqs.queue", base: json!({ "name": "{name}.fifo", "fifo": true }), prepare: &[];
        as_created: json!({}) => attributes!("['FifoQueue']"), json!("true"), On::Both;
        content_based_deduplication: json!({ "content_based_deduplication": true }) =>
            attributes!("['ContentBasedDeduplication']"), json!("true"), On::Both;
        high_throughput: json!({ "deduplication_scope": "messageGroup", "throughput_limit": "perMessageGroupId" }) =>
            attributes!("['DeduplicationScope'] + all['FifoThroughputLimit']"), json!("messageGroupperMessageGroupId"), On::Both;
    }
}

fn kind() -> &'static dyn AnyKind {
    registry::find("sqs.queue").unwrap()
}

fn messages(spec: Value) -> Vec<String> {
    kind().check(&spec).into_iter().map(|finding| finding.message).collect()
}

#[test]
fn what_only_a_fifo_queue_has() {
    assert_eq!(messages(json!({ "name": "orders" })), [""; 0]);
    assert_eq!(messages(json!({ "name": "orders.fifo", "fifo": true })), [""; 0]);
    assert_eq!(
        messages(json!({ "name": "orders", "fifo": true })),
        ["the name does not end with `.fifo`"]
    );
    assert_eq!(messages(json!({ "name": "orders.fifo" })), ["the name ends with `.fifo`"]);
    assert_eq!(
        messages(json!({
            "name": "orders", "content_based_deduplication": true, "deduplication_scope": "messageGroup",
            "throughput_limit": "perMessageGroupId",
        })),
        [
            "a standard queue knows no message twice", "a standard queue has no deduplication",
            "a standard queue has no limit of its throughput",
        ]
    );
    assert_eq!(
        messages(
            json!({ "name": "a.fifo", "fifo": true, "throughput_limit": "perMessageGroupId" })
        ),
        ["each group has a throughput of its own, and none its own deduplication"]
    );
}

#[test]
fn a_dead_letter_queue_is_of_the_same_sort_and_place() {
    let with = |queue: &str| json!({ "name": "orders.fifo", "fifo": true, "dead_letter": { "queue": queue, "max_receives": 3 } });
    let dead = |name: &str| format!("arn:aws:sqs:us-east-2:123456789012:{name}");
    assert_eq!(messages(with(&dead("dead.fifo"))), [""; 0]);
    assert_eq!(
        messages(with(&dead("dead"))),
        ["the dead-letter queue of a FIFO queue is a FIFO queue"]
    );
    let place = Place::new("123456789012", "us-east-2");
    let found = |queue: &str| -> Vec<String> {
        let found = kind().check_place(&with(queue), &place).into_iter();
        found.map(|finding| finding.message).collect()
    };
    assert_eq!(found(&dead("dead.fifo")), [""; 0]);
    assert_eq!(found(&dead("orders.fifo")), ["the queue is its own dead-letter queue"]);
    for elsewhere in [
        "arn:aws:sqs:eu-west-1:123456789012:dead.fifo",
        "arn:aws:sqs:us-east-2:210987654321:dead.fifo",
    ] {
        assert_eq!(found(elsewhere), ["the dead-letter queue is elsewhere"]);
    }
    let allow = json!({ "name": "dead", "redrive_allow": [dead("orders.fifo")] });
    assert_eq!(
        messages(allow),
        [format!("`{}` can never have this as its dead-letter queue", dead("orders.fifo"))]
    );
}

#[test]
fn one_encryption_and_one_policy_that_fits() {
    assert_eq!(
        messages(json!({ "name": "a", "kms_key": "alias/a", "managed_encryption": false })),
        ["a key of KMS's encrypts the messages already"]
    );
    assert_eq!(
        messages(json!({ "name": "a", "data_key_reuse_seconds": 60 })),
        ["there are no data keys"]
    );
    let mut spec = json!({ "name": "a", "policy": statement_for_topic() });
    assert_eq!(messages(spec.clone()), [""; 0]);
    spec["policy"]["Statement"][0]["Sid"] = json!("A".repeat(8_192));
    assert!(messages(spec.clone()).contains(&"the policy is too long".to_owned()));
    let everybody = json!({ "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*" });
    spec["policy"] = json!({ "Statement": everybody });
    assert_eq!(messages(spec), ["the statement is for everybody"]);
}

/// A queue without a statement for a service lets none in.
#[test]
fn a_service_is_let_in_by_a_statement() {
    let caller = |topic: &str| Caller {
        service: "sns.amazonaws.com".to_owned(),
        callee: "arn:aws:sqs:us-east-2:123456789012:a".to_owned(),
        account: "123456789012".to_owned(),
        kind: "sns.topic",
        sources: vec![format!("arn:aws:sns:us-east-2:123456789012:{topic}")],
        grantee: Grantee::default(),
    };
    let lets_in =
        |spec: Value, topic: &str| kind().fill(&spec).unwrap().lets_in(&caller(topic), None);
    assert_eq!(lets_in(json!({ "name": "a" }), "news"), Some(false));
    let policy = statement_for_topic().to_string().replace("{account}", "123456789012");
    let with = json!({ "name": "a", "policy": policy });
    assert_eq!(lets_in(with.clone(), "news"), Some(true));
    assert_eq!(lets_in(with, "other"), Some(false));
}

const URL: &str = "https://sqs.us-east-2.amazonaws.com/123456789012/orders";

fn shown(more: Value) -> String {
    let mut all = json!({
        "QueueArn": "arn:aws:sqs:us-east-2:123456789012:orders", "VisibilityTimeout": "30",
        "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600", "DelaySeconds": "0",
        "ReceiveMessageWaitTimeSeconds": "0", "SqsManagedSseEnabled": "true",
    });
    for (name, value) in more.as_object().unwrap() {
        all[name] = value.clone();
    }
    json!({ "Attributes": all }).to_string()
}

/// AWS accepts one kind of encryption in a call, and shows a change only after a while.
#[tokio::test]
async fn encryption_is_switched_in_one_call_which_shows_later() {
    let key = json!({ "KmsMasterKeyId": "alias/a", "KmsDataKeyReusePeriodSeconds": "300", "SqsManagedSseEnabled": "false" });
    let script = ScriptedCloud::default()
        .answer("GetQueueAttributes", 200, shown(json!({})))
        .answer("GetQueueAttributes", 200, shown(json!({})))
        .answer("GetQueueAttributes", 200, shown(key.clone()))
        .answer("ListQueueTags", 200, "{}")
        .answer("SetQueueAttributes", 200, "{}");
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    let live = kind().read(&aws, "orders").await.unwrap().unwrap();
    assert_eq!(live.outputs["url"].as_deref(), Some(URL));
    let spec = json!({ "name": "orders", "kms_key": "alias/a" });
    kind().update(&aws, &workspace, "orders", spec, live).await.unwrap();
    assert_eq!(script.requests_of("GetQueueAttributes").len(), 3);
    let sent = |script: &ScriptedCloud| -> Value {
        let sent = script.requests_of("SetQueueAttributes");
        serde_json::from_str(&sent.last().unwrap().body).unwrap()
    };
    assert_eq!(
        sent(&script),
        json!({ "QueueUrl": URL, "Attributes": { "KmsMasterKeyId": "alias/a", "KmsDataKeyReusePeriodSeconds": "300" } })
    );
    let script = ScriptedCloud::default()
        .answer("GetQueueAttributes", 200, shown(key))
        .answer("GetQueueAttributes", 200, shown(json!({})))
        .answer("ListQueueTags", 200, "{}")
        .answer("SetQueueAttributes", 200, "{}");
    let aws = script.aws().await;
    let live = kind().read(&aws, "orders").await.unwrap().unwrap();
    kind().update(&aws, &workspace, "orders", json!({ "name": "orders" }), live).await.unwrap();
    assert_eq!(
        sent(&script),
        json!({ "QueueUrl": URL, "Attributes": { "KmsMasterKeyId": "", "SqsManagedSseEnabled": "true" } })
    );
}

#[tokio::test]
async fn a_queue_is_made_with_its_attributes_and_tags() {
    let script =
        ScriptedCloud::default().answer("CreateQueue", 200, json!({ "QueueUrl": URL }).to_string());
    let spec = json!({
        "name": "orders.fifo", "fifo": true, "delay_seconds": 5, "tags": { "Team": "a" },
        "redrive_allow": [], "dead_letter": { "queue": "arn:aws:sqs:us-east-2:123456789012:dead.fifo", "max_receives": 3 },
    });
    let id = kind().create(&script.aws().await, &Workspace::new("."), spec).await.unwrap();
    assert_eq!(id, "orders.fifo");
    let sent: Value = serde_json::from_str(&script.requests()[0].body).unwrap();
    assert_eq!(
        sent,
        json!({
            "QueueName": "orders.fifo", "tags": { "Team": "a" },
            "Attributes": {
                "FifoQueue": "true", "DelaySeconds": "5",
                "RedriveAllowPolicy": r#"{"redrivePermission":"denyAll"}"#,
                "RedrivePolicy": r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-2:123456789012:dead.fifo","maxReceiveCount":3}"#,
            },
        })
    );
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    for (code, query_code, is_absent) in [
        ("AccessDeniedException", "AccessDenied", false),
        ("com.amazonaws.sqs#QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", true),
    ] {
        let refusal = json!({ "__type": code, "message": "no" }).to_string();
        let script = ScriptedCloud::default()
            .answer_with(
                "GetQueueAttributes",
                400,
                &[("x-amzn-query-error", &format!("{query_code};Sender"))],
                refusal,
            )
            .answer("ListQueueTags", 200, "{}");
        let read = kind().read(&script.aws().await, "orders").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}

#[test]
fn what_is_lost_with_a_shorter_retention_is_told() {
    let spec = |seconds: i32| json!({ "name": "a", "retention_seconds": seconds });
    let told = |wanted: i32, live: i32| {
        let live = kind::LiveObject::from(spec(live));
        let told = kind().fill(&spec(wanted)).unwrap().consequences(&live);
        told.into_iter().map(|it| it.says).collect::<Vec<_>>()
    };
    assert_eq!(told(60, 3600), ["messages that are older than 60 seconds are deleted"]);
    assert_eq!(told(3600, 60), [""; 0]);
}
