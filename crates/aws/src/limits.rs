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
    pub fn adjusted(&self, rate: Rate) -> Rate {
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
pub struct Rate {
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
pub const fn rate(bucket: &'static str, per_second: f64, burst: f64) -> Rate {
    Rate { bucket, per_second, burst }
}
