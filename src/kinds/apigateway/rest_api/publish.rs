//! Makes changes live: one deployment of each content, and the stages that show it.

use super::deployment;
use super::read::arn;
use super::stages::Stage;
use super::write::{Writer, side_by_side};
use super::write_parts::given;
use crate::aws::optional;
use crate::aws::tags::Tags;
use crate::kind::Result;

impl Writer<'_> {
    /// Deploys what has been written, unless that has been done; brings the stages to what they are to
    /// be; and deletes the deployments of ours that none shows any more.
    pub(super) async fn publish(&self) -> Result<()> {
        // All stages show the same.
        let mut hashes = self.wanted.stages.values();
        let hash = hashes.find_map(|stage| stage.deployment.as_deref());
        let shown = match hash.map(|hash| (hash, self.deployed(hash))) {
            Some((_, Some(id))) => Some(id.to_owned()),
            Some((hash, None)) => Some(self.deploy(hash).await?),
            None => None,
        };
        if let Some(deployment) = &shown {
            let stages = self.wanted.stages.iter();
            let calls = stages.map(|(name, stage)| self.write_stage(name, stage, deployment));
            side_by_side(calls.collect()).await?;
        }
        self.remove_stages().await?;
        self.remove_deployments(shown.as_deref()).await
    }

    /// The deployment of this content, if there is one.
    fn deployed(&self, hash: &str) -> Option<&str> {
        let description = deployment::description(hash);
        let mut deployments = self.snapshot.deployments.iter();
        let found = deployments.find(|live| live.description() == Some(&description));
        found.and_then(|live| live.id())
    }

    async fn deploy(&self, hash: &str) -> Result<String> {
        let request = self
            .aws
            .api_gateway()
            .create_deployment()
            .rest_api_id(self.id);
        let request = request.description(deployment::description(hash));
        given(request.send().await?.id(), "CreateDeployment")
    }

    async fn write_stage(&self, name: &str, wanted: &Stage, deployment: &str) -> Result<()> {
        let created;
        let (live, shows) = match self.live.stages.get(name) {
            Some(live) => (live, self.shown_deployment(name)),
            None => {
                self.create_stage(name, wanted, deployment).await?;
                created = wanted.as_created();
                (&created, Some(deployment))
            }
        };
        let mut patch = wanted.patch(live);
        if shows != Some(deployment) {
            patch.set("/deploymentId", deployment);
        }
        if !patch.is_empty() {
            let request = self.aws.api_gateway().update_stage().rest_api_id(self.id);
            let operations = Some(patch.into_inner());
            let request = request.stage_name(name).set_patch_operations(operations);
            request.send().await?;
        }
        let arn = format!("{}/stages/{name}", arn(&self.place, self.id));
        self.write_tags(&arn, &wanted.tags, &live.tags).await
    }

    fn shown_deployment(&self, stage: &str) -> Option<&str> {
        let mut stages = self.snapshot.stages.iter();
        let live = stages.find(|live| live.stage_name() == Some(stage));
        live.and_then(|live| live.deployment_id())
    }

    async fn create_stage(&self, name: &str, stage: &Stage, deployment: &str) -> Result<()> {
        let tags = |tags: &Tags| tags.clone().into_iter().collect();
        let request = self.aws.api_gateway().create_stage().rest_api_id(self.id);
        request
            .stage_name(name)
            .deployment_id(deployment)
            .set_description(stage.description.clone())
            .set_variables((!stage.variables.is_empty()).then(|| stage.variables()))
            .tracing_enabled(stage.tracing)
            .set_cache_cluster_enabled(stage.cache_cluster_size.as_ref().map(|_| true))
            .set_cache_cluster_size(stage.cache_cluster_size.as_deref().map(Into::into))
            .set_documentation_version(stage.documentation_version.clone())
            .set_tags((!stage.tags.is_empty()).then(|| tags(&stage.tags)))
            .send()
            .await?;
        Ok(())
    }

    async fn remove_stages(&self) -> Result<()> {
        let gone = self.live.stages.keys();
        let gone = gone.filter(|name| !self.wanted.stages.contains_key(*name));
        for name in gone {
            let request = self.aws.api_gateway().delete_stage().rest_api_id(self.id);
            optional(request.stage_name(name).send().await)?;
        }
        Ok(())
    }

    async fn remove_deployments(&self, shown: Option<&str>) -> Result<()> {
        for deployment in &self.snapshot.deployments {
            let is_ours = deployment
                .description()
                .and_then(deployment::hash_in)
                .is_some();
            let id = deployment.id().unwrap_or_default();
            if !is_ours || shown == Some(id) || self.is_canary(id) {
                continue;
            }
            let request = self.aws.api_gateway().delete_deployment();
            let request = request.rest_api_id(self.id).deployment_id(id);
            optional(request.send().await)?;
        }
        Ok(())
    }

    /// Whether somebody shows a deployment to a part of a stage's callers.
    fn is_canary(&self, deployment: &str) -> bool {
        let mut stages = self.snapshot.stages.iter();
        stages.any(|stage| {
            let canary = stage.canary_settings();
            canary.and_then(|canary| canary.deployment_id()) == Some(deployment)
        })
    }
}
