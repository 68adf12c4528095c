//! What ministack drops of an alarm, and how many calls alarms take.

use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

/// An alarm as DescribeAlarms has it.
fn alarm(changes: &Value) -> Value {
    let mut alarm = json!({
        "AlarmName": "errors", "AlarmArn": "arn:aws:cloudwatch:us-east-2:123456789012:alarm:errors",
        "ActionsEnabled": true, "OKActions": [], "AlarmActions": [], "InsufficientDataActions": [],
        "StateValue": "INSUFFICIENT_DATA", "Dimensions": [],
        "EvaluationPeriods": 2, "Threshold": 5.0, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching",
    });
    for (key, value) in changes.as_object().unwrap() {
        alarm[key] = value.clone();
    }
    alarm.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    alarm
}

/// What is read of an alarm, and what is sent to make one like it of another.
async fn read_and_written(described: Value) -> (Value, Value) {
    let script = ScriptedCloud::default()
        .cbor("DescribeAlarms", 200, &json!({ "MetricAlarms": [described], "CompositeAlarms": [] }))
        .cbor("ListTagsForResource", 200, &json!({ "Tags": [] }))
        .cbor("PutMetricAlarm", 200, &json!({}));
    let (aws, workspace) = (script.aws().await, Workspace::new("."));
    let kind = registry::find("cloudwatch.alarm").unwrap();
    let spec = kind.read(&aws, "errors").await.unwrap().unwrap().spec.into_inner();
    let mut other = spec.clone();
    other["description"] = json!("as it was");
    kind.update(&aws, &workspace, "errors", spec.clone(), other).await.unwrap();
    let sent = serde_json::from_str(&script.requests_of("PutMetricAlarm")[0].body).unwrap();
    (spec, sent)
}

#[tokio::test]
async fn metric_math_is_read_and_written() {
    let metric = |name: &str| {
        json!({
            "Metric": { "Namespace": "AWS/Lambda", "MetricName": name, "Dimensions": [{ "Name": "FunctionName", "Value": "orders" }] },
            "Period": 60, "Stat": "Sum",
        })
    };
    let metrics = json!([
        { "Id": "errors", "MetricStat": metric("Errors"), "ReturnData": false },
        { "Id": "calls", "MetricStat": metric("Invocations"), "ReturnData": false, "AccountId": "210987654321" },
        // AWS treats an absent value as `true`: it is watched.
        { "Id": "rate", "Expression": "100 * errors / calls", "Label": "Errors in percent" },
    ]);
    let (spec, sent) = read_and_written(alarm(&json!({ "Metrics": metrics }))).await;
    let metric = |name: &str| {
        json!({
            "namespace": "AWS/Lambda", "name": name, "dimensions": { "FunctionName": "orders" }, "statistic": "Sum", "period": 60,
        })
    };
    assert_eq!(
        spec,
        json!({
            "name": "errors",
            "metrics": {
                "calls": { "metric": metric("Invocations"), "return_data": false, "account": "210987654321" },
                "errors": { "metric": metric("Errors"), "return_data": false },
                "rate": { "expression": "100 * errors / calls", "label": "Errors in percent", "return_data": true },
            },
            "comparison": "GreaterThanThreshold", "threshold": 5.0, "evaluation_periods": 2,
            "missing_data": "notBreaching", "low_sample_count_percentile": "evaluate",
            "alarm_actions": [], "ok_actions": [], "insufficient_data_actions": [], "actions_enabled": true,
            "tags": {},
        })
    );
    assert_eq!(
        registry::find("cloudwatch.alarm").unwrap().check(&spec).len(),
        1,
        "it has no actions"
    );
    assert_eq!(sent["Metrics"].as_array().unwrap().len(), 3);
    assert_eq!(
        sent["Metrics"][2],
        json!({ "Id": "rate", "Expression": "100 * errors / calls", "Label": "Errors in percent", "ReturnData": true })
    );
    assert_eq!(sent["Metrics"][0]["AccountId"], "210987654321");
    assert_eq!(sent.get("MetricName"), None);
    assert_eq!(sent.get("EvaluateLowSampleCountPercentile"), None);
}

#[tokio::test]
async fn an_anomaly_band_is_read_and_written() {
    let stat = json!({ "Metric": { "Namespace": "shop", "MetricName": "Orders", "Dimensions": [] }, "Period": 300, "Stat": "p99" });
    let described = alarm(&json!({
        "Metrics": [
            { "Id": "m1", "MetricStat": stat, "ReturnData": true },
            { "Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m1, 3)", "ReturnData": true },
        ],
        "ThresholdMetricId": "band", "Threshold": null, "ComparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
    }));
    let (spec, sent) = read_and_written(described).await;
    assert_eq!(spec["threshold_metric"], "band");
    assert_eq!(spec.get("threshold"), None);
    assert_eq!(sent["ThresholdMetricId"], "band");
    assert_eq!(sent.get("Threshold"), None);
}

#[tokio::test]
async fn what_else_an_alarm_may_have_is_read_and_written() {
    let own = json!({
        "Namespace": "shop", "MetricName": "Latency", "ExtendedStatistic": "p99", "Period": 86_400,
        "EvaluateLowSampleCountPercentile": "ignore",
        "EvaluationWindow": { "WallClockWindow": { "Timezone": "Europe/Berlin" } },
        "WarmUpConfiguration": { "WarmUpPeriodDurationInMinutes": 30, "OnlyStartEvaluatingAfterWarmUpPeriodEnds": true },
        "ActionConfiguration": { "AlarmTagsPropagation": { "Enabled": true, "IncludedTagKeys": ["Team"] } },
    });
    let (spec, sent) = read_and_written(alarm(&own)).await;
    assert_eq!(
        spec["metric"],
        json!({ "namespace": "shop", "name": "Latency", "dimensions": {}, "statistic": "p99", "period": 86_400 })
    );
    assert_eq!(spec["low_sample_count_percentile"], "ignore");
    assert_eq!(spec["wall_clock_window"], json!({ "timezone": "Europe/Berlin" }));
    assert_eq!(spec["warm_up"], json!({ "minutes": 30, "in_full": true }));
    assert_eq!(spec["tags_in_notifications"], json!({ "included": ["Team"] }));
    for (key, value) in own.as_object().unwrap() {
        assert_eq!(sent[key], *value, "{key}");
    }
    let sliding = json!({ "Namespace": "shop", "MetricName": "Latency", "Statistic": "Sum", "Period": 60, "EvaluationWindow": { "SlidingWindow": {} } });
    assert_eq!(read_and_written(alarm(&sliding)).await.0.get("wall_clock_window"), None);
}

#[tokio::test]
async fn a_query_in_promql_is_read_and_written() {
    let own = json!({
        "EvaluationCriteria": { "PromQLCriteria": { "Query": "up == 0", "PendingPeriod": 300, "RecoveryPeriod": 600 } },
        "EvaluationInterval": 60,
        "EvaluationPeriods": null, "Threshold": null, "ComparisonOperator": null,
    });
    let (spec, sent) = read_and_written(alarm(&own)).await;
    assert_eq!(
        spec["promql"],
        json!({ "query": "up == 0", "pending_period": 300, "recovery_period": 600 })
    );
    assert_eq!(sent["EvaluationCriteria"], own["EvaluationCriteria"]);
    assert_eq!(sent["EvaluationInterval"], 60);
    assert_eq!(sent.get("ComparisonOperator"), None);
}

/// A plan of many alarms describes a hundred in a call.
#[tokio::test]
async fn alarms_are_described_together() {
    let metric =
        json!({ "Namespace": "shop", "MetricName": "Orders", "Statistic": "Sum", "Period": 60 });
    let named = |name: &str| {
        let mut alarm = alarm(&metric);
        alarm["AlarmName"] = json!(name);
        alarm
    };
    let script = ScriptedCloud::default()
        .cbor(
            "DescribeAlarms",
            200,
            &json!({ "MetricAlarms": [named("a"), named("b")], "CompositeAlarms": [] }),
        )
        .cbor("ListTagsForResource", 200, &json!({ "Tags": [] }));
    let aws = script.aws().await;
    let kind = registry::find("cloudwatch.alarm").unwrap();
    let composite = registry::find("cloudwatch.composite_alarm").unwrap();
    let (a, b, c, d) = tokio::join!(
        kind.read(&aws, "a"),
        kind.read(&aws, "b"),
        kind.read(&aws, "c"),
        composite.read(&aws, "a")
    );
    assert_eq!(a.unwrap().unwrap().spec["name"], "a");
    assert_eq!(b.unwrap().unwrap().spec["name"], "b");
    assert_eq!(c.unwrap(), None);
    assert_eq!(d.unwrap(), None, "it is an alarm of the other sort");
    let requests = script.requests_of("DescribeAlarms");
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    let request: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        request,
        json!({ "AlarmNames": ["a", "b", "c"], "AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "MaxRecords": 100 })
    );
    // And who asks later is told what is so then.
    kind.read(&aws, "a").await.unwrap();
    assert_eq!(script.requests_of("DescribeAlarms").len(), 2);
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let metric =
        json!({ "Namespace": "shop", "MetricName": "Orders", "Statistic": "Sum", "Period": 60 });
    for kind in ["cloudwatch.alarm", "cloudwatch.composite_alarm"] {
        let kind = registry::find(kind).unwrap();
        let script = ScriptedCloud::default().cbor(
            "DescribeAlarms",
            403,
            &json!({ "__type": "AccessDenied", "message": "no" }),
        );
        let read = kind.read(&script.aws().await, "errors").await;
        assert_eq!(read.unwrap_err().code.as_deref(), Some("AccessDenied"));
    }
    let kind = registry::find("cloudwatch.alarm").unwrap();
    for (code, is_absent) in [("AccessDenied", false), ("ResourceNotFoundException", true)] {
        let script = ScriptedCloud::default()
            .cbor(
                "DescribeAlarms",
                200,
                &json!({ "MetricAlarms": [alarm(&metric)], "CompositeAlarms": [] }),
            )
            .cbor("ListTagsForResource", 400, &json!({ "__type": code, "message": "no" }));
        let read = kind.read(&script.aws().await, "errors").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}
