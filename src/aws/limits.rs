//! AWS's published control-plane rates, so that a wide plan does not run into throttles.
//!
//! The numbers are the service quotas of 2026-11, an account and region each. IAM, STS and S3 publish
//! none: they start at ten a second, and adaptive retry finds the rest.

use std::collections::BTreeMap;

/// The rates to keep to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RateLimits {
    /// Calls a second by service, instead of AWS's published ones.
    pub overrides: BTreeMap<String, f64>,
    /// No limits at all, for endpoints that are not AWS.
    pub unlimited: bool,
}

/// A bucket of tokens: which calls draw from it, how many a second it gives, and how many it holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    /// The calls that share the bucket: a service, or one operation of it.
    pub bucket: &'static str,
    pub per_second: f64,
    pub burst: f64,
}

const fn rate(bucket: &'static str, per_second: f64, burst: f64) -> Rate {
    Rate {
        bucket,
        per_second,
        burst,
    }
}

/// The bucket of a call, by the names that the SDK gives the service and the operation.
pub(super) fn published(service: &str, operation: &str) -> Rate {
    match (service, operation) {
        ("Lambda", "GetFunction") => rate("lambda/GetFunction", 100.0, 100.0),
        ("Lambda", "GetPolicy") => rate("lambda/GetPolicy", 15.0, 15.0),
        ("Lambda", "Invoke") => rate("lambda/Invoke", 1000.0, 1000.0),
        ("Lambda", _) => rate("lambda", 15.0, 15.0),
        ("DynamoDB", "ListTagsOfResource") => rate("dynamodb/ListTagsOfResource", 10.0, 10.0),
        ("DynamoDB", "TagResource") => rate("dynamodb/TagResource", 5.0, 5.0),
        ("DynamoDB", "UntagResource") => rate("dynamodb/UntagResource", 5.0, 5.0),
        ("DynamoDB", "DescribeContinuousBackups") => {
            rate("dynamodb/DescribeContinuousBackups", 10.0, 10.0)
        }
        ("DynamoDB", _) => rate("dynamodb", 2500.0, 2500.0),
        ("CloudWatch Logs", "TagResource" | "UntagResource" | "ListTagsForResource") => {
            rate("logs/tags", 5.0, 5.0)
        }
        ("CloudWatch Logs", "PutRetentionPolicy" | "DeleteRetentionPolicy") => {
            rate("logs/retention", 5.0, 5.0)
        }
        ("CloudWatch Logs", _) => rate("logs", 10.0, 10.0),
        ("IAM", _) => rate("iam", 10.0, 20.0),
        ("S3", _) => rate("s3", 10.0, 50.0),
        ("STS", _) => rate("sts", 10.0, 10.0),
        ("Application Auto Scaling", _) => rate("application-autoscaling", 10.0, 20.0),
        _ => rate("other", 10.0, 20.0),
    }
}
