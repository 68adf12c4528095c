//! What is found in alarms without asking AWS.

use kind::{Place, registry};
use language::diagnostic::Severity;
use serde_json::{Value, json};

use crate::by_value::ByValue;

/// An alarm with nothing to find.
fn alarm(changes: &Value) -> Value {
    let mut alarm = json!({
        "name": "errors",
        "metric": { "namespace": "AWS/Lambda", "name": "Errors", "dimensions": { "FunctionName": "orders" }, "statistic": "Sum" },
        "comparison": "GreaterThanThreshold", "threshold": 5, "evaluation_periods": 2,
        "alarm_actions": ["arn:aws:sns:us-east-2:123456789012:alerts"],
    });
    for (key, value) in changes.as_object().unwrap() {
        alarm[key] = value.clone();
    }
    alarm.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    alarm
}

/// What is found, as `field: message`, of one severity.
fn found(changes: Value, severity: Severity) -> Vec<String> {
    let findings = registry::find("cloudwatch.alarm").unwrap().check(&alarm(&changes)).into_iter();
    let findings = findings.filter(|finding| finding.severity == severity);
    findings.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
}

fn errors(changes: Value) -> Vec<String> {
    found(changes, Severity::Error)
}

fn warnings(changes: Value) -> Vec<String> {
    assert_eq!(errors(changes.clone()), [""; 0]);
    found(changes, Severity::Warning)
}

fn metric(namespace: &str, name: &str, dimensions: Value, statistic: &str) -> Value {
    json!({ "metric": { "namespace": namespace, "name": name, "dimensions": dimensions, "statistic": statistic } })
}

#[test]
fn an_alarm_as_it_should_be_raises_nothing() {
    assert_eq!(warnings(json!({})), [""; 0]);
    assert_eq!(
        warnings(json!({ "metric": null, "metrics": {
        "errors": { "metric": { "namespace": "AWS/Lambda", "name": "Errors", "statistic": "Sum", "period": 60 } },
        "calls": { "metric": { "namespace": "AWS/Lambda", "name": "Invocations", "statistic": "Sum", "period": 60 } },
        "rate": { "expression": "IF(errors > 5, 100 * errors / calls, 0)", "return_data": true },
    } })),
        [""; 0]
    );
    assert_eq!(
        warnings(json!({ "metric": null, "threshold": null, "threshold_metric": "band",
        "comparison": "GreaterThanUpperThreshold", "metrics": {
        "m1": { "metric": { "namespace": "AWS/Lambda", "name": "Duration", "statistic": "p99" }, "return_data": true },
        "band": { "expression": "ANOMALY_DETECTION_BAND(m1, 2)", "return_data": true },
    } })),
        [""; 0]
    );
    assert_eq!(
        warnings(
            json!({ "metric": null, "comparison": null, "threshold": null, "evaluation_periods": null,
        "promql": { "query": "up == 0" }, "evaluation_interval": 60 })
        ),
        [""; 0]
    );
}

#[test]
fn user_errors_of_a_table_never_fire() {
    let of_a_table = metric("AWS/DynamoDB", "UserErrors", json!({ "TableName": "orders" }), "Sum");
    assert_eq!(
        warnings(of_a_table),
        ["metric.dimensions: `AWS/DynamoDB` never has `UserErrors` by `TableName`"]
    );
}

#[test]
fn rest_metrics_of_an_http_api_never_fire_and_the_other_way_round() {
    let http = metric("AWS/ApiGateway", "5XXError", json!({ "ApiId": "a1b2" }), "Sum");
    assert_eq!(
        warnings(http),
        ["metric.dimensions: `AWS/ApiGateway` never has `5XXError` by `ApiId`"]
    );
    let rest =
        metric("AWS/ApiGateway", "5xx", json!({ "ApiName": "shop", "Stage": "prod" }), "Sum");
    assert_eq!(
        warnings(rest),
        ["metric.dimensions: `AWS/ApiGateway` never has `5xx` by `ApiName` + `Stage`"]
    );
}

#[test]
fn an_average_of_durations_hides_the_slow_ones() {
    let average = metric("AWS/Lambda", "Duration", json!({ "FunctionName": "orders" }), "Average");
    assert_eq!(warnings(average), ["metric.statistic: an average hides slow calls"]);
}

#[test]
fn a_sum_of_refused_calls_is_no_share() {
    let sum = metric("AWS/ApiGateway", "4XXError", json!({ "ApiName": "shop" }), "Sum");
    assert_eq!(
        warnings(sum),
        ["metric.statistic: a sum of what callers do wrong grows with their number"]
    );
    let average = metric("AWS/ApiGateway", "4XXError", json!({ "ApiName": "shop" }), "Average");
    assert_eq!(warnings(average), [""; 0]);
}

#[test]
fn an_alarm_without_actions_tells_nobody() {
    assert_eq!(
        warnings(json!({ "alarm_actions": [] })),
        [": nobody is told when this alarm goes off"]
    );
    assert_eq!(warnings(json!({ "alarm_actions": [], "actions_enabled": false })), [""; 0]);
}

#[test]
fn placeholders_are_no_values() {
    for value in ["*", "TODO", "PLACEHOLDER", "example"] {
        let placeholder = metric("AWS/Lambda", "Errors", json!({ "FunctionName": value }), "Sum");
        assert_eq!(
            warnings(placeholder),
            [format!("metric.dimensions.FunctionName: `{value}` is not a value of `FunctionName`")]
        );
    }
    let empty = metric("AWS/Lambda", "Errors", json!({ "FunctionName": "" }), "Sum");
    assert_eq!(errors(empty), ["metric.dimensions.FunctionName: a dimension has a value"]);
}

#[test]
fn metrics_that_live_in_us_east_1_are_no_others() {
    let kind = registry::find("cloudwatch.alarm").unwrap();
    let found = |spec: Value, region: &str| -> Vec<String> {
        let findings =
            kind.check_place(&alarm(&spec), &Place::new("123456789012", region)).into_iter();
        findings.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
    };
    let charges =
        metric("AWS/Billing", "EstimatedCharges", json!({ "Currency": "USD" }), "Maximum");
    let message = "metric.namespace: `EstimatedCharges` of `AWS/Billing` is in us-east-1 alone";
    assert_eq!(found(charges.clone(), "us-east-2"), [message]);
    assert_eq!(found(charges, "us-east-1"), [""; 0]);
    let health = json!({ "metric": null, "metrics": { "m1": { "return_data": true, "metric":
        { "namespace": "AWS/Route53", "name": "HealthCheckStatus", "dimensions": { "HealthCheckId": "h" }, "statistic": "Minimum" } } } });
    let message =
        "metrics.m1.metric.namespace: `HealthCheckStatus` of `AWS/Route53` is in us-east-1 alone";
    assert_eq!(found(health, "eu-west-1"), [message]);
}

#[test]
fn metrics_of_tables_are_ignored_where_they_are_missing() {
    let mut table =
        metric("AWS/DynamoDB", "ReadThrottleEvents", json!({ "TableName": "orders" }), "Sum");
    assert_eq!(warnings(table.clone()), [""; 0]);
    table["missing_data"] = json!("notBreaching");
    assert_eq!(warnings(table), ["missing_data: AWS ignores this for metrics of `AWS/DynamoDB`"]);
}

#[test]
fn settings_that_do_nothing_are_told() {
    assert_eq!(
        warnings(json!({ "low_sample_count_percentile": "ignore" })),
        ["low_sample_count_percentile: this is for percentiles alone"]
    );
    let metric = json!({ "namespace": "shop", "name": "Orders", "statistic": "Sum" });
    assert_eq!(
        warnings(
            json!({ "metric": null, "metrics": { "m1": { "metric": metric, "period": 60, "return_data": true } } })
        ),
        ["metrics.m1.period: a metric has a period of its own"]
    );
    assert_eq!(
        warnings(
            json!({ "metric": null, "metrics": { "m1": { "metric": metric }, "e1": { "expression": "m1 + m2", "return_data": true } } })
        ),
        ["metrics.e1.expression: there is no entry `m2` of `metrics`"]
    );
}

#[test]
fn what_aws_refuses_is_an_error() {
    let one = ": an alarm has one of `metric`, `metrics` and `promql`";
    assert_eq!(errors(json!({ "metric": null })), [one]);
    let metric = json!({ "namespace": "shop", "name": "Orders", "statistic": "Sum" });
    let watched = json!({ "m1": { "metric": metric, "return_data": true } });
    assert_eq!(errors(json!({ "metrics": watched })), [one]);
    for (changes, message) in [
        (json!({ "comparison": null }), "comparison: `comparison` is missing"),
        (
            json!({ "evaluation_periods": null }),
            "evaluation_periods: `evaluation_periods` is missing",
        ),
        (
            json!({ "threshold": null }),
            "threshold: an alarm has one of `threshold` and `threshold_metric`",
        ),
        (
            json!({ "comparison": "GreaterThanUpperThreshold" }),
            "comparison: this comparison is with an anomaly band",
        ),
        (
            json!({ "datapoints_to_alarm": 3 }),
            "datapoints_to_alarm: more periods must be beyond the threshold than are looked at",
        ),
        (
            json!({ "evaluation_periods": 300 }),
            "evaluation_periods: 300 periods of 300 seconds are more than 86400 seconds",
        ),
        (
            json!({ "evaluation_interval": 60 }),
            "evaluation_interval: `promql` and `evaluation_interval` go together",
        ),
        (json!({ "alarm_actions": ["alerts"] }), "alarm_actions: `alerts` is not an ARN"),
        (
            json!({ "tags_in_notifications": { "included": ["a"], "excluded": ["b"] } }),
            "tags_in_notifications: tags are included or excluded",
        ),
        (
            json!({ "metric": { "namespace": "shop", "name": "a", "statistic": "Sum", "period": 45 } }),
            "metric.period: 45 seconds are no period",
        ),
        (
            json!({ "wall_clock_window": {}, "metric": { "namespace": "shop", "name": "a", "statistic": "Sum", "period": 120 } }),
            "metric.period: 120 seconds are no period of the clock",
        ),
        (
            json!({ "metric": null, "metrics": { "m1": { "metric": metric } } }),
            "metrics: 0 entries of `metrics` have `return_data`",
        ),
        (
            json!({ "metric": null, "metrics": { "M1": { "metric": metric, "return_data": true } } }),
            "metrics.M1: `M1` cannot be an id",
        ),
        (
            json!({ "metric": null, "metrics": { "m1": { "return_data": true } } }),
            "metrics.m1: an entry has one of `metric` and `expression`",
        ),
        (
            json!({ "metric": null, "metrics": { "e1": { "expression": "SEARCH('a', 'Sum')", "return_data": true } } }),
            "metrics.e1.expression: an alarm cannot search",
        ),
        (
            json!({ "metric": null, "threshold": null, "threshold_metric": "band", "comparison": "GreaterThanUpperThreshold",
            "metrics": { "m1": { "metric": metric, "return_data": true }, "m2": { "metric": metric, "return_data": true } } }),
            "threshold_metric: there is no such entry of `metrics`",
        ),
        (
            json!({ "metric": null, "threshold": null, "threshold_metric": "m1", "comparison": "GreaterThanThreshold",
            "metrics": { "m1": { "expression": "ANOMALY_DETECTION_BAND(m2)", "return_data": true }, "m2": { "metric": metric, "return_data": true } } }),
            "comparison: this comparison is with a number",
        ),
        (
            json!({ "metric": null, "threshold": null, "threshold_metric": "e1", "comparison": "GreaterThanUpperThreshold",
            "metrics": { "m1": { "metric": metric, "return_data": true }, "e1": { "expression": "m1 * 2", "return_data": true } } }),
            "threshold_metric: this entry is not an anomaly band",
        ),
        (
            json!({ "metric": null, "promql": { "query": "up == 0" }, "evaluation_interval": 60 }),
            "promql: an alarm on `promql` has no threshold and no periods",
        ),
    ] {
        assert_eq!(errors(changes), [message]);
    }
    let many: serde_json::Map<String, Value> = (0..11)
        .map(|number| {
            (format!("m{number}"), json!({ "metric": metric, "return_data": number == 0 }))
        })
        .collect();
    assert_eq!(
        errors(json!({ "metric": null, "metrics": many })),
        ["metrics: an alarm takes up to 10 metrics"]
    );
}
