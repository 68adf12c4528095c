//! `scheduler.schedule`.

use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::events::told;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

const ROLE: &str = "arn:aws:iam::123456789012:role/r";
const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:q";
const NO_ACTION: &str = "moto takes it at creation alone";

fn target(changes: Value) -> Value {
    json!({ "target": changes })
}

round_trips! {
    kind: "scheduler.schedule",
    base: json!({ "expression": "rate(5 minutes)", "target": { "arn": QUEUE, "role": ROLE } }), prepare: &[];
    as_created: json!({}) =>
        "[client('scheduler').get_schedule(Name=name)[k] for k in ['State', 'FlexibleTimeWindow', 'GroupName']]",
        json!(["ENABLED", { "Mode": "OFF" }, "default"]), On::Both;
    expression: json!({ "expression": "cron(0 9 ? * MON-FRI *)" }) =>
        "client('scheduler').get_schedule(Name=name)['ScheduleExpression']", json!("cron(0 9 ? * MON-FRI *)"), On::Both;
    timezone: json!({ "timezone": "Europe/Berlin" }) =>
        "client('scheduler').get_schedule(Name=name)['ScheduleExpressionTimezone']", json!("Europe/Berlin"), On::Both;
    flexible_window: json!({ "flexible_window_minutes": 15 }) =>
        "client('scheduler').get_schedule(Name=name)['FlexibleTimeWindow']",
        json!({ "Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15 }), On::Both;
    start: json!({ "start": "2030-01-01T01:00:00+01:00" }) =>
        "client('scheduler').get_schedule(Name=name)['StartDate'].timestamp()", json!(1_893_456_000.0), On::Both;
    end: json!({ "end": "2031-01-01T00:00:00Z" }) =>
        "client('scheduler').get_schedule(Name=name)['EndDate'].timestamp()", json!(1_924_992_000.0), On::Both;
    state: json!({ "state": "DISABLED" }) =>
        "client('scheduler').get_schedule(Name=name)['State']", json!("DISABLED"), On::Both;
    action_after_completion: json!({ "action_after_completion": "DELETE" }) =>
        "client('scheduler').get_schedule(Name=name)['ActionAfterCompletion']", json!("DELETE"), On::Ministack(NO_ACTION);
    description: json!({ "description": "what for" }) =>
        "client('scheduler').get_schedule(Name=name)['Description']", json!("what for"), On::Both;
    kms_key: json!({ "kms_key": "arn:aws:kms:us-east-2:123456789012:key/k" }) =>
        "client('scheduler').get_schedule(Name=name)['KmsKeyArn']", json!("arn:aws:kms:us-east-2:123456789012:key/k"), On::Both;
    target_arn: target(json!({ "arn": "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance", "input": { "DbInstanceIdentifier": "d" } })) =>
        "[client('scheduler').get_schedule(Name=name)['Target'][k] for k in ['Arn', 'Input']]",
        json!(["arn:aws:scheduler:::aws-sdk:rds:stopDBInstance", "{\"DbInstanceIdentifier\":\"d\"}"]), On::Both;
    input: target(json!({ "input": "plain text" })) =>
        "client('scheduler').get_schedule(Name=name)['Target']['Input']", json!("plain text"), On::Both;
    retry: target(json!({ "retry": { "attempts": 0, "max_age_seconds": 60 } })) =>
        "client('scheduler').get_schedule(Name=name)['Target']['RetryPolicy']",
        json!({ "MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60 }), On::Both;
    dead_letter: target(json!({ "dead_letter": "arn:aws:sqs:us-east-2:123456789012:lost" })) =>
        "client('scheduler').get_schedule(Name=name)['Target']['DeadLetterConfig']['Arn']",
        json!("arn:aws:sqs:us-east-2:123456789012:lost"), On::Both;
    message_group: target(json!({ "arn": "arn:aws:sqs:us-east-2:123456789012:q.fifo", "message_group": "g" })) =>
        "client('scheduler').get_schedule(Name=name)['Target']['SqsParameters']", json!({ "MessageGroupId": "g" }), On::Both;
    partition_key: target(json!({ "arn": "arn:aws:kinesis:us-east-2:123456789012:stream/s", "partition_key": "k" })) =>
        "client('scheduler').get_schedule(Name=name)['Target']['KinesisParameters']", json!({ "PartitionKey": "k" }), On::Both;
    event: target(json!({
            "arn": "arn:aws:events:us-east-2:123456789012:event-bus/default",
            "event": { "source": "shop", "detail_type": "Order" },
        })) =>
        "client('scheduler').get_schedule(Name=name)['Target']['EventBridgeParameters']",
        json!({ "Source": "shop", "DetailType": "Order" }), On::Both;
    pipeline: target(json!({
            "arn": "arn:aws:sagemaker:us-east-2:123456789012:pipeline/p", "pipeline_parameters": { "Epochs": "3" },
        })) =>
        "client('scheduler').get_schedule(Name=name)['Target']['SageMakerPipelineParameters']",
        json!({ "PipelineParameterList": [{ "Name": "Epochs", "Value": "3" }] }), On::Both;
    ecs: target(json!({
            "arn": "arn:aws:ecs:us-east-2:123456789012:cluster/c",
            "ecs": {
                "task_definition": "arn:aws:ecs:us-east-2:123456789012:task-definition/t", "task_count": 2,
                "network": { "subnets": ["subnet-1"] },
                "capacity_providers": { "FARGATE": { "weight": 1, "base": 2 } },
                "managed_tags": true, "tags": { "Team": "shop" },
            },
        })) =>
        "{k: v for k, v in client('scheduler').get_schedule(Name=name)['Target']['EcsParameters'].items() if v}",
        json!({
            "TaskDefinitionArn": "arn:aws:ecs:us-east-2:123456789012:task-definition/t", "TaskCount": 2,
            "NetworkConfiguration": { "awsvpcConfiguration": { "Subnets": ["subnet-1"] } },
            "CapacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1, "base": 2 }],
            "EnableECSManagedTags": true, "Tags": [{ "key": "Team", "value": "shop" }],
        }), On::Both;
}

/// In a group of one's own.
mod in_a_group {
    use super::*;

    round_trips! {
        kind: "scheduler.schedule",
        base: json!({ "group": "{name}-group", "expression": "rate(5 minutes)", "target": { "arn": QUEUE, "role": ROLE } }),
        prepare: &["client('scheduler').create_schedule_group(Name=f'{name}-group')['ScheduleGroupArn']"];
        group: json!({ "state": "DISABLED" }) =>
            "client('scheduler').get_schedule(Name=name, GroupName=f'{name}-group')['State']", json!("DISABLED"), On::Both;
    }
}

fn schedule(changes: &Value) -> Vec<String> {
    let mut spec = json!({
        "name": "s", "expression": "rate(5 minutes)", "target": { "arn": QUEUE, "role": ROLE },
    });
    for (key, value) in changes.as_object().unwrap() {
        match (key.as_str(), value) {
            ("target", Value::Object(fields)) => {
                for (key, value) in fields {
                    spec["target"][key] = value.clone();
                }
            }
            _ => spec[key] = value.clone(),
        }
    }
    told("scheduler.schedule", &spec)
}

const NOTHING: [&str; 0] = [];

#[test]
fn times_are_checked() {
    assert_eq!(schedule(&json!({})), NOTHING);
    assert_eq!(schedule(&json!({ "expression": "at(2030-12-31T23:59:59)" })), NOTHING);
    assert_eq!(
        schedule(&json!({ "expression": "cron(0 9 * * *)" })),
        ["Error expression: `cron(0 9 * * *)` is not a schedule"]
    );
    assert_eq!(
        schedule(&json!({ "start": "2030-01-02T00:00:00Z", "end": "2030-01-02T00:30:00+01:00" })),
        ["Error end: it ends before it starts"]
    );
    assert_eq!(
        schedule(&json!({ "start": "tomorrow" })),
        ["Error start: `tomorrow` is not a valid time"]
    );
    assert_eq!(
        schedule(&json!({ "action_after_completion": "DELETE" })),
        [
            "Warning action_after_completion: AWS deletes the schedule when it has run for the last time"
        ]
    );
}

#[test]
fn targets_are_checked() {
    let of = |target: Value| schedule(&json!({ "target": target }));
    let universal = |named: &str| format!("arn:aws:scheduler:::aws-sdk:{named}");
    assert_eq!(of(json!({ "arn": universal("rds:stopDBInstance"), "input": {} })), NOTHING);
    assert_eq!(
        of(json!({ "arn": universal("SQS:SendMessage") })),
        ["Error target.arn: it names no operation"]
    );
    assert_eq!(
        of(json!({ "arn": universal("s3:getObject") })),
        ["Error target.arn: the operation only reads"]
    );
    assert_eq!(
        of(json!({ "arn": "arn:aws:dynamodb:us-east-2:123456789012:table/t" })),
        ["Warning target.arn: the scheduler may know no targets of `dynamodb`"]
    );
    let function = "arn:aws:lambda:us-east-2:123456789012:function:f";
    assert_eq!(
        of(json!({ "arn": function, "input": "plain" })),
        ["Error target.input: it is not JSON"]
    );
    assert_eq!(
        of(json!({ "arn": "arn:aws:events:us-east-2:123456789012:event-bus/b" })),
        ["Error target.event: the target needs `event`"]
    );
    assert_eq!(
        of(json!({ "event": { "source": "aws.s3", "detail_type": "d" } })),
        [
            "Error target.event.source: a source does not begin with `aws.`",
            "Warning target.event: `event` is for targets of another service",
        ]
    );
    let ecs = json!({ "task_definition": "t", "task_count": 11 });
    assert_eq!(
        of(json!({ "arn": "arn:aws:ecs:us-east-2:123456789012:cluster/c", "ecs": ecs })),
        ["Error target.ecs.task_count: too many tasks"]
    );
}

/// UpdateSchedule forgets what it is not told of, so it is told everything; and reads leave AWS's defaults out.
#[tokio::test]
async fn an_update_says_the_whole_schedule() {
    let script = ScriptedCloud::default()
        .answer("UpdateSchedule", 200, r#"{"ScheduleArn":"a"}"#)
        .answer(
            "GetSchedule",
            200,
            json!({
                "Arn": "arn:aws:scheduler:us-east-2:123456789012:schedule/g/s", "Name": "s", "GroupName": "g",
                "ScheduleExpression": "rate(5 minutes)", "ScheduleExpressionTimezone": "UTC", "State": "ENABLED",
                "ActionAfterCompletion": "NONE", "FlexibleTimeWindow": { "Mode": "OFF" },
                "StartDate": 1_893_456_000.0, "CreationDate": 1.0, "LastModificationDate": 1.0,
                "Target": {
                    "Arn": QUEUE, "RoleArn": ROLE,
                    "RetryPolicy": { "MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185 },
                },
            })
            .to_string(),
        );
    let kind = registry::find("scheduler.schedule").unwrap();
    let aws = script.aws().await;
    let live = kind.read(&aws, "g/s").await.unwrap().unwrap();
    let mut wanted = Value::clone(&live.spec);
    wanted["state"] = json!("DISABLED");
    kind.update(&aws, &Workspace::new("."), "g/s", wanted, live).await.unwrap();
    let request = script.requests_of("UpdateSchedule").remove(0);
    assert!(request.uri.contains("/schedules/s"), "{}", request.uri);
    let mut body: Value = serde_json::from_str(&request.body).unwrap();
    assert!(body.as_object_mut().unwrap().remove("ClientToken").is_some());
    assert_eq!(
        body,
        json!({
            "GroupName": "g", "ScheduleExpression": "rate(5 minutes)", "ScheduleExpressionTimezone": "UTC",
            "StartDate": 1_893_456_000, "State": "DISABLED", "ActionAfterCompletion": "NONE",
            "FlexibleTimeWindow": { "Mode": "OFF" }, "Target": { "Arn": QUEUE, "RoleArn": ROLE },
        })
    );
}

#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let kind = registry::find("scheduler.schedule").unwrap();
    for (code, is_absent) in [("AccessDeniedException", false), ("ResourceNotFoundException", true)]
    {
        let script = ScriptedCloud::default().answer_with(
            "GetSchedule",
            404,
            &[("x-amzn-errortype", code)],
            r#"{"Message":"no"}"#,
        );
        let read = kind.read(&script.aws().await, "default/s").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}
