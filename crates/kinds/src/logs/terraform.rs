//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, covers, document, entry, own, part, same, text, without};
use terraform::state::Attributes;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_cloudwatch_log_group"],
        own("logs.log_group", |it| text(it, "name")).with(&[
            // 0 is Terraform's word for ever.
            without("retention_in_days", 0, "retention_days"),
            same("kms_key_id", "kms_key"),
            same("log_group_class", "class"),
        ]),
    ),
    (
        &["aws_cloudwatch_log_data_protection_policy"],
        part("logs.log_group", group).with(&[covers("data_protection")]),
    ),
    (
        &["aws_cloudwatch_log_index_policy"],
        part("logs.log_group", group).with(&[covers("index_policy")]),
    ),
    (
        &["aws_cloudwatch_log_metric_filter"],
        part("logs.log_group", group).with(&[
            entry("name", "metric_filters.{name}"),
            same("pattern", "metric_filters.{name}.pattern"),
            same("metric_transformation.name", "metric_filters.{name}.metric.name"),
            same("metric_transformation.namespace", "metric_filters.{name}.metric.namespace"),
            same("metric_transformation.value", "metric_filters.{name}.metric.value"),
            same("metric_transformation.dimensions", "metric_filters.{name}.metric.dimensions"),
        ]),
    ),
    (
        &["aws_cloudwatch_log_subscription_filter"],
        part("logs.log_group", group).with(&[
            entry("name", "subscription_filters.{name}"),
            same("filter_pattern", "subscription_filters.{name}.pattern"),
            same("destination_arn", "subscription_filters.{name}.destination"),
            same("role_arn", "subscription_filters.{name}.role"),
            same("distribution", "subscription_filters.{name}.distribution"),
        ]),
    ),
    (
        &["aws_cloudwatch_log_resource_policy"],
        own("logs.resource_policy", |it| text(it, "policy_name"))
            .with(&[document("policy_document", "policy")]),
    ),
];

fn group(attributes: &Attributes) -> Option<String> {
    in_arn(attributes.text("log_group_name")?)
}

/// The name of a group in its ARN, or by itself.
fn in_arn(named: &str) -> Option<String> {
    let name = named.rsplit_once(":log-group:").map_or(named, |(_, name)| name);
    Some(name.trim_end_matches(":*").to_owned())
}
