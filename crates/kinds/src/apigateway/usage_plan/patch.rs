//! From one form of a usage plan to another.

use super::spec::{UsagePlan, path_of};
use crate::apigateway::patch::Patch;
use kind::Result;

impl UsagePlan {
    pub(super) fn patch(&self, live: &Self) -> Result<Patch> {
        let mut patch = self.patch_fields(Some(live), "")?;
        self.patch_stages(live, &mut patch)?;
        if self.product_code != live.product_code {
            patch.or_remove("/productCode", self.product_code.clone(), None);
        }
        Ok(patch)
    }

    /// A stage that has changed goes and comes again, all in one call: so no limit of a method is left
    /// behind, whichever way AWS has written the method's path.
    fn patch_stages(&self, live: &Self, patch: &mut Patch) -> Result<()> {
        for stage in live.stages.difference(&self.stages) {
            patch.remove_one("/apiStages", &stage.key());
        }
        for stage in self.stages.difference(&live.stages) {
            let key = stage.key();
            patch.add("/apiStages", &key);
            for (method, throttle) in &stage.methods {
                let limits = format!("/apiStages/{key}/throttle/{}", path_of(method));
                patch.append(throttle.patch_fields(None, &limits)?);
            }
        }
        Ok(())
    }
}
