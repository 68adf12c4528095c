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

impl RateLimits {
    /// A published rate with what the user wants instead. A rate for a whole service also bounds its
    /// single operations, and speeds none of them up.
    pub(super) fn adjusted(&self, rate: Rate) -> Rate {
        let service = rate.bucket.split('/').next().unwrap_or(rate.bucket);
        let bound = self.overrides.get(service);
        let wanted = match self.overrides.get(rate.bucket) {
            Some(wanted) => *wanted,
            None => match bound {
                Some(bound) => bound.min(rate.per_second),
                None => return rate.with_slack(),
            },
        };
        let per_second = wanted.max(f64::MIN_POSITIVE);
        Rate {
            per_second,
            burst: per_second.max(1.0),
            ..rate
        }
    }
}

/// A bucket of tokens: which calls draw from it, how many a second it gives, and how many it holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    /// The calls that share the bucket: a service, or one operation of it.
    pub bucket: &'static str,
    pub per_second: f64,
    pub burst: f64,
}

/// What of a published rate is used. Calls arrive closer together than they were sent, and each that is
/// one too many costs more than the slack.
const SLACK: f64 = 0.95;

impl Rate {
    fn with_slack(self) -> Self {
        Self {
            per_second: self.per_second * SLACK,
            burst: (self.burst - 1.0).max(1.0),
            ..self
        }
    }
}

const fn rate(bucket: &'static str, per_second: f64, burst: f64) -> Rate {
    Rate {
        bucket,
        per_second,
        burst,
    }
}

/// The buckets that a call draws from, by the names that the SDK gives the service and the operation.
/// Where AWS limits an operation and the service as a whole, it draws from both.
pub(super) fn published(service: &str, operation: &str) -> Vec<Rate> {
    match service {
        "API Gateway" => api_gateway(operation),
        "Cognito Identity Provider" => vec![cognito(operation)],
        _ => vec![other(service, operation)],
    }
}

/// API Gateway: a few operations have rates of their own, and all together 10 a second.
fn api_gateway(operation: &str) -> Vec<Rate> {
    let own = match operation {
        "CreateApiKey" => Some(rate("apigateway/CreateApiKey", 5.0, 5.0)),
        "CreateDeployment" => Some(rate("apigateway/CreateDeployment", 0.2, 1.0)),
        "CreateResource" => Some(rate("apigateway/CreateResource", 5.0, 5.0)),
        "DeleteApiKey" => Some(rate("apigateway/DeleteApiKey", 5.0, 5.0)),
        "DeleteDomainName" => Some(rate("apigateway/DeleteDomainName", 1.0 / 30.0, 1.0)),
        "DeleteResource" => Some(rate("apigateway/DeleteResource", 5.0, 5.0)),
        "GetResources" => Some(rate("apigateway/GetResources", 2.5, 5.0)),
        "PutRestApi" => Some(rate("apigateway/PutRestApi", 1.0, 1.0)),
        "CreateRestApi" | "ImportRestApi" => Some(rate("apigateway/CreateRestApi", 1.0 / 3.0, 1.0)),
        "DeleteRestApi" => Some(rate("apigateway/DeleteRestApi", 1.0 / 30.0, 1.0)),
        "CreateDomainName" => Some(rate("apigateway/CreateDomainName", 1.0 / 30.0, 1.0)),
        "UpdateDomainName" => Some(rate("apigateway/UpdateDomainName", 1.0 / 30.0, 1.0)),
        "UpdateUsagePlan" => Some(rate("apigateway/UpdateUsagePlan", 0.05, 1.0)),
        "UpdateAccount" => Some(rate("apigateway/UpdateAccount", 0.05, 1.0)),
        _ => None,
    };
    own.into_iter()
        .chain([rate("apigateway", 10.0, 40.0)])
        .collect()
}

/// Cognito user pools: 15 to 20 a second for an account, by category. What concerns clients and other
/// parts of a pool is limited to 5 a second for each pool, and most stacks have one.
fn cognito(operation: &str) -> Rate {
    let is_read = ["Describe", "Get", "List"]
        .iter()
        .any(|verb| operation.starts_with(verb));
    match (operation.contains("UserPoolClient"), is_read) {
        (true, true) => rate("cognito/clients/read", 5.0, 5.0),
        (true, false) => rate("cognito/clients/write", 5.0, 5.0),
        (false, _) => match (is_of_the_pool(operation), is_read) {
            (true, true) => rate("cognito/pools/read", 15.0, 15.0),
            (true, false) => rate("cognito/pools/write", 15.0, 15.0),
            (false, true) => rate("cognito/resources/read", 5.0, 5.0),
            (false, false) => rate("cognito/resources/write", 5.0, 5.0),
        },
    }
}

/// Whether a call is about a pool itself and not about a group, a provider or the like in it.
fn is_of_the_pool(operation: &str) -> bool {
    let of_a_part = operation.contains("Domain");
    operation.contains("UserPool") && !of_a_part
        || matches!(
            operation,
            "AddCustomAttributes" | "ListTagsForResource" | "TagResource" | "UntagResource"
        )
}

fn other(service: &str, operation: &str) -> Rate {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(service: &str, operation: &str) -> Vec<&'static str> {
        let rates = published(service, operation).into_iter();
        rates.map(|rate| rate.bucket).collect()
    }

    #[test]
    fn an_operation_with_a_rate_of_its_own_also_counts_for_its_service() {
        assert_eq!(
            buckets("API Gateway", "CreateDeployment"),
            ["apigateway/CreateDeployment", "apigateway"]
        );
        assert_eq!(
            buckets("API Gateway", "UpdateDomainName"),
            ["apigateway/UpdateDomainName", "apigateway"]
        );
        assert_eq!(buckets("API Gateway", "PutMethod"), ["apigateway"]);
    }

    #[test]
    fn cognito_counts_pools_clients_and_what_is_in_a_pool_apart() {
        for (operation, bucket) in [
            ("DescribeUserPool", "cognito/pools/read"),
            ("AddCustomAttributes", "cognito/pools/write"),
            ("SetUserPoolMfaConfig", "cognito/pools/write"),
            ("UpdateUserPoolClient", "cognito/clients/write"),
            ("ListUserPoolClients", "cognito/clients/read"),
            ("ListGroups", "cognito/resources/read"),
            ("CreateUserPoolDomain", "cognito/resources/write"),
        ] {
            assert_eq!(buckets("Cognito Identity Provider", operation), [bucket]);
        }
    }

    #[test]
    fn a_wish_for_a_service_bounds_its_operations_and_speeds_none_up() {
        let limits = RateLimits {
            overrides: [("apigateway".to_owned(), 2.0)].into(),
            unlimited: false,
        };
        let adjusted = |operation| -> Vec<f64> {
            let rates = published("API Gateway", operation).into_iter();
            rates.map(|rate| limits.adjusted(rate).per_second).collect()
        };
        assert_eq!(adjusted("CreateDeployment"), [0.2, 2.0]);
        assert_eq!(adjusted("CreateResource"), [2.0, 2.0]);
    }

    #[test]
    fn a_wish_for_an_operation_is_what_it_gets() {
        let limits = RateLimits {
            overrides: [("apigateway/CreateDeployment".to_owned(), 1.5)].into(),
            unlimited: false,
        };
        let rates = published("API Gateway", "CreateDeployment").into_iter();
        let per_second: Vec<f64> = rates.map(|rate| limits.adjusted(rate).per_second).collect();
        assert_eq!(per_second, [1.5, 9.5]);
    }
}
