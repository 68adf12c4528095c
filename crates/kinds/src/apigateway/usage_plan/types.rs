//! The parts of a usage plan, and how AWS spells them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;
use kind::Result;

/// How fast a caller may ask.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Throttle {
    /// Requests a second in the long run, more than 0. It need not be whole.
    #[schemars(range(min = 0))]
    pub rate_limit: Rate,
    /// Requests that may come at one moment: the size of the bucket that the rate fills.
    #[schemars(range(min = 0))]
    pub burst_limit: i32,
}

/// Requests a second, which need not be whole.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Rate(pub f64);

impl Ord for Rate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Rate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rate {}

/// How much a caller may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// Requests in each period.
    #[schemars(range(min = 1))]
    pub limit: i32,
    /// The period: a day, a week or a month.
    pub period: Period,
    /// The day on which a period begins, counted from 0: 0–6 in a week, which begins with Sunday, and
    /// 0–27 in a month. Absent: 0.
    #[serde(default)]
    #[schemars(range(min = 0, max = 27))]
    pub offset: i32,
}

words! {
    /// A period of a quota.
    Period = sdk::QuotaPeriodType {
        Day = "DAY",
        Week = "WEEK",
        Month = "MONTH",
    }
}

/// A stage of an API that a plan serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServedStage {
    /// Id of the REST API.
    #[schemars(length(min = 1))]
    pub api: String,
    /// Name of its stage, which must exist.
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[A-Za-z0-9_-]+$"))]
    pub stage: String,
    /// How fast single methods may be called, by method and path as in `POST /users/{id}`, where that
    /// differs from the plan's own throttle.
    #[serde(default)]
    pub methods: BTreeMap<String, Throttle>,
}

impl ServedStage {
    /// The name by which AWS knows the stage in a plan.
    pub(super) fn key(&self) -> String {
        format!("{}:{}", self.api, self.stage)
    }

    pub(super) fn of(live: sdk::ApiStage) -> Self {
        let throttles = live.throttle.unwrap_or_default();
        Self {
            api: live.api_id.unwrap_or_default(),
            stage: live.stage.unwrap_or_default(),
            methods: throttles
                .into_iter()
                .map(|(path, throttle)| (method_of(&path), throttle.into()))
                .collect(),
        }
    }

    pub(super) fn to_sdk(&self) -> sdk::ApiStage {
        let throttles: HashMap<_, _> = self
            .methods
            .iter()
            .map(|(method, throttle)| (path_of(method), throttle.into()))
            .collect();
        sdk::ApiStage::builder()
            .api_id(&self.api)
            .stage(&self.stage)
            .set_throttle((!throttles.is_empty()).then_some(throttles))
            .build()
    }
}

/// AWS's name of a method in a plan, `/users/{id}/POST`, from ours, `POST /users/{id}`.
pub(super) fn path_of(method: &str) -> String {
    match method.split_once(' ') {
        Some((verb, path)) => format!("{path}/{verb}"),
        None => method.to_owned(),
    }
}

/// Our name of a method from AWS's, in which slashes may be written as in a JSON pointer.
fn method_of(path: &str) -> String {
    let path = path.replace("~1", "/").replace("~0", "~");
    match path.rsplit_once('/') {
        Some((path, verb)) => format!("{verb} {path}"),
        None => path,
    }
}

impl Throttle {
    /// What nobody limits reads as zeros. The SDK leaves zeros out of a request, so nobody can ask for
    /// them, and AWS takes what is left out for no limit.
    pub(super) fn is_none(&self) -> bool {
        (self.rate_limit.0, self.burst_limit) == (0.0, 0)
    }
}

impl From<sdk::ThrottleSettings> for Throttle {
    fn from(live: sdk::ThrottleSettings) -> Self {
        Self { rate_limit: Rate(live.rate_limit), burst_limit: live.burst_limit }
    }
}

impl From<&Throttle> for sdk::ThrottleSettings {
    fn from(throttle: &Throttle) -> Self {
        Self::builder().rate_limit(throttle.rate_limit.0).burst_limit(throttle.burst_limit).build()
    }
}

impl Quota {
    /// A quota, if it has a period.
    pub(super) fn of(live: &sdk::QuotaSettings) -> Result<Option<Self>> {
        let period = Period::present(live.period());
        Ok(period.map(|period| Self { limit: live.limit, period, offset: live.offset }))
    }

    pub(super) fn to_sdk(&self) -> sdk::QuotaSettings {
        sdk::QuotaSettings::builder()
            .limit(self.limit)
            .period(self.period.into())
            .offset(self.offset)
            .build()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn methods_come_back_as_they_were_written(
            verb in "GET|POST|ANY",
            segments in prop::collection::vec("[a-z{}+-]{1,5}", 0..4),
        ) {
            let method = format!("{verb} /{}", segments.join("/"));
            prop_assert_eq!(method_of(&path_of(&method)), method);
        }
    }

    #[test]
    fn slashes_may_be_escaped() {
        assert_eq!(method_of("~1users~1{id}/GET"), "GET /users/{id}");
        assert_eq!(method_of("/users/{id}/GET"), "GET /users/{id}");
        assert_eq!(path_of("GET /"), "//GET");
    }
}
