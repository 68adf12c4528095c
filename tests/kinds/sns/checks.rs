use kind::{Caller, Grantee, LiveObject};
use serde_json::{Value, json};

use super::kind;

fn messages(spec: Value) -> Vec<String> {
    kind().check(&spec).into_iter().map(|finding| finding.message).collect()
}

fn with(subscription: Value) -> Vec<String> {
    messages(json!({ "name": "t", "subscriptions": { "it": subscription } }))
}

const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:jobs";
const ROLE: &str = "arn:aws:iam::123456789012:role/r";

#[test]
fn what_only_a_fifo_topic_has() {
    assert_eq!(messages(json!({ "name": "t" })), [""; 0]);
    assert_eq!(messages(json!({ "name": "t.fifo" })), ["the name ends with `.fifo`"]);
    assert_eq!(
        messages(json!({ "name": "t", "fifo": true })),
        ["the name does not end with `.fifo`"]
    );
    assert_eq!(
        messages(
            json!({ "name": "t", "content_based_deduplication": true, "throughput_scope": "MessageGroup", "archive_days": 3 })
        ),
        [
            "a standard topic knows no message twice",
            "a standard topic has no groups of messages", "a standard topic keeps no messages",
        ]
    );
    assert_eq!(
        messages(json!({
            "name": "t.fifo", "fifo": true, "tracing": "Active", "data_protection_policy": { "Name": "p" },
            "subscriptions": { "a": { "protocol": "email", "endpoint": "a@example.com" } },
        })),
        [
            "the deliveries of a FIFO topic are not traced",
            "the messages of a FIFO topic are not looked at",
            "a FIFO topic delivers to queues alone",
        ]
    );
    assert_eq!(
        with(
            json!({ "protocol": "sqs", "endpoint": format!("{QUEUE}.fifo"), "replay": { "from": "2026-01-31T12:00:00.000Z" } })
        ),
        ["a standard topic cannot deliver to a FIFO queue", "a standard topic keeps no messages"]
    );
}

#[test]
fn each_protocol_has_endpoints_of_its_own() {
    for (protocol, endpoint) in [
        ("sqs", QUEUE),
        ("lambda", "arn:aws:lambda:us-east-2:123456789012:function:f:live"),
        ("email", "a.b+c@example.com"),
        ("sms", "+15555550100"),
        ("application", "arn:aws:sns:us-east-2:123456789012:endpoint/GCM/app/1"),
    ] {
        assert_eq!(
            with(json!({ "protocol": protocol, "endpoint": endpoint })),
            [""; 0],
            "{protocol}"
        );
        let wrong = format!("this is not an endpoint of `{protocol}`");
        assert_eq!(with(json!({ "protocol": protocol, "endpoint": "nobody" })), [wrong]);
    }
    assert_eq!(with(json!({ "protocol": "https", "url": "https://a.example/b" })), [""; 0]);
    assert_eq!(
        with(json!({ "protocol": "https", "url": "http://a.example/b" })),
        ["this is not an address of `https`"]
    );
    assert_eq!(
        with(json!({ "protocol": "https", "endpoint": "https://a.example/b" })),
        ["a subscription by `https` has one `url`"]
    );
    assert_eq!(with(json!({ "protocol": "sqs" })), ["a subscription by `sqs` has one `endpoint`"]);
    let stream = "arn:aws:firehose:us-east-2:123456789012:deliverystream/s";
    assert_eq!(
        with(json!({ "protocol": "firehose", "endpoint": stream, "subscription_role": ROLE })),
        [""; 0]
    );
    assert_eq!(
        with(json!({ "protocol": "firehose", "endpoint": stream })),
        ["missing field `subscription_role`"]
    );
}

#[test]
fn settings_belong_to_protocols() {
    assert_eq!(
        with(json!({
            "protocol": "email", "endpoint": "a@example.com", "raw_delivery": true, "subscription_role": ROLE,
            "delivery_policy": {},
        })),
        [
            "nothing is delivered by `email` as it is", "only deliveries by HTTP have a policy",
            "only a delivery stream is written to with a role",
        ]
    );
    assert_eq!(
        with(json!({ "protocol": "https", "url": "https://a.example/", "delivery_policy": {
            "disable_overrides": true, "retries": { "count": 1, "without_delay": 2, "min_delay_seconds": 30 },
        } })),
        [
            "a subscription has nothing to override",
            "the shortest pause is longer than the longest",
            "there are fewer retries than their parts together",
        ]
    );
    assert_eq!(
        with(
            json!({ "protocol": "sqs", "endpoint": QUEUE, "dead_letter": format!("{QUEUE}.fifo") })
        ),
        ["the dead-letter queue is of another sort than the topic"]
    );
    assert_eq!(
        messages(json!({ "name": "t", "delivery_logging": { "sqs": {} } })),
        ["nothing is logged"]
    );
}

#[test]
fn filters_have_limits() {
    let filtered = |policy: Value, more: Value| {
        let mut it = json!({ "protocol": "sqs", "endpoint": QUEUE, "filter_policy": policy });
        for (key, value) in more.as_object().unwrap() {
            it[key] = value.clone();
        }
        with(it)
    };
    assert_eq!(filtered(json!({ "a": ["b"] }), json!({})), [""; 0]);
    assert_eq!(filtered(json!("{\"a\": [\"b\"]}"), json!({})), [""; 0]);
    assert_eq!(
        filtered(json!({ "a": { "b": ["c"] } }), json!({})),
        ["message attributes have no parts"]
    );
    assert_eq!(
        filtered(json!({ "a": { "b": ["c"] } }), json!({ "filter_scope": "MessageBody" })),
        [""; 0]
    );
    let many: serde_json::Map<String, Value> =
        (0..6).map(|n| (format!("k{n}"), json!(["v"]))).collect();
    assert_eq!(filtered(many.into(), json!({})), ["the filter has too many keys"]);
    // 3 x 4 x 2 x 3 = 72 in the developer guide; twice as many values and more are too many.
    let nested = |last: &[u32]| json!({ "a": { "b": { "c": [1, 2, 3, 4] } }, "d": { "e": last } });
    let body = json!({ "filter_scope": "MessageBody" });
    assert_eq!(filtered(nested(&[1, 2, 3]), body.clone()), [""; 0]);
    assert_eq!(
        filtered(nested(&[1, 2, 3, 4, 5, 6, 7]), body.clone()),
        ["the filter has too many combinations of values"]
    );
    assert_eq!(filtered(json!("[\"a\"]"), json!({})), ["a filter policy is a map"]);
    assert_eq!(
        with(json!({ "protocol": "sqs", "endpoint": QUEUE, "filter_scope": "MessageBody" })),
        ["there is no filter"]
    );
}

#[test]
fn an_endpoint_is_subscribed_once_and_large_messages_go_to_few() {
    let queue = json!({ "protocol": "sqs", "endpoint": QUEUE });
    assert_eq!(
        messages(json!({ "name": "t", "subscriptions": { "a": queue, "b": queue } })),
        ["this is subscribed already"]
    );
    let mail = json!({ "protocol": "email", "endpoint": "a@example.com" });
    assert_eq!(
        messages(
            json!({ "name": "t", "max_message_size": 300_000, "subscriptions": { "a": queue, "b": mail } })
        ),
        ["a subscription takes no messages as large as that"]
    );
}

/// The policy of a new topic is for the account, and some services do not act for it.
#[test]
fn a_topic_lets_in_whom_its_policy_names() {
    let lets_in = |policy: Value, service: &str| {
        let caller = Caller {
            service: service.to_owned(),
            callee: "arn:aws:sns:us-east-2:123456789012:t".to_owned(),
            account: "123456789012".to_owned(),
            kind: "s3.bucket",
            sources: vec!["arn:aws:s3:::files".to_owned()],
            grantee: Grantee::default(),
        };
        let mut spec = json!({ "name": "t" });
        if !policy.is_null() {
            spec["policy"] = json!({ "Statement": policy });
        }
        kind().fill(&spec).unwrap().lets_in(&caller, None)
    };
    assert_eq!(lets_in(Value::Null, "cloudwatch.amazonaws.com"), Some(true));
    assert_eq!(lets_in(Value::Null, "s3.amazonaws.com"), Some(false));
    let statement = json!({ "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sns:Publish", "Resource": "*" });
    assert_eq!(lets_in(statement.clone(), "s3.amazonaws.com"), Some(true));
    assert_eq!(lets_in(statement, "cloudwatch.amazonaws.com"), Some(false));
}

#[test]
fn people_have_to_confirm_and_that_is_told() {
    let spec = |subscriptions: Value| json!({ "name": "t", "subscriptions": subscriptions });
    let mail =
        json!({ "email a@example.com": { "protocol": "email", "endpoint": "a@example.com" } });
    let told = |wanted: Value, live: Value| -> Vec<String> {
        let told = kind().fill(&spec(wanted)).unwrap().consequences(&LiveObject::from(spec(live)));
        told.into_iter().map(|it| it.says).collect()
    };
    assert_eq!(
        told(mail.clone(), json!({})),
        ["nothing is delivered before somebody follows the link in an e-mail to it"]
    );
    assert_eq!(
        told(json!({}), mail.clone()),
        ["to have it back, somebody has to confirm it again"]
    );
    assert_eq!(told(mail.clone(), mail), [""; 0]);
}
