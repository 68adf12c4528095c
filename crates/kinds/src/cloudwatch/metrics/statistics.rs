//! Statistics that say something else of a metric than its alarm is meant to.

use crate::prelude::*;

/// A statistic that misleads, of metrics whose names have spaces between them.
struct Misleading {
    namespace: &'static str,
    metrics: &'static str,
    statistic: &'static str,
    message: &'static str,
    why: &'static str,
    help: &'static str,
}

const fn average_of_times(namespace: &'static str, metrics: &'static str) -> Misleading {
    Misleading {
        namespace,
        metrics,
        statistic: "Average",
        message: "an average hides slow calls",
        why: "one call in a hundred may take minutes, and the average is as it was",
        help: "write a percentile, such as `statistic: p99`",
    }
}

const fn sum_of_refusals(namespace: &'static str, metrics: &'static str) -> Misleading {
    Misleading {
        namespace,
        metrics,
        statistic: "Sum",
        message: "a sum of what callers do wrong grows with their number",
        why: "anybody who scans the API makes hundreds, and a busy hour more than a quiet one",
        help: "write `statistic: Average`, which is the share of all requests, from 0 to 1",
    }
}

const MISLEADING: &[Misleading] = &[
    average_of_times("AWS/ApiGateway", "IntegrationLatency Latency"),
    average_of_times("AWS/CloudFront", "OriginLatency"),
    average_of_times("AWS/DynamoDB", "SuccessfulRequestLatency"),
    average_of_times("AWS/Lambda", "Duration PostRuntimeExtensionsDuration"),
    average_of_times("AWS/S3", "FirstByteLatency TotalRequestLatency"),
    sum_of_refusals("AWS/ApiGateway", "4XXError 4xx"),
    sum_of_refusals("AWS/S3", "4xxErrors"),
];

/// Warns where a metric is watched by a statistic that misleads.
pub(super) fn check(
    [namespace, name]: [&str; 2],
    statistic: Option<&str>,
    at: &Path,
    findings: &mut Findings,
) {
    for one in MISLEADING {
        let mut names = one.metrics.split_whitespace();
        let is_it = namespace == one.namespace
            && statistic == Some(one.statistic)
            && names.any(|other| other == name);
        rules! { findings, at; Warning if is_it => one.message, one.why, one.help; }
    }
}
