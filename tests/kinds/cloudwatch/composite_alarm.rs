use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

const NO_CBOR: &str = "moto does not speak CBOR, in which CloudWatch is called";

const CHILDREN: &[&str] = &[
    "[client('cloudwatch').put_metric_alarm(AlarmName=name+end, Namespace='n', MetricName='m', Statistic='Sum', Period=60, \
     EvaluationPeriods=1, Threshold=1, ComparisonOperator='GreaterThanThreshold') for end in ('-a', '-b')]",
];

round_trips! {
    kind: "cloudwatch.composite_alarm", base: json!({ "rule": "ALARM(\"{name}-a\")", "actions_enabled": false }), prepare: CHILDREN;
    rule: json!({ "rule": "ALARM(\"{name}-a\") OR NOT OK({name}-b)" }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name], AlarmTypes=['CompositeAlarm'])['CompositeAlarms'][0]['AlarmRule'].replace(name, '')",
        json!("ALARM(\"-a\") OR NOT OK(-b)"), On::Ministack(NO_CBOR);
    description: json!({ "description": "call somebody" }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name], AlarmTypes=['CompositeAlarm'])['CompositeAlarms'][0]['AlarmDescription']",
        json!("call somebody"), On::Ministack(NO_CBOR);
    actions: json!({
        "actions_enabled": true,
        "alarm_actions": ["arn:aws:sns:us-east-2:{account}:alerts"],
        "insufficient_data_actions": ["arn:aws:sns:us-east-2:{account}:unsure"],
        "ok_actions": ["arn:aws:sns:us-east-2:{account}:fine"],
    }) =>
        "(lambda a: [a['ActionsEnabled']] + [x[0].split(':')[-1] for x in (a['AlarmActions'], a['InsufficientDataActions'], a['OKActions'])])(client('cloudwatch').describe_alarms(AlarmNames=[name], AlarmTypes=['CompositeAlarm'])['CompositeAlarms'][0])",
        json!([true, "alerts", "unsure", "fine"]), On::Ministack(NO_CBOR);
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['Value'] for t in client('cloudwatch').list_tags_for_resource(ResourceARN=client('cloudwatch').describe_alarms(AlarmNames=[name], AlarmTypes=['CompositeAlarm'])['CompositeAlarms'][0]['AlarmArn'])['Tags'] if t['Key'] == 'Team']",
        json!(["ai"]), On::Ministack(NO_CBOR);
}

/// ministack knows no suppressors.
#[tokio::test]
async fn a_suppressor_is_set_and_read_and_taken_away() {
    let described = json!({ "MetricAlarms": [], "CompositeAlarms": [{
        "AlarmName": "all", "AlarmArn": "arn:aws:cloudwatch:us-east-2:123456789012:alarm:all",
        "AlarmRule": "ALARM(a)", "ActionsEnabled": true, "AlarmActions": [], "OKActions": [], "InsufficientDataActions": [],
        "ActionsSuppressor": "maintenance", "ActionsSuppressorWaitPeriod": 60, "ActionsSuppressorExtensionPeriod": 120,
    }] });
    let script = ScriptedCloud::default()
        .cbor("DescribeAlarms", 200, &described)
        .cbor("ListTagsForResource", 200, &json!({ "Tags": [] }))
        .cbor("PutCompositeAlarm", 200, &json!({}));
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    let kind = registry::find("cloudwatch.composite_alarm").unwrap();
    let live = kind.read(&aws, "all").await.unwrap().unwrap().spec.into_inner();
    let suppressor = json!({ "alarm": "maintenance", "wait_period": 60, "extension_period": 120 });
    assert_eq!(live["suppressor"], suppressor);
    let mut without = live.clone();
    without.as_object_mut().unwrap().remove("suppressor");
    kind.update(&aws, &workspace, "all", without.clone(), live.clone()).await.unwrap();
    kind.update(&aws, &workspace, "all", live, without).await.unwrap();
    let bodies: Vec<Value> = script
        .requests_of("PutCompositeAlarm")
        .iter()
        .map(|request| serde_json::from_str(&request.body).unwrap())
        .collect();
    assert_eq!(
        bodies[0],
        json!({ "AlarmName": "all", "AlarmRule": "ALARM(a)", "ActionsEnabled": true })
    );
    assert_eq!(bodies[1]["ActionsSuppressor"], "maintenance");
    assert_eq!(bodies[1]["ActionsSuppressorWaitPeriod"], 60);
    assert_eq!(bodies[1]["ActionsSuppressorExtensionPeriod"], 120);
}

#[test]
fn rules_are_checked() {
    let kind = registry::find("cloudwatch.composite_alarm").unwrap();
    let messages = |rule: &str| -> Vec<String> {
        let spec = json!({ "name": "all", "rule": rule, "actions_enabled": false });
        kind.check(&spec).into_iter().map(|it| it.message).collect()
    };
    assert_eq!(messages("ALARM(a) OR OK(\"b\")"), [""; 0]);
    assert_eq!(
        messages("ALARM(a) || OK(b)"),
        ["`||` at character 10 is not what a rule has there"]
    );
    assert_eq!(messages("TRUE"), ["this never changes"]);
    assert_eq!(messages("ALARM(all)"), ["the alarm is about itself"]);
    let many: Vec<String> = (0..101).map(|number| format!("ALARM(a{number})")).collect();
    assert_eq!(messages(&many.join(" OR ")), ["the rule is about 101 alarms"]);
    let long = vec!["ALARM(a)"; 501].join(" OR ");
    assert_eq!(messages(&long), ["the rule has 501 elements"]);
}
