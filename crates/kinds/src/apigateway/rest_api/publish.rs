//! Makes changes live: one deployment of each content, and the stages that show it.

use std::time::Duration;

use aws_sdk_apigateway::types::{self as sdk, CacheClusterStatus};

use super::deployment;
use super::shared_stage;
use super::spec::RestApi;
use super::stages::{self, Stage};
use super::write::{Writer, about};
use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use crate::apigateway::support::{send_patch, update_tags};
use crate::children::side_by_side;
use crate::prelude::*;

/// A cache comes within minutes; the largest take longer.
const CACHE_LIMIT: Duration = Duration::from_secs(90 * 60);

impl Writer<'_> {
    /// Deploys what has been written, unless that has been done; brings the stages to what they are to
    /// be; and deletes the deployments of ours that none shows any more.
    pub(super) async fn publish(&self) -> Result<()> {
        let shown = self.to_show().await?;
        let stages = self.wanted.stages.iter();
        let calls = stages.filter_map(|(name, stage)| {
            let deployment = shown.get(name.as_str())?;
            Some(self.write_stage(name, stage, deployment))
        });
        side_by_side(calls.collect()).await?;
        self.remove_stages().await?;
        let shown: BTreeSet<String> = shown.into_values().collect();
        self.remove_deployments(&shown).await
    }

    /// The deployment that each stage is to show: the one that it shows, where that is wanted, or that of
    /// what has been written.
    async fn to_show(&self) -> Result<BTreeMap<&str, String>> {
        let mut shown = BTreeMap::new();
        let mut written = None;
        for (name, stage) in &self.wanted.stages {
            let hash = stage.deployment.as_deref().unwrap_or_default();
            let deployment = match (self.kept(name, stage), &written) {
                (Some(kept), _) => kept.to_owned(),
                (None, _) if self.is_shared && self.live_stage(name).is_some() => {
                    // Two calls could take back what another has deployed in between.
                    let description = deployment::description(hash);
                    shared_stage::deploy(self.aws, self.id, name, &description).await?.id
                }
                (None, Some(deployment)) => String::clone(deployment),
                (None, None) => {
                    let deployment = match self.deployed(hash) {
                        Some(deployment) => deployment.to_owned(),
                        None => self.deploy(hash).await?,
                    };
                    written.insert(deployment).clone()
                }
            };
            shown.insert(name.as_str(), deployment);
        }
        Ok(shown)
    }

    fn live_stage(&self, name: &str) -> Option<&sdk::Stage> {
        self.snapshot.stages.iter().find(|live| live.stage_name() == Some(name))
    }

    /// The deployment that a stage shows, if it is to go on with it.
    fn kept(&self, name: &str, stage: &Stage) -> Option<&str> {
        let live = self.live.stages.get(name)?;
        let deployment = self.live_stage(name)?.deployment_id();
        deployment.filter(|_| live.deployment == stage.deployment && !self.is_overtaken())
    }

    /// Whether a deployment of this content may hold something else by now: others in a shared API hand on whose it is
    /// with each of theirs, and it has just been written.
    fn is_overtaken(&self) -> bool {
        self.is_shared && self.has_content_changes()
    }

    fn has_content_changes(&self) -> bool {
        let mut live = RestApi {
            security_policy: self.wanted.security_policy.clone(),
            endpoint_access_mode: self.wanted.endpoint_access_mode.clone(),
            ..self.live.clone()
        };
        live.routes.retain(|path, _| {
            !self.kept_paths.contains(path) || self.wanted.routes.contains_key(path)
        });
        deployment::hash(self.wanted) != deployment::hash(&live)
    }

    /// The deployment of this content, if there is one.
    fn deployed(&self, hash: &str) -> Option<&str> {
        let description = deployment::description(hash);
        let mut deployments = self.snapshot.deployments.iter();
        let found = deployments.find(|live| live.description() == Some(&description));
        let found = found.filter(|_| !self.is_overtaken());
        found.and_then(|live| live.id())
    }

    async fn deploy(&self, hash: &str) -> Result<String> {
        let request = about!(self.create_deployment()).description(deployment::description(hash));
        member(request.send().await?, "id", |created| created.id)
    }

    async fn write_stage(&self, name: &str, wanted: &Stage, deployment: &str) -> Result<()> {
        let snapshot = self.live_stage(name);
        let created;
        let mut patch = Patch::default();
        let (live, keys, cache) = match (self.live.stages.get(name), snapshot) {
            (Some(live), Some(snapshot)) => {
                if !self.is_shared && snapshot.deployment_id() != Some(deployment) {
                    patch.replace("/deploymentId", deployment);
                }
                let cache = snapshot.cache_cluster_status().cloned();
                (live, stages::keys(snapshot), cache)
            }
            _ => {
                let cache = self.create_stage(name, wanted, deployment).await?;
                created = wanted.as_created();
                (&created, BTreeMap::new(), cache)
            }
        };
        patch.append(wanted.patch(live, &keys)?);
        if !patch.is_empty() {
            self.until_cache_is_settled(name, cache).await?;
            send_patch!(patch, about!(self.update_stage()).stage_name(name));
        }
        let path = format!("/restapis/{}/stages/{name}", self.id);
        update_tags(self.aws, &path, &wanted.tags, &live.tags).await
    }

    /// Waits while a stage's cache comes or goes: it can be neither used nor changed meanwhile.
    async fn until_cache_is_settled(
        &self,
        stage: &str,
        status: Option<CacheClusterStatus>,
    ) -> Result<()> {
        let is_settled = |status: Option<&CacheClusterStatus>| {
            use CacheClusterStatus::{CreateInProgress, DeleteInProgress, FlushInProgress};
            !matches!(status, Some(CreateInProgress | DeleteInProgress | FlushInProgress))
        };
        if is_settled(status.as_ref()) {
            return Ok(());
        }
        let what = format!("the cache of the stage {stage}");
        wait_until(&what, CACHE_LIMIT, || async {
            let stage = about!(self.get_stage()).stage_name(stage).send().await?;
            Ok(is_settled(stage.cache_cluster_status()).then_some(()))
        })
        .await
    }

    /// Creates a stage, and gives the state of its cache.
    async fn create_stage(
        &self,
        name: &str,
        stage: &Stage,
        deployment: &str,
    ) -> Result<Option<CacheClusterStatus>> {
        let request = stage.fill(about!(self.create_stage()))?;
        let request = request.stage_name(name).deployment_id(deployment);
        let has_cache = stage.cache_cluster_size.as_ref().map(|_| true);
        let created = request.set_cache_cluster_enabled(has_cache).send().await?;
        Ok(created.cache_cluster_status)
    }

    async fn remove_stages(&self) -> Result<()> {
        let gone = self.live.stages.keys();
        let gone = gone.filter(|name| !self.wanted.stages.contains_key(*name));
        for name in gone {
            deleted(about!(self.delete_stage()).stage_name(name).send().await)?;
        }
        Ok(())
    }

    async fn remove_deployments(&self, shown: &BTreeSet<String>) -> Result<()> {
        for deployment in &self.snapshot.deployments {
            let is_ours = deployment.description().and_then(deployment::hash_in).is_some();
            let id = deployment.id().unwrap_or_default();
            if !is_ours || shown.contains(id) || self.is_canary(id) {
                continue;
            }
            deleted(about!(self.delete_deployment()).deployment_id(id).send().await)?;
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
