//! A usage plan and its parts, and how AWS spells them.

use std::cmp::Ordering;
use std::collections::HashMap;

use aws_sdk_apigateway::operation::create_usage_plan::builders::CreateUsagePlanFluentBuilder;
use aws_sdk_apigateway::operation::get_usage_plan::GetUsagePlanOutput;
use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::apigateway::patch::Patch;
use crate::forms::tags_if_any;
use crate::prelude::*;

/// What callers with an API key may ask of some APIs: how fast, and how much. A plan without keys limits
/// nobody, and only methods that ask for a key heed it.
#[spec(GetUsagePlanOutput, request = CreateUsagePlanFluentBuilder, patch = Patch)]
pub struct UsagePlan {
    /// The plan's name, 1–1,024 characters. Several plans may have the same.
    #[field(required, length = 1..=1024, value_only, patch)]
    pub name: String,
    /// What the plan is for. Absent: none.
    #[field(length = 1.., value_only, patch)]
    pub description: Option<String>,
    /// How fast the caller with each key may ask. Absent: as fast as the stages allow.
    #[field(patch_whole)]
    pub throttle: Option<Throttle>,
    /// How much the caller with each key may ask in a day, a week or a month. Absent: without end.
    #[field(patch_whole)]
    pub quota: Option<Quota>,
    /// The stages of APIs that the plan opens to its keys. Others are taken out of it.
    #[field(deferrable, aws = api_stages)]
    pub stages: BTreeSet<ServedStage>,
    /// Ids of the API keys that belong to the plan. Others are taken out of it, unless `ignore_changes` says
    /// that an application hands them out. A key belongs to ten plans at most, of which no two serve the
    /// same stage.
    #[field(deferrable, grants, not_in_answer, not_in_request)]
    #[schemars(inner(length(min = 1)))]
    pub keys: BTreeSet<String>,
    /// Code of the product in AWS Marketplace that the plan sells. Absent: none.
    #[field(length = 1.., value_only, not_in_request)]
    pub product_code: Option<String>,
    /// Tags of the plan.
    #[field(with = tags_if_any)]
    pub tags: Tags,
}

outputs! {
    /// The id that AWS gives the plan.
    id,
    /// ARN of the plan.
    arn,
    /// Name of the plan.
    name,
}

/// How fast a caller may ask.
#[spec(sdk::ThrottleSettings, patch = Patch)]
#[derive(Eq, PartialOrd, Ord)]
pub struct Throttle {
    /// Requests a second in the long run, more than 0. It need not be whole.
    #[field(required, range = 0.., patch)]
    pub rate_limit: Rate,
    /// Requests that may come at one moment: the size of the bucket that the rate fills.
    #[field(required, range = 0.., patch)]
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

impl Field for Rate {
    type Aws = f64;

    fn of(aws: Option<f64>) -> Result<Option<Self>> {
        Ok(aws.map(Self))
    }

    fn to_aws(&self) -> Result<Option<f64>> {
        Ok(Some(self.0))
    }
}

/// How much a caller may ask.
#[spec(sdk::QuotaSettings, only_with = period, patch = Patch)]
pub struct Quota {
    /// Requests in each period.
    #[field(required, range = 1.., patch)]
    pub limit: i32,
    /// The period: a day, a week or a month.
    #[field(required, patch)]
    pub period: Period,
    /// The day on which a period begins, counted from 0: 0–6 in a week, which begins with Sunday, and
    /// 0–27 in a month. Absent: 0.
    #[field(range = 0..=27, patch)]
    pub offset: i32,
}

aws_enum! {
    /// A period of a quota.
    Period = sdk::QuotaPeriodType {
        Day = "DAY",
        Week = "WEEK",
        Month = "MONTH",
    }
}

/// A stage of an API that a plan serves.
#[spec(sdk::ApiStage)]
#[derive(Eq, PartialOrd, Ord)]
pub struct ServedStage {
    /// Id of the REST API.
    #[field(required, length = 1.., aws = api_id)]
    pub api: String,
    /// Name of its stage, which must exist.
    #[field(required, length = 1..=128, pattern = r"^[A-Za-z0-9_-]+$")]
    pub stage: String,
    /// How fast single methods may be called, by method and path as in `POST /users/{id}`, where that
    /// differs from the plan's own throttle.
    #[field(aws = throttle, with = methods)]
    pub methods: BTreeMap<String, Throttle>,
}

/// Throttles by method, which AWS names in another way.
mod methods {
    use super::*;

    type Throttles = BTreeMap<String, Throttle>;

    pub(super) fn of(
        aws: Option<HashMap<String, sdk::ThrottleSettings>>,
    ) -> Result<Option<Throttles>> {
        let throttles: Throttles = Field::of(aws)?.unwrap_or_default();
        let throttles = throttles.into_iter();
        Ok(Some(throttles.map(|(path, throttle)| (method_of(&path), throttle)).collect()))
    }

    pub(super) fn to_aws(
        own: &Throttles,
    ) -> Result<Option<HashMap<String, sdk::ThrottleSettings>>> {
        let named = own.iter().map(|(method, throttle)| (path_of(method), throttle.clone()));
        named.collect::<Throttles>().to_aws()
    }
}

impl ServedStage {
    /// The name by which AWS knows the stage in a plan.
    pub(super) fn key(&self) -> String {
        format!("{}:{}", self.api, self.stage)
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
    /// them, and AWS treats what is left out as no limit.
    pub(super) fn is_none(&self) -> bool {
        (self.rate_limit.0, self.burst_limit) == (0.0, 0)
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
