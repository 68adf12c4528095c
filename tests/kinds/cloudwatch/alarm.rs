use serde_json::{Value, json};

use crate::harness::{On, round_trips};

const NO_CBOR: &str = "moto does not speak CBOR, in which CloudWatch is called";

fn base() -> Value {
    json!({
        "metric": { "namespace": "shop", "name": "Orders", "statistic": "Sum" },
        "comparison": "GreaterThanThreshold",
        "threshold": 1,
        "evaluation_periods": 3,
        "actions_enabled": false,
    })
}

round_trips! {
    kind: "cloudwatch.alarm", base: base(), prepare: &[];
    description: json!({ "description": "call somebody" }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['AlarmDescription']",
        json!("call somebody"), On::Ministack(NO_CBOR);
    metric: json!({ "metric": { "period": 60, "statistic": "Average", "dimensions": { "Tenant": "a" }, "unit": "Count" } }) =>
        "(lambda a: [a['Period'], a['Statistic'], a['Dimensions'], a['Unit']])(client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0])",
        json!([60, "Average", [{ "Name": "Tenant", "Value": "a" }], "Count"]), On::Ministack(NO_CBOR);
    percentile: json!({ "metric": { "statistic": "p99" } }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['ExtendedStatistic']",
        json!("p99"), On::Ministack(NO_CBOR);
    other_metric: json!({ "metric": { "namespace": "AWS/Lambda", "name": "Errors" } }) =>
        "(lambda a: [a['Namespace'], a['MetricName']])(client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0])",
        json!(["AWS/Lambda", "Errors"]), On::Ministack(NO_CBOR);
    comparison: json!({ "comparison": "LessThanOrEqualToThreshold" }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['ComparisonOperator']",
        json!("LessThanOrEqualToThreshold"), On::Ministack(NO_CBOR);
    threshold: json!({ "threshold": 2.5 }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['Threshold']",
        json!(2.5), On::Ministack(NO_CBOR);
    evaluation_periods: json!({ "evaluation_periods": 5 }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['EvaluationPeriods']",
        json!(5), On::Ministack(NO_CBOR);
    datapoints_to_alarm: json!({ "datapoints_to_alarm": 2 }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['DatapointsToAlarm']",
        json!(2), On::Ministack(NO_CBOR);
    missing_data: json!({ "missing_data": "notBreaching" }) =>
        "client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['TreatMissingData']",
        json!("notBreaching"), On::Ministack(NO_CBOR);
    actions: json!({
        "actions_enabled": true,
        "alarm_actions": ["arn:aws:sns:us-east-2:{account}:alerts"],
        "insufficient_data_actions": ["arn:aws:sns:us-east-2:{account}:unsure"],
        "ok_actions": ["arn:aws:sns:us-east-2:{account}:fine"],
    }) =>
        "(lambda a: [a['ActionsEnabled']] + [x[0].split(':')[-1] for x in (a['AlarmActions'], a['InsufficientDataActions'], a['OKActions'])])(client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0])",
        json!([true, "alerts", "unsure", "fine"]), On::Ministack(NO_CBOR);
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['Value'] for t in client('cloudwatch').list_tags_for_resource(ResourceARN=client('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms'][0]['AlarmArn'])['Tags'] if t['Key'] == 'Team']",
        json!(["ai"]), On::Ministack(NO_CBOR);
}
