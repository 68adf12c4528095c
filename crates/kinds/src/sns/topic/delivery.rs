//! How deliveries by HTTP that fail are tried again ("Creating an HTTP/S delivery policy" of the developer guide).

use serde_json::{Value, json};

use crate::messaging::Json;
use crate::prelude::*;

/// How deliveries by HTTP are made, and made again.
#[spec]
pub struct DeliveryPolicy {
    /// When a delivery that fails is tried again.
    #[field(omit_default)]
    pub retries: Retries,
    /// The most deliveries a second to one endpoint. Absent: as many as there are.
    #[field(range = 1..)]
    pub max_per_second: Option<i32>,
    /// The `Content-Type` of deliveries, such as `application/json`. Absent: `text/plain; charset=UTF-8`.
    #[field(length = 1..)]
    pub content_type: Option<String>,
    /// Whether subscriptions have no policy of their own. Topics only.
    #[field(omit_default)]
    pub disable_overrides: bool,
}

/// When a delivery that fails is tried again: at once, then with the shortest pause, then with growing ones, then with
/// the longest.
#[spec]
pub struct Retries {
    /// How often in all: 0–100. Absent: 3.
    #[field(default = 3, range = 0..=100)]
    pub count: i32,
    /// Seconds of the shortest pause: 1–3,600. Absent: 20.
    #[field(default = 20, range = 1..=3600)]
    pub min_delay_seconds: i32,
    /// Seconds of the longest pause: 1–3,600. Absent: 20.
    #[field(default = 20, range = 1..=3600)]
    pub max_delay_seconds: i32,
    /// How often of these at once.
    #[field(omit_default, range = 0..=100)]
    pub without_delay: i32,
    /// How often of these with the shortest pause.
    #[field(omit_default, range = 0..=100)]
    pub with_min_delay: i32,
    /// How often of these with the longest pause.
    #[field(omit_default, range = 0..=100)]
    pub with_max_delay: i32,
    /// How the pauses grow.
    #[field(omit_default)]
    pub backoff: Backoff,
}

aws_enum! {
    /// How pauses grow.
    #[derive(Default)]
    Backoff {
        #[default]
        Linear = "linear",
        Arithmetic = "arithmetic",
        Geometric = "geometric",
        Exponential = "exponential",
    }
}

/// AWS's names for the parts of a policy: of a topic, and of a subscription.
const OF_TOPIC: [&str; 3] =
    ["defaultHealthyRetryPolicy", "defaultThrottlePolicy", "defaultRequestPolicy"];
const OF_SUBSCRIPTION: [&str; 3] = ["healthyRetryPolicy", "throttlePolicy", "requestPolicy"];

impl DeliveryPolicy {
    /// The policy of a topic.
    pub(super) fn of_topic(policy: &Json) -> Self {
        let http = &policy.as_value()["http"];
        let disable_overrides = http["disableSubscriptionOverrides"] == true;
        Self { disable_overrides, ..Self::of(http, OF_TOPIC) }
    }

    /// The policy of a subscription.
    pub(super) fn of_subscription(policy: &Json) -> Self {
        Self::of(policy.as_value(), OF_SUBSCRIPTION)
    }

    fn of(policy: &Value, [retries, throttle, request]: [&str; 3]) -> Self {
        Self {
            retries: Retries::of(&policy[retries]),
            max_per_second: number(&policy[throttle]["maxReceivesPerSecond"]),
            content_type: non_empty(policy[request]["headerContentType"].as_str()),
            disable_overrides: false,
        }
    }

    pub(super) fn to_topic(&self) -> Value {
        let mut http = self.to_aws(OF_TOPIC);
        http["disableSubscriptionOverrides"] = self.disable_overrides.into();
        json!({ "http": http })
    }

    pub(super) fn to_subscription(&self) -> Value {
        self.to_aws(OF_SUBSCRIPTION)
    }

    fn to_aws(&self, [retries, throttle, request]: [&str; 3]) -> Value {
        let mut policy = json!({ retries: self.retries.to_aws() });
        if let Some(most) = self.max_per_second {
            policy[throttle] = json!({ "maxReceivesPerSecond": most });
        }
        if let Some(content_type) = &self.content_type {
            policy[request] = json!({ "headerContentType": content_type });
        }
        policy
    }
}

impl Retries {
    fn of(policy: &Value) -> Self {
        let usual = Self::default();
        let of = |name: &str, usual| number(&policy[name]).unwrap_or(usual);
        Self {
            count: of("numRetries", usual.count),
            min_delay_seconds: of("minDelayTarget", usual.min_delay_seconds),
            max_delay_seconds: of("maxDelayTarget", usual.max_delay_seconds),
            without_delay: of("numNoDelayRetries", 0),
            with_min_delay: of("numMinDelayRetries", 0),
            with_max_delay: of("numMaxDelayRetries", 0),
            backoff: Backoff::from_aws(policy["backoffFunction"].as_str()).unwrap_or_default(),
        }
    }

    fn to_aws(&self) -> Value {
        json!({
            "numRetries": self.count,
            "minDelayTarget": self.min_delay_seconds,
            "maxDelayTarget": self.max_delay_seconds,
            "numNoDelayRetries": self.without_delay,
            "numMinDelayRetries": self.with_min_delay,
            "numMaxDelayRetries": self.with_max_delay,
            "backoffFunction": self.backoff.as_str(),
        })
    }
}

fn number(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|number| i32::try_from(number).ok())
}

/// Rules of a delivery policy.
pub(super) fn check(policy: &DeliveryPolicy, at: &Path, findings: &mut Findings) {
    let Retries { count, min_delay_seconds, max_delay_seconds, .. } = policy.retries;
    let parts = policy.retries.without_delay
        + policy.retries.with_min_delay
        + policy.retries.with_max_delay;
    rules! { findings, at.key("retries");
        Error "min_delay_seconds" if min_delay_seconds > max_delay_seconds =>
            "the shortest pause is longer than the longest",
            format!("`max_delay_seconds` is {max_delay_seconds}"),
            "make it shorter, or the longest one longer";
        Warning "count" if parts > count =>
            "there are fewer retries than their parts together",
            format!("those without a pause, with the shortest and with the longest are {parts}"),
            "make `count` as large, at least";
    }
}
