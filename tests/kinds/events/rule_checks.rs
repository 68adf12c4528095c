//! What AWS refuses of rules and their targets, told offline.

use serde_json::{Value, json};

use super::told;

fn rule(changes: &Value) -> Vec<String> {
    let mut spec = json!({ "name": "r", "pattern": { "source": ["shop"] } });
    for (key, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(spec.as_object_mut().unwrap().remove(key)),
            value => spec[key] = value.clone(),
        }
    }
    told("events.rule", &spec)
}

fn target(target: &Value) -> Vec<String> {
    rule(&json!({ "targets": { "t": target } }))
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_rule_waits_for_something() {
    assert_eq!(rule(&json!({})), NOTHING);
    assert_eq!(rule(&json!({ "pattern": null })), ["Error : the rule waits for nothing"]);
    assert_eq!(rule(&json!({ "pattern": null, "schedule": "rate(1 day)" })), NOTHING);
    assert_eq!(
        rule(&json!({ "schedule": "rate(1 days)" })),
        ["Error schedule: `rate(1 days)` is not a schedule"]
    );
    assert_eq!(
        rule(&json!({ "bus": "orders", "schedule": "rate(1 day)" })),
        ["Error schedule: only rules of the bus `default` run on a schedule"]
    );
    assert_eq!(
        rule(&json!({ "pattern": { "source": [{ "prefx": "a" }] } })),
        ["Error pattern.source[0]: there is no filter `prefx`"]
    );
    assert_eq!(
        rule(&json!({ "targets": { "a b": { "arn": "arn:aws:sns:us-east-2:123456789012:t" } } })),
        ["Error targets[\"a b\"]: `a b` cannot be the id of a target"]
    );
}

#[test]
fn some_targets_need_a_role() {
    let arn = |rest: &str| format!("arn:aws:{rest}");
    for rest in [
        "lambda:us-east-2:123456789012:function:f", "sqs:us-east-2:123456789012:q",
        "sns:us-east-2:123456789012:t", "logs:us-east-2:123456789012:log-group:/aws/events/g",
        "execute-api:us-east-2:123456789012:a/prod/GET/b",
    ] {
        assert_eq!(target(&json!({ "arn": arn(rest) })), NOTHING, "{rest}");
    }
    for rest in [
        "states:us-east-2:123456789012:stateMachine:m", "kinesis:us-east-2:123456789012:stream/s",
        "firehose:us-east-2:123456789012:deliverystream/s",
        "events:us-east-2:123456789012:api-destination/d/1",
        "codebuild:us-east-2:123456789012:project/p",
    ] {
        let without = target(&json!({ "arn": arn(rest) }));
        assert_eq!(without, ["Error targets.t.role: the target needs a role"], "{rest}");
        let role = "arn:aws:iam::123456789012:role/r";
        assert_eq!(target(&json!({ "arn": arn(rest), "role": role })), NOTHING, "{rest}");
        let of_rule = json!({ "role": role, "targets": { "t": { "arn": arn(rest) } } });
        assert_eq!(rule(&of_rule), NOTHING, "{rest}");
    }
    assert_eq!(
        target(&json!({ "arn": arn("events:us-east-1:123456789012:event-bus/b") })),
        ["Warning targets.t.role: a bus needs a role"]
    );
}

#[test]
fn settings_are_for_targets_of_their_service() {
    let role = "arn:aws:iam::123456789012:role/r";
    let cluster = "arn:aws:ecs:us-east-2:123456789012:cluster/c";
    assert_eq!(
        target(&json!({ "arn": cluster, "role": role })),
        ["Error targets.t.ecs: the target needs `ecs`"]
    );
    assert_eq!(
        target(&json!({ "arn": "arn:aws:sqs:us-east-2:123456789012:q.fifo" })),
        ["Error targets.t.message_group: the target needs `message_group`"]
    );
    assert_eq!(
        target(
            &json!({ "arn": "arn:aws:sqs:us-east-2:123456789012:q", "partition_key_path": "$.id" })
        ),
        [
            "Warning targets.t.partition_key_path: `partition_key_path` is for targets of another service"
        ]
    );
    let api = "arn:aws:execute-api:us-east-2:123456789012:a/prod/GET/b";
    assert_eq!(target(&json!({ "arn": api, "http": { "query": { "a": "b" } } })), NOTHING);
}

#[test]
fn a_target_is_given_one_thing() {
    let queue = "arn:aws:sqs:us-east-2:123456789012:q";
    assert_eq!(
        target(&json!({ "arn": queue, "input": {}, "input_path": "$.detail" })),
        ["Error targets.t: a target has one of `input`, `input_path` and `input_transformer`"]
    );
    assert_eq!(
        target(&json!({ "arn": queue, "input": "plain" })),
        ["Error targets.t.input: it is not JSON"]
    );
    for json in [json!("\"quoted\""), json!({ "a": 1 }), json!([1]), json!(5), json!(true)] {
        assert_eq!(target(&json!({ "arn": queue, "input": json })), NOTHING);
    }
    let transformer = |paths: Value, template: &str| {
        target(
            &json!({ "arn": queue, "input_transformer": { "paths": paths, "template": template } }),
        )
    };
    assert_eq!(
        transformer(
            json!({ "id": "$.detail.id" }),
            "{\"a\": <id>, \"b\": <aws.events.event.json>}"
        ),
        NOTHING
    );
    assert_eq!(
        transformer(json!({ "id": "detail.id" }), "<other>"),
        [
            "Error targets.t.input_transformer.paths.id: `detail.id` is not a path",
            "Error targets.t.input_transformer.template: `<other>` stands for nothing",
        ]
    );
    assert_eq!(
        target(
            &json!({ "arn": queue, "dead_letter": "arn:aws:sqs:us-east-2:123456789012:q.fifo" })
        ),
        ["Warning targets.t.dead_letter: a FIFO queue takes no undelivered events"]
    );
}
