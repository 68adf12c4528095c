//! Creates, changes and deletes a usage plan.
//!
//! UpdateUsagePlan may be called once in 20 seconds, so a change is one call, whatever it consists of.

use super::types::path_of;
use super::{ServedStage, UsagePlan, path, read};
use crate::apigateway::ApiGateway;
use crate::apigateway::support::{Patch, update_tags};
use aws::{Aws, member, optional};
use kind::Result;

pub(super) async fn create(plan: &UsagePlan, aws: &Aws) -> Result<String> {
    let stages = plan.stages.iter().map(ServedStage::to_sdk).collect();
    let request = aws.api_gateway().create_usage_plan().name(&plan.name);
    let created = request
        .set_description(plan.description.clone())
        .set_throttle(plan.throttle.as_ref().map(Into::into))
        .set_quota(plan.quota.as_ref().map(super::Quota::to_sdk))
        .set_api_stages(Some(stages))
        .set_tags(Some(plan.tags.clone().into_iter().collect()))
        .send()
        .await?;
    read::forget(aws);
    member(created, "id", |created| created.id)
}

/// A key may not stand in two plans that serve one stage, so keys go before stages come, and come after
/// stages have gone.
pub(super) async fn update(plan: &UsagePlan, aws: &Aws, id: &str, live: &UsagePlan) -> Result<()> {
    for key in live.keys.difference(&plan.keys) {
        let request = aws.api_gateway().delete_usage_plan_key();
        optional(request.usage_plan_id(id).key_id(key).send().await)?;
    }
    change(aws, id, plan.patch(live)).await?;
    for key in plan.keys.difference(&live.keys) {
        let request = aws.api_gateway().create_usage_plan_key();
        let request = request.usage_plan_id(id).key_id(key).key_type("API_KEY");
        request.send().await?;
    }
    update_tags(aws, &path(id), &plan.tags, &live.tags).await
}

/// AWS refuses to delete a plan that serves a stage.
pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    let plan = aws.api_gateway().get_usage_plan().usage_plan_id(id);
    let Some(plan) = optional(plan.send().await)? else {
        return Ok(());
    };
    let mut patch = Patch::default();
    for stage in plan.api_stages.unwrap_or_default() {
        patch.remove_one("/apiStages", &ServedStage::of(stage).key());
    }
    change(aws, id, patch).await?;
    let request = aws.api_gateway().delete_usage_plan().usage_plan_id(id);
    optional(request.send().await)?;
    read::forget(aws);
    Ok(())
}

async fn change(aws: &Aws, id: &str, patch: Patch) -> Result<()> {
    if patch.is_empty() {
        return Ok(());
    }
    let request = aws.api_gateway().update_usage_plan().usage_plan_id(id);
    let request = request.set_patch_operations(patch.operations());
    request.send().await?;
    read::forget(aws);
    Ok(())
}

impl UsagePlan {
    fn patch(&self, live: &Self) -> Patch {
        let mut patch = Patch::default();
        patch.text("/name", Some(&self.name), Some(&live.name));
        patch.text("/description", self.description.as_ref(), live.description.as_ref());
        self.patch_throttle(live, &mut patch);
        self.patch_quota(live, &mut patch);
        self.patch_stages(live, &mut patch);
        match &self.product_code {
            code if *code == live.product_code => {}
            Some(code) => patch.replace("/productCode", code),
            None => patch.remove("/productCode"),
        }
        patch
    }

    fn patch_throttle(&self, live: &Self, patch: &mut Patch) {
        match &self.throttle {
            throttle if *throttle == live.throttle => {}
            Some(throttle) => {
                patch.replace("/throttle/rateLimit", throttle.rate_limit.0);
                patch.replace("/throttle/burstLimit", throttle.burst_limit);
            }
            None => patch.remove("/throttle"),
        }
    }

    fn patch_quota(&self, live: &Self, patch: &mut Patch) {
        match &self.quota {
            quota if *quota == live.quota => {}
            Some(quota) => {
                patch.replace("/quota/limit", quota.limit);
                patch.replace("/quota/period", quota.period.as_str());
                patch.replace("/quota/offset", quota.offset);
            }
            None => patch.remove("/quota"),
        }
    }

    /// A stage that has changed goes and comes again, all in one call: so no limit of a method is left
    /// behind, whichever way AWS has written the method's path.
    fn patch_stages(&self, live: &Self, patch: &mut Patch) {
        for stage in live.stages.difference(&self.stages) {
            patch.remove_one("/apiStages", &stage.key());
        }
        for stage in self.stages.difference(&live.stages) {
            let key = stage.key();
            patch.add("/apiStages", &key);
            for (method, throttle) in &stage.methods {
                let limits = format!("/apiStages/{key}/throttle/{}", path_of(method));
                patch.replace(&format!("{limits}/rateLimit"), throttle.rate_limit.0);
                patch.replace(&format!("{limits}/burstLimit"), throttle.burst_limit);
            }
        }
    }
}
