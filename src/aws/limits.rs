//! How often calls may be made, so that a wide plan does not run into throttles: AWS's published rates,
//! which each of the `services` states, and what the user wants instead.

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
        Rate { per_second, burst: per_second.max(1.0), ..rate }
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
        Self { per_second: self.per_second * SLACK, burst: (self.burst - 1.0).max(1.0), ..self }
    }
}

/// A bucket by its name, how many calls a second it gives, and how many it holds.
pub(super) const fn rate(bucket: &'static str, per_second: f64, burst: f64) -> Rate {
    Rate { bucket, per_second, burst }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::services::rates;

    fn buckets(service: &str, operation: &str) -> Vec<&'static str> {
        let rates = rates(service, operation).into_iter();
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
        let limits =
            RateLimits { overrides: [("apigateway".to_owned(), 2.0)].into(), unlimited: false };
        let adjusted = |operation| -> Vec<f64> {
            let rates = rates("API Gateway", operation).into_iter();
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
        let rates = rates("API Gateway", "CreateDeployment").into_iter();
        let per_second: Vec<f64> = rates.map(|rate| limits.adjusted(rate).per_second).collect();
        assert_eq!(per_second, [1.5, 9.5]);
    }
}
