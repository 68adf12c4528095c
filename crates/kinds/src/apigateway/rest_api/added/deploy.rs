//! Lets stages show what was added, and removes the deployments that nobody shows any more.

use aws_sdk_apigateway::types as sdk;

use super::shared_api::SharedApi;
use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use crate::apigateway::rest_api::deployment;
use crate::apigateway::rest_api::ownership_record::{Deployed, OwnershipRecord};
use crate::apigateway::rest_api::shared_stage::{self, Made, millis};
use crate::apigateway::support::{items, send_patch};
use crate::prelude::*;

impl SharedApi<'_> {
    /// Deploys the API to stages. Of each that there is it gives what was deployed; `content` is the hash of that.
    pub(super) async fn show_on_stages(
        &self,
        ownership_record: &OwnershipRecord,
        stages: &BTreeSet<String>,
        content: &str,
    ) -> Result<BTreeMap<String, Deployed>> {
        let mut deployed = BTreeMap::new();
        let (mut before, mut ours) = (BTreeSet::new(), Vec::new());
        for stage in &self.snapshot.stages {
            let Some(name) = stage.stage_name().filter(|name| stages.contains(*name)) else {
                continue;
            };
            let shown = stage.deployment_id().unwrap_or_default();
            let description = self.description(ownership_record, shown);
            let made = shared_stage::deploy(self.aws, self.api, name, &description).await?;
            let shows = Deployed { content: content.to_owned(), since: made.at };
            deployed.insert(name.to_owned(), shows);
            before.insert(shown.to_owned());
            ours.push((made, description));
        }
        if !deployed.is_empty() {
            self.remove_followed(ownership_record, &before, &ours).await?;
        }
        Ok(deployed)
    }

    /// What a deployment is described by: what it follows, if that is one of an owner who knows by it what the stage
    /// shows of the API's own; and whose it is otherwise.
    fn description(&self, ownership_record: &OwnershipRecord, shown: &str) -> String {
        let mut deployments = self.snapshot.deployments.iter();
        let shown = deployments.find(|deployment| deployment.id() == Some(shown));
        let description = shown.and_then(|shown| shown.description()).unwrap_or_default();
        match deployment::hash_in(description) {
            Some(_) => description.to_owned(),
            None => own_description(ownership_record),
        }
    }

    /// Deletes deployments that no stage shows any more: our own, and those that ours took the place of if diatonic
    /// has made them.
    async fn remove_followed(
        &self,
        ownership_record: &OwnershipRecord,
        before: &BTreeSet<String>,
        ours: &[(Made, String)],
    ) -> Result<()> {
        let (api_gateway, api) = (self.aws.api_gateway(), self.api);
        let deployments = items!(api_gateway.get_deployments().rest_api_id(api));
        let stages = api_gateway.get_stages().rest_api_id(api).send().await?;
        let mut shown = BTreeSet::new();
        for stage in stages.item() {
            shown.extend(stage.deployment_id());
            shown.extend(stage.canary_settings().and_then(|canary| canary.deployment_id()));
        }
        self.name_owners(&deployments, ours).await?;
        for deployment in &deployments {
            let (id, description) = (deployment.id().unwrap_or_default(), deployment.description());
            let description = description.unwrap_or_default();
            let was_followed = before.contains(id) && is_diatonics(description);
            let is_ours = description == own_description(ownership_record);
            if (was_followed || is_ours) && !shown.contains(id) {
                let request = api_gateway.delete_deployment().rest_api_id(api);
                deleted(request.deployment_id(id).send().await)?;
            }
        }
        Ok(())
    }

    /// If the owner has deployed between our look and our deployment, ours holds that, and is described by it.
    async fn name_owners(
        &self,
        deployments: &[sdk::Deployment],
        ours: &[(Made, String)],
    ) -> Result<()> {
        let was_there = |it: &sdk::Deployment| {
            let mut before = self.snapshot.deployments.iter();
            before.any(|before| before.id == it.id)
                || ours.iter().any(|(made, _)| it.id() == Some(&made.id))
        };
        let new: Vec<&sdk::Deployment> = deployments.iter().filter(|it| !was_there(it)).collect();
        for (made, description) in ours {
            let earlier = new.iter().filter(|it| millis(it.created_date()) <= made.at);
            let owners =
                earlier.filter(|it| it.description().and_then(deployment::hash_in).is_some());
            let latest = owners.max_by_key(|it| millis(it.created_date()));
            let name = latest.and_then(|latest| latest.description());
            if let Some(name) = name.filter(|name| name != description) {
                let mut patch = Patch::default();
                patch.replace("/description", name);
                let request = self.aws.api_gateway().update_deployment().rest_api_id(self.api);
                send_patch!(patch, request.deployment_id(&made.id));
            }
        }
        Ok(())
    }
}

/// How the descriptions of deployments begin whose API is nobody's that we know.
const OWN: &str = "diatonic routes: ";

fn own_description(ownership_record: &OwnershipRecord) -> String {
    format!("{OWN}{}", ownership_record.name)
}

fn is_diatonics(description: &str) -> bool {
    description.starts_with(OWN) || deployment::hash_in(description).is_some()
}
