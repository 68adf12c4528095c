//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, json, own, same, text, without};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_cloudwatch_metric_alarm"],
        own("cloudwatch.alarm", |it| text(it, "alarm_name")).with(&[
            same("alarm_description", "description"),
            same("namespace", "metric.namespace"),
            same("metric_name", "metric.name"),
            same("dimensions", "metric.dimensions"),
            same("statistic", "metric.statistic").when(|it| it.text("statistic").is_some()),
            same("extended_statistic", "metric.statistic")
                .when(|it| it.text("extended_statistic").is_some()),
            same("period", "metric.period").when(has_metric),
            same("unit", "metric.unit").when(has_metric),
            same("comparison_operator", "comparison"),
            same("threshold", "threshold").when(|it| it.text("threshold_metric_id").is_none()),
            same("threshold_metric_id", "threshold_metric"),
            same("evaluation_periods", "evaluation_periods"),
            without("datapoints_to_alarm", 0, "datapoints_to_alarm"),
            same("treat_missing_data", "missing_data"),
            same("evaluate_low_sample_count_percentiles", "low_sample_count_percentile")
                .when(|it| it.text("evaluate_low_sample_count_percentiles").is_some()),
            same("alarm_actions", "alarm_actions"),
            same("ok_actions", "ok_actions"),
            same("insufficient_data_actions", "insufficient_data_actions"),
            same("actions_enabled", "actions_enabled"),
        ]),
    ),
    (
        &["aws_cloudwatch_composite_alarm"],
        own("cloudwatch.composite_alarm", |it| text(it, "alarm_name")).with(&[
            same("alarm_description", "description"),
            same("alarm_rule", "rule"),
            same("actions_suppressor.alarm", "suppressor.alarm"),
            same("actions_suppressor.wait_period", "suppressor.wait_period"),
            same("actions_suppressor.extension_period", "suppressor.extension_period"),
            same("alarm_actions", "alarm_actions"),
            same("ok_actions", "ok_actions"),
            same("insufficient_data_actions", "insufficient_data_actions"),
            same("actions_enabled", "actions_enabled"),
        ]),
    ),
    (
        &["aws_cloudwatch_dashboard"],
        own("cloudwatch.dashboard", |it| text(it, "dashboard_name"))
            .with(&[json("dashboard_body", "body")]),
    ),
];

/// Whether an alarm is on one metric, and not on several.
fn has_metric(attributes: &Attributes) -> bool {
    attributes.text("metric_name").is_some()
}
