//! `apigateway.usage_plan`: how much callers with a key may ask of which APIs.

mod check;
mod read;
mod types;
mod write;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calls;
use aws::Aws;
use aws::tags::Tags;
use kind::{
    Access, Calls, Concern, Consequences, Facts, Findings, Kind, Live, Named, Place, Result,
};
use language::value::Path;

pub use types::{Period, Quota, ServedStage, Throttle};

/// What callers with an API key may ask of some APIs: how fast, and how much. A plan without keys limits
/// nobody, and only methods that ask for a key heed it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsagePlan {
    /// The plan's name, 1–1,024 characters. Several plans may have the same.
    #[schemars(length(min = 1, max = 1024))]
    #[schemars(extend("x-value-only" = true))]
    pub name: String,
    /// What the plan is for. Absent: none.
    #[serde(default)]
    #[schemars(length(min = 1))]
    #[schemars(extend("x-value-only" = true))]
    pub description: Option<String>,
    /// How fast the caller with each key may ask. Absent: as fast as the stages allow.
    #[serde(default)]
    pub throttle: Option<Throttle>,
    /// How much the caller with each key may ask in a day, a week or a month. Absent: without end.
    #[serde(default)]
    pub quota: Option<Quota>,
    /// The stages of APIs that the plan opens to its keys. Others are taken out of it.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub stages: BTreeSet<ServedStage>,
    /// Ids of the API keys that belong to the plan. Others are taken out of it, unless `ignore_changes` says
    /// that an application hands them out. A key belongs to ten plans at most, of which no two serve the
    /// same stage.
    #[serde(default)]
    #[schemars(inner(length(min = 1)))]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub keys: BTreeSet<String>,
    /// Code of the product in AWS Marketplace that the plan sells. Absent: none.
    #[serde(default)]
    #[schemars(length(min = 1))]
    #[schemars(extend("x-value-only" = true))]
    pub product_code: Option<String>,
    /// Tags of the plan.
    #[serde(default)]
    pub tags: Tags,
}

/// What others may refer to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outputs {
    /// The id that AWS gives the plan.
    pub id: Option<String>,
    /// ARN of the plan.
    pub arn: Option<String>,
    /// Name of the plan.
    pub name: Option<String>,
}

impl Kind for UsagePlan {
    const NAME: &'static str = "apigateway.usage_plan";
    const FACTS: Facts = Facts { concern: Concern::Api, data: None, volatile: &[], parent: None };
    const CALLS: &'static [Calls] = calls::APIGATEWAY_USAGE_PLAN;
    const ACCESS: &'static [Access] = &[Access::to(
        "API Gateway",
        &[
            "arn:{partition}:apigateway:{region}::/usageplans",
            "arn:{partition}:apigateway:{region}::/usageplans/*",
        ],
    )
    .except(&[(
        &["TagResource", "UntagResource"],
        &["arn:{partition}:apigateway:{region}::/tags/*"],
    )])];
    const KNOWN_BY: &'static str = "its id, such as `a1b2c3`";
    const MISSED: &'static str = "calls with its keys are refused";
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Named, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { id: None, arn: None, name: Some(identity.name.clone()) }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for key in live.keys.difference(&self.keys) {
            consequences.interrupt(
                Path::field("keys"),
                format!("calls with the key `{key}` are refused"),
                "",
            );
        }
        for stage in &live.stages {
            let is_same =
                |other: &&ServedStage| (&other.api, &other.stage) == (&stage.api, &stage.stage);
            if !self.stages.iter().any(|other| is_same(&other)) {
                consequences.interrupt(
                    Path::field("stages"),
                    format!(
                        "stage `{}` of API `{}` refuses the plan's keys where a method asks for one",
                        stage.stage, stage.api
                    ),
                    "",
                );
            }
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        read::find(aws, &identity.name, ownership).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        write::update(self, aws, id, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}

/// The plan's path in its ARN.
fn path(id: &str) -> String {
    format!("/usageplans/{id}")
}
