//! `apigateway.usage_plan`: how much callers with a key may ask of which APIs.

mod check;
mod patch;
mod spec;

use aws_sdk_apigateway::operation::get_usage_plan::GetUsagePlanOutput;
use aws_sdk_apigateway::types as sdk;

use super::patch::Patch;
use super::support::{ON_TAGS, arn, items, ours_or_all, send_patch, update_tags};
use crate::apigateway::{ApiGateway, NAME};
use crate::calls;
use crate::prelude::*;
use aws::whole;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place};

use spec::ServedStage;
pub use spec::{Outputs, UsagePlan};

impl Kind for UsagePlan {
    const NAME: &'static str = "apigateway.usage_plan";
    const FACTS: Facts = Facts::of(Concern::Api);
    const CONSOLE: Console = Console::Page("apigateway/home?region={region}#/usage-plans/{id}");
    const CALLS: &'static [Calls] = calls::APIGATEWAY_USAGE_PLAN;
    const ACCESS: &'static [Access] = &[Access::to(
        NAME,
        &[
            "arn:{partition}:apigateway:{region}::/usageplans",
            "arn:{partition}:apigateway:{region}::/usageplans/*",
        ],
    )
    .except(&[ON_TAGS])];
    const KNOWN_BY: &'static str = "its id, such as `a1b2c3`";
    const IMPACT_WHILE_ABSENT: &'static str = "calls with its keys are refused";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn created_outputs(identity: &Named, id: &str, place: &Place) -> Outputs {
        let (id, arn) = (Some(id.to_owned()), Some(arn(place, &path(id))));
        Outputs { id, arn, name: Some(identity.name.clone()) }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for key in live.keys.difference(&self.keys) {
            let what = format!("calls with the key `{key}` are refused");
            consequences.interrupt(Path::field("keys"), what, "");
        }
        for stage in &live.stages {
            let is_same = |other: &ServedStage| other.key() == stage.key();
            if !self.stages.iter().any(is_same) {
                let ServedStage { api, stage, .. } = stage;
                let what = format!(
                    "stage `{stage}` of API `{api}` refuses the plan's keys where a method asks for one"
                );
                consequences.interrupt(Path::field("stages"), what, "");
            }
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        let plans = aws.memo().get_or_try_init(PLANS, || plans(aws)).await?;
        let named = plans.iter().filter(|plan| plan.name() == Some(&identity.name));
        let named = named.filter_map(|plan| Some((plan.id.clone()?, plan.tags.clone())));
        Ok(ours_or_all(named, ownership))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let plan = async {
            let request = aws.api_gateway().get_usage_plan().usage_plan_id(id);
            Ok(request.send().await?)
        };
        let Some((plan, keys)) = whole(plan, keys(aws, id)).await? else {
            return Ok(None);
        };
        let plan = aws::read::<GetUsagePlanOutput, Self>(plan)?;
        Ok(plan.map(|plan| {
            let (id, arn) = (Some(id.to_owned()), Some(arn(&aws.place(), &path(id))));
            let outputs = Outputs { id, arn, name: Some(plan.name.clone()) };
            let throttle = plan.throttle.filter(|throttle| !throttle.is_none());
            Live::new(outputs, Self { throttle, keys, ..plan })
        }))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let created = self.fill(aws.api_gateway().create_usage_plan())?.send().await?;
        aws.memo().remove(PLANS);
        member(created, "id", |created| created.id)
    }

    /// A key may not stand in two plans that serve one stage, so keys go before stages come, and come after
    /// stages have gone.
    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        for key in live.keys.difference(&self.keys) {
            let request = aws.api_gateway().delete_usage_plan_key();
            deleted(request.usage_plan_id(id).key_id(key).send().await)?;
        }
        change(aws, id, self.patch(live)?).await?;
        for key in self.keys.difference(&live.keys) {
            let request = aws.api_gateway().create_usage_plan_key().usage_plan_id(id);
            request.key_id(key).key_type("API_KEY").send().await?;
        }
        update_tags(aws, &path(id), &self.tags, &live.tags).await
    }

    /// AWS refuses to delete a plan that serves a stage.
    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let plan = aws.api_gateway().get_usage_plan().usage_plan_id(id);
        let Some(plan) = optional(plan.send().await)? else {
            return Ok(());
        };
        let stages = aws::read::<GetUsagePlanOutput, Vec<ServedStage>>(plan.api_stages)?;
        let mut patch = Patch::default();
        for stage in stages.unwrap_or_default() {
            patch.remove_one("/apiStages", &stage.key());
        }
        change(aws, id, patch).await?;
        deleted(aws.api_gateway().delete_usage_plan().usage_plan_id(id).send().await)?;
        aws.memo().remove(PLANS);
        Ok(())
    }
}

impl Listed for UsagePlan {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let plans = aws.memo().get_or_try_init(PLANS, || plans(aws)).await?;
        Ok(plans.iter().filter_map(|plan| plan.id.clone()).collect())
    }
}

/// The name of the list of all plans of the region, which is read once a run.
const PLANS: &str = "apigateway usage plans";

async fn plans(aws: &Aws) -> Result<Vec<sdk::UsagePlan>> {
    Ok(items!(aws.api_gateway().get_usage_plans()))
}

/// The ids of a plan's keys. AWS lists their values beside them, which are dropped here.
async fn keys(aws: &Aws, id: &str) -> Result<BTreeSet<String>> {
    let keys = items!(aws.api_gateway().get_usage_plan_keys().usage_plan_id(id));
    Ok(keys.into_iter().filter_map(|key| key.id).collect())
}

/// UpdateUsagePlan may be called once in 20 seconds, so a change is one call, whatever it consists of.
async fn change(aws: &Aws, id: &str, patch: Patch) -> Result<()> {
    if !patch.is_empty() {
        send_patch!(patch, aws.api_gateway().update_usage_plan().usage_plan_id(id));
        aws.memo().remove(PLANS);
    }
    Ok(())
}

/// The plan's path in its ARN.
fn path(id: &str) -> String {
    format!("/usageplans/{id}")
}
