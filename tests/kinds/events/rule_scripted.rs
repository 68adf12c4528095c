//! What no emulator does with rules.

use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

fn rule(changes: &Value) -> Value {
    let mut rule = json!({
        "name": "r", "bus": "default", "pattern": { "source": ["shop"] }, "state": "ENABLED",
        "targets": {}, "tags": {},
    });
    for (key, value) in changes.as_object().unwrap() {
        rule[key] = value.clone();
    }
    rule
}

fn bus_target(role: Option<&str>) -> Value {
    let arn = "arn:aws:events:us-east-2:210987654321:event-bus/b";
    rule(&json!({ "targets": { "t": { "arn": arn, "role": role } } }))
}

/// AWS leaves a bus of another account its role unless the target is re-created.
#[tokio::test]
async fn a_target_that_loses_its_role_is_re_created() {
    let script = ScriptedCloud::default()
        .answer("RemoveTargets", 200, r#"{"FailedEntryCount":0,"FailedEntries":[]}"#)
        .answer("PutTargets", 200, r#"{"FailedEntryCount":0,"FailedEntries":[]}"#);
    let kind = registry::find("events.rule").unwrap();
    let (wanted, live) = (bus_target(None), bus_target(Some("arn:aws:iam::123456789012:role/r")));
    kind.update(&script.aws().await, &Workspace::new("."), "r", wanted, live).await.unwrap();
    let called: Vec<String> = script.requests().into_iter().map(|it| it.operation).collect();
    assert_eq!(called, ["RemoveTargets", "PutTargets"]);
}

/// All targets come in one call, after those that go have made room.
#[tokio::test]
async fn targets_go_before_others_come() {
    let script = ScriptedCloud::default()
        .answer("RemoveTargets", 200, r#"{"FailedEntryCount":0,"FailedEntries":[]}"#)
        .answer("PutTargets", 200, r#"{"FailedEntryCount":0,"FailedEntries":[]}"#);
    let kind = registry::find("events.rule").unwrap();
    let queue = |name: &str| json!({ "arn": format!("arn:aws:sqs:us-east-2:123456789012:{name}") });
    let live = rule(&json!({ "targets": { "a": queue("a"), "b": queue("b"), "c": queue("c") } }));
    let wanted = rule(&json!({ "targets": { "b": queue("x"), "c": queue("c"), "d": queue("d") } }));
    kind.update(&script.aws().await, &Workspace::new("."), "r", wanted, live).await.unwrap();
    let requests = script.requests();
    let bodies: Vec<Value> =
        requests.iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect();
    assert_eq!(bodies[0], json!({ "Rule": "r", "EventBusName": "default", "Ids": ["a"] }));
    let put = bodies[1]["Targets"].as_array().unwrap().iter();
    assert_eq!(put.map(|target| &target["Id"]).collect::<Vec<_>>(), ["d", "b"]);
    assert_eq!(bodies.len(), 2);
}

/// A success of which a part has failed is an error.
#[tokio::test]
async fn a_target_that_was_not_taken_is_an_error() {
    let failed = json!({ "FailedEntryCount": 1, "FailedEntries": [
        { "TargetId": "t", "ErrorCode": "ConcurrentModificationException", "ErrorMessage": "too many at a time" },
    ] });
    let script = ScriptedCloud::default().answer("PutTargets", 200, failed.to_string());
    let kind = registry::find("events.rule").unwrap();
    let aws = script.aws().await;
    let outcome =
        kind.update(&aws, &Workspace::new("."), "r", bus_target(None), rule(&json!({}))).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.code.as_deref(), Some("ConcurrentModificationException"));
    assert!(error.to_string().contains("target `t`: too many at a time"), "{error}");
}

/// PutRule takes back what it is not told of, so it is told everything.
#[tokio::test]
async fn an_update_says_the_whole_rule() {
    let script = ScriptedCloud::default().answer("PutRule", 200, r#"{"RuleArn":"a"}"#);
    let kind = registry::find("events.rule").unwrap();
    let of = |state: &str| {
        rule(&json!({
            "state": state, "description": "d", "role": "arn:aws:iam::123456789012:role/r", "schedule": "rate(1 day)",
        }))
    };
    let aws = script.aws().await;
    kind.update(&aws, &Workspace::new("."), "r", of("DISABLED"), of("ENABLED")).await.unwrap();
    let body: Value = serde_json::from_str(&script.requests()[0].body).unwrap();
    assert_eq!(
        body,
        json!({
            "Name": "r", "EventBusName": "default", "EventPattern": r#"{"source":["shop"]}"#, "State": "DISABLED",
            "ScheduleExpression": "rate(1 day)", "Description": "d", "RoleArn": "arn:aws:iam::123456789012:role/r",
        })
    );
}

/// Targets go before their rule, page by page, and a rule that is gone is deleted.
#[tokio::test]
async fn targets_go_before_their_rule() {
    let page = |id: &str, token: Option<&str>| {
        json!({ "Targets": [{ "Id": id, "Arn": "arn:aws:sqs:us-east-2:123456789012:q" }], "NextToken": token })
            .to_string()
    };
    let script = ScriptedCloud::default()
        .answer("ListTargetsByRule", 200, page("a", Some("more")))
        .answer("ListTargetsByRule", 200, page("b", None))
        .answer("RemoveTargets", 200, r#"{"FailedEntryCount":0,"FailedEntries":[]}"#)
        .answer("DeleteRule", 200, "{}");
    let kind = registry::find("events.rule").unwrap();
    kind.delete(&script.aws().await, "aws.partner/shop.example/1/r").await.unwrap();
    let last = script.requests_of("RemoveTargets").remove(0);
    let body: Value = serde_json::from_str(&last.body).unwrap();
    assert_eq!(
        body,
        json!({ "Rule": "r", "EventBusName": "aws.partner/shop.example/1", "Ids": ["a", "b"] })
    );
    assert_eq!(script.requests().last().unwrap().operation, "DeleteRule");
    let gone = r#"{"__type":"ResourceNotFoundException","message":"no"}"#;
    let script = ScriptedCloud::default()
        .answer("ListTargetsByRule", 400, gone)
        .answer("DeleteRule", 400, gone);
    kind.delete(&script.aws().await, "r").await.unwrap();
}

#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let kind = registry::find("events.rule").unwrap();
    for (code, is_absent) in [("AccessDeniedException", false), ("ResourceNotFoundException", true)]
    {
        let refusal = format!(r#"{{"__type":"{code}","message":"no"}}"#);
        let script = ["DescribeRule", "ListTargetsByRule", "ListTagsForResource"]
            .into_iter()
            .fold(ScriptedCloud::default(), |script, it| script.answer(it, 400, refusal.clone()));
        let read = kind.read(&script.aws().await, "r").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}
