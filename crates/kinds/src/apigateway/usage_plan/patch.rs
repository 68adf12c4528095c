//! From one form of a usage plan to another.

use super::spec::{UsagePlan, path_of};
use crate::apigateway::patch::Patch;
use kind::Result;

impl UsagePlan {
    pub(super) fn patch(&self, live: &Self) -> Result<Patch> {
        let mut patch = self.patch_fields(Some(live), "")?;
        self.patch_throttle(live, &mut patch);
        self.patch_quota(live, &mut patch);
        self.patch_stages(live, &mut patch);
        Ok(patch)
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
