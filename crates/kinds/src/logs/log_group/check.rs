//! What AWS would refuse in a log group, or take and never find an event by.

use super::metric_filter::MetricFilter;
use super::pattern;
use super::policies::{check_data_protection, check_index_policy};
use super::spec::{Class, LogGroup};
use super::subscription_filter::{Distribution, SubscriptionFilter};
use crate::prelude::*;

/// The patterns of a group that may hold regular expressions (PutMetricFilter).
const MOST_WITH_REGEX: usize = 5;

pub(super) fn group(group: &LogGroup, findings: &mut Findings) {
    check_class(group, findings);
    for (name, filter) in &group.metric_filters {
        let at = Path::field("metric_filters").key(name);
        check_name(name, &at, findings);
        check_pattern(group, &filter.pattern, &at.key("pattern"), findings);
        check_metric(filter, &at.key("metric"), findings);
    }
    for (name, filter) in &group.subscription_filters {
        let at = Path::field("subscription_filters").key(name);
        check_name(name, &at, findings);
        check_pattern(group, &filter.pattern, &at.key("pattern"), findings);
        check_destination(filter, &at, findings);
    }
    if let Some(policy) = &group.data_protection {
        check_data_protection(policy, findings);
    }
    if let Some(policy) = &group.index_policy {
        check_index_policy(policy, findings);
    }
    let metric = group.metric_filters.values().map(|filter| &filter.pattern);
    let subscription = group.subscription_filters.values().map(|filter| &filter.pattern);
    let with_regex = metric.chain(subscription).filter(|pattern| pattern::regexes(pattern) > 0);
    rules! { findings;
        Error if with_regex.count() > MOST_WITH_REGEX =>
            "more than five filters have regular expressions",
            "AWS accepts five such filters in a group",
            "write some of them with words and `*`";
    }
}

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html>
fn check_class(group: &LogGroup, findings: &mut Findings) {
    let is_plain = group.class == Class::Standard || matches!(group.class, Class::Other(_));
    let class = group.class.as_str();
    rules! { findings;
        Warning "retention_days" if group.class == Class::Delivery && group.retention_days.is_some() =>
            "a group of class DELIVERY takes no retention",
            "AWS keeps its events for one day",
            "omit `retention_days`, or choose another class";
        Error "metric_filters" if !is_plain && !group.metric_filters.is_empty() =>
            format!("a group of class {class} has no metric filters"),
            "they are for groups of class STANDARD",
            "remove them, or choose another class";
        Error "subscription_filters" if !is_plain && !group.subscription_filters.is_empty() =>
            format!("a group of class {class} has no subscription filters"),
            "they are for groups of class STANDARD",
            "remove them, or choose another class";
        Error "data_protection" if !is_plain && group.data_protection.is_some() =>
            format!("nothing is masked in a group of class {class}"),
            "data protection is for groups of class STANDARD",
            "remove it, or choose another class";
        Error "index_policy" if !is_plain && group.index_policy.is_some() =>
            format!("a group of class {class} has no index policy"),
            "indexes are for groups of class STANDARD",
            "remove it, or choose another class";
    }
}

fn check_name(name: &str, at: &Path, findings: &mut Findings) {
    let length = name.chars().count();
    rules! { findings, at;
        Error if !unknown::in_text(name) && (length == 0 || length > 512 || name.contains([':', '*'])) =>
            "this cannot be the name of a filter",
            "AWS accepts 1–512 characters, of which none is `:` or `*`",
            "";
    }
}

fn check_pattern(group: &LogGroup, text: &str, at: &Path, findings: &mut Findings) {
    if unknown::in_text(text) {
        return;
    }
    let is_of_a_function = group.name.starts_with("/aws/lambda/");
    let fault = pattern::fault(text);
    rules! { findings, at;
        Error if fault.is_some() =>
            fault.clone().unwrap_or_default(),
            "AWS refuses a pattern that it cannot read",
            "see <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>";
        Error if pattern::regexes(text) > 2 =>
            "a pattern has at most two regular expressions",
            "AWS refuses more",
            "";
        Warning if fault.is_none() && is_of_a_function && text.trim_start().starts_with('[') =>
            "functions do not log words between spaces",
            "what they log is JSON, or lines of Lambda's own, so the words stand where nobody expects them",
            "write a pattern for JSON, such as `{ $.level = \"ERROR\" }`";
    }
}

fn check_metric(filter: &MetricFilter, at: &Path, findings: &mut Findings) {
    let metric = &filter.metric;
    let is_number = metric.value.parse::<f64>().is_ok();
    let is_field = metric.value.starts_with('$');
    rules! { findings, at;
        Error "default" if metric.default.is_some() && !metric.dimensions.is_empty() =>
            "a metric with dimensions has no default",
            "AWS does not know for which values of the dimensions it would be",
            "remove `default` or `dimensions`";
        Error "value" if !is_number && !is_field && !unknown::in_text(&metric.value) =>
            format!("`{}` is neither a number nor a field", metric.value),
            "an event counts a number, or what one of its fields holds",
            "write a number, or `$.<field>`";
        Warning "namespace" if metric.namespace.starts_with("AWS/") =>
            "namespaces that begin with `AWS/` are AWS's own",
            "your metric would stand among those of a service",
            "write a name of your project";
    }
    for (name, value) in &metric.dimensions {
        rules! { findings, at.key("dimensions").key(name);
            Warning if !value.starts_with('$') && !unknown::in_text(value) =>
                format!("`{value}` is not a field"),
                "a dimension has the value that a field of the event has",
                "write `$.<field>`";
        }
    }
}

/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html>
fn check_destination(filter: &SubscriptionFilter, at: &Path, findings: &mut Findings) {
    let service = filter.destination.split(':').nth(2).unwrap_or_default();
    let is_known = !unknown::in_text(&filter.destination);
    let needs_role = ["firehose", "kinesis"].contains(&service);
    rules! { findings, at;
        Error "destination" if is_known && !["firehose", "kinesis", "lambda", "logs"].contains(&service) =>
            "events cannot be sent there",
            "AWS sends them to functions, to streams of Kinesis and Firehose, and to destinations of other accounts",
            "write the ARN of one of these";
        Error "role" if needs_role && filter.role.is_none() =>
            "a stream needs a role",
            "CloudWatch Logs writes to it as that role",
            "add the ARN of a role that `logs.amazonaws.com` may take on";
        Warning "role" if service == "lambda" && filter.role.is_some() =>
            "no role is taken on to call a function",
            "the function says itself who may call it",
            "remove it, and let `logs.amazonaws.com` call the function";
        Warning "distribution" if is_known && service != "kinesis" && filter.distribution == Distribution::Random =>
            "this is for streams of Kinesis alone",
            "elsewhere there are no shards to spread events over",
            "remove it";
    }
}
