//! Adds routes to an API, changes them and removes them, and keeps the ownership record of them.

use std::sync::Arc;

use super::read;
use super::shared_api::{SharedApi, refused};
use super::spec::RestApiRoutes;
use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use crate::apigateway::rest_api::ownership_record::{Deployed, OwnershipRecord};
use crate::apigateway::rest_api::snapshot::Snapshot;
use crate::apigateway::rest_api::spec::RestApi;
use crate::apigateway::rest_api::write::Writer;
use crate::apigateway::support::{items, send_patch};
use crate::prelude::*;

/// Begins the ownership record. Nothing is added before it is there.
pub(super) async fn create(wanted: &RestApiRoutes, aws: &Aws) -> Result<()> {
    let shared_api = shared_api(aws, &wanted.api, &wanted.name).await?;
    shared_api.refuse_taken(wanted)?;
    let ownership_record = OwnershipRecord {
        name: wanted.name.clone(),
        tags: wanted.tags.clone(),
        ..shared_api.own.clone().unwrap_or_default()
    };
    shared_api.write_ownership_record(&ownership_record).await
}

/// Brings what was added to what is wanted.
pub(super) async fn update(wanted: &RestApiRoutes, aws: &Aws) -> Result<()> {
    let shared_api = shared_api(aws, &wanted.api, &wanted.name).await?;
    shared_api.refuse_taken(wanted)?;
    let own = shared_api.own.clone().unwrap_or_default();
    let mut claimed = shared_api.claimed(wanted, &own);
    let change = shared_api.change(&claimed, wanted)?;
    if change.is_due() {
        claimed.pend();
        shared_api.claim(wanted, &own, &claimed).await?;
        change.carry_out(&shared_api, &claimed).await?;
    }
    let content = read::content(&wanted.clone().canonical()?)?;
    let shows = |stage: &String| {
        let deployed = claimed.stages.get(stage);
        deployed.is_some_and(|it| {
            it.content == content && shared_api.snapshot.shows_since(stage, it.since)
        })
    };
    let stages = wanted.stages.iter().chain(claimed.stages.keys().filter(|_| change.is_due()));
    let due = stages.filter(|stage| !shows(stage)).cloned().collect();
    let deployed = shared_api.show_on_stages(&claimed, &due, &content).await?;
    claimed.stages.extend(deployed);
    claimed.stages.retain(|stage, _| wanted.stages.contains(stage));
    let written = shared_api.settled(wanted, claimed);
    match written == own {
        true => Ok(()),
        false => shared_api.update_ownership_record(&written).await,
    }
}

/// Removes what was added, and nothing else. Neither an API nor an ownership record that is gone is an error.
pub(super) async fn delete(aws: &Aws, api: &str, name: &str) -> Result<()> {
    let Some(shared_api) = SharedApi::read(aws, api, name).await? else {
        return Ok(());
    };
    let Some(mut own) = shared_api.own.clone() else {
        return Ok(());
    };
    let nothing = RestApiRoutes {
        api: api.to_owned(),
        name: name.to_owned(),
        models: BTreeMap::new(),
        request_validators: BTreeMap::new(),
        authorizers: BTreeMap::new(),
        routes: BTreeMap::new(),
        stages: BTreeSet::new(),
        take_existing: false,
        tags: own.tags.clone(),
    };
    if own.stages.values().any(|deployed| !deployed.content.is_empty()) {
        own.pend();
        shared_api.update_ownership_record(&own).await?;
    }
    let change = shared_api.change(&own, &nothing)?;
    change.carry_out(&shared_api, &own).await?;
    // AWS deploys no API without methods: there the last deployment stays, whose integrations are gone or not.
    if shared_api.has_methods_besides(&own) {
        let stages = own.stages.keys().cloned().collect();
        shared_api.show_on_stages(&own, &stages, "").await?;
    }
    let request = aws.api_gateway().delete_model().rest_api_id(api);
    deleted(request.model_name(OwnershipRecord::model_of(name)).send().await)
}

async fn shared_api<'a>(aws: &'a Aws, api: &'a str, name: &str) -> Result<SharedApi<'a>> {
    let missing = || AwsError::new(format!("there is no REST API with the id `{api}`"));
    SharedApi::read(aws, api, name).await?.ok_or_else(missing)
}

impl OwnershipRecord {
    /// What stages show is no longer what is wanted.
    fn pend(&mut self) {
        self.stages.values_mut().for_each(|deployed| *deployed = Deployed::default());
    }
}

impl SharedApi<'_> {
    /// The ownership record of what is ours and of what is to be.
    fn claimed(&self, wanted: &RestApiRoutes, own: &OwnershipRecord) -> OwnershipRecord {
        let mut claimed =
            OwnershipRecord { name: wanted.name.clone(), tags: wanted.tags.clone(), ..own.clone() };
        for (path, methods) in &wanted.routes {
            let verbs = claimed.routes.entry(path.clone()).or_default();
            verbs.extend(methods.keys().cloned());
        }
        claimed.models.extend(wanted.models.keys().cloned());
        claimed.request_validators.extend(wanted.request_validators.keys().cloned());
        claimed.authorizers.extend(wanted.authorizers.keys().cloned());
        let there = self.paths();
        let is_made_by_one_of_us = |path: &String| {
            !there.contains(path) || self.others.iter().any(|other| other.paths.contains(path))
        };
        let made: Vec<String> = needed(wanted).into_iter().filter(is_made_by_one_of_us).collect();
        claimed.paths.extend(made);
        claimed
    }

    /// The ownership record once all is done.
    fn settled(&self, wanted: &RestApiRoutes, claimed: OwnershipRecord) -> OwnershipRecord {
        let (needed, kept) = (needed(wanted), self.kept_paths(&claimed));
        let verbs = |methods: &BTreeMap<String, _>| methods.keys().cloned().collect();
        let routes = wanted.routes.iter().filter(|(_, methods)| !methods.is_empty());
        OwnershipRecord {
            routes: routes.map(|(path, methods)| (path.clone(), verbs(methods))).collect(),
            paths: claimed
                .paths
                .into_iter()
                .filter(|path| needed.contains(path) || kept.contains(path))
                .collect(),
            models: wanted.models.keys().cloned().collect(),
            request_validators: wanted.request_validators.keys().cloned().collect(),
            authorizers: wanted.authorizers.keys().cloned().collect(),
            ..claimed
        }
    }

    /// Lists what is to be, and sees that nobody else does at the same moment: of two who write first and look then, at
    /// least one sees the other.
    async fn claim(
        &self,
        wanted: &RestApiRoutes,
        own: &OwnershipRecord,
        claimed: &OwnershipRecord,
    ) -> Result<()> {
        self.update_ownership_record(claimed).await?;
        let models = items!(self.aws.api_gateway().get_models().rest_api_id(self.api));
        let others = OwnershipRecord::all(&models)?.into_iter().filter(|it| it.name != own.name);
        let now = SharedApi {
            aws: self.aws,
            api: self.api,
            snapshot: self.snapshot.clone(),
            own: None,
            others: others.collect(),
        };
        let rivals = now.rival_claims(wanted);
        if !rivals.is_empty() {
            self.update_ownership_record(own).await?;
        }
        refused(&rivals)
    }

    fn change(&self, ownership_record: &OwnershipRecord, wanted: &RestApiRoutes) -> Result<Change> {
        let only = Arc::new(self.snapshot.only(ownership_record));
        let mut live = only.spec(&self.aws.place())?.unfolded();
        live.routes.retain(|_, methods| !methods.is_empty());
        let alone = wanted.alone()?;
        let mut goal = live.clone();
        goal.authorizers.retain(|name, _| !ownership_record.authorizers.contains(name));
        goal.request_validators
            .retain(|name, _| !ownership_record.request_validators.contains(name));
        goal.authorizers.extend(alone.authorizers);
        goal.request_validators.extend(alone.request_validators);
        goal.models = alone.models;
        goal.routes = alone.routes;
        goal.routes.retain(|_, methods| !methods.is_empty());
        Ok(Change { only, live, goal })
    }

    /// Writes the ownership record, which may be there.
    async fn write_ownership_record(&self, ownership_record: &OwnershipRecord) -> Result<()> {
        if self.own.is_some() {
            return self.update_ownership_record(ownership_record).await;
        }
        let request = self.aws.api_gateway().create_model().rest_api_id(self.api);
        let request = request
            .name(OwnershipRecord::model_of(&ownership_record.name))
            .content_type("application/json");
        request
            .description(ownership_record.description())
            .schema(ownership_record.schema())
            .send()
            .await?;
        Ok(())
    }

    async fn update_ownership_record(&self, ownership_record: &OwnershipRecord) -> Result<()> {
        let mut patch = Patch::default();
        patch.replace("/schema", ownership_record.schema());
        let request = self.aws.api_gateway().update_model().rest_api_id(self.api);
        send_patch!(patch, request.model_name(OwnershipRecord::model_of(&ownership_record.name)));
        Ok(())
    }
}

/// Every path that routes need.
fn needed(wanted: &RestApiRoutes) -> BTreeSet<String> {
    let routes = wanted.routes.iter().filter(|(_, methods)| !methods.is_empty());
    let paths = routes.map(|(path, _)| (path.clone(), BTreeSet::new())).collect();
    OwnershipRecord { routes: paths, ..OwnershipRecord::default() }.needed_paths()
}

/// What is live of ours, and what is to be.
struct Change {
    only: Arc<Snapshot>,
    live: RestApi,
    goal: RestApi,
}

impl Change {
    fn is_due(&self) -> bool {
        self.live != self.goal
    }

    async fn carry_out(
        &self,
        shared_api: &SharedApi<'_>,
        ownership_record: &OwnershipRecord,
    ) -> Result<()> {
        let only = self.only.clone();
        let writer =
            Writer::of(&self.goal, shared_api.aws, shared_api.api, only, RestApi::unfolded)?;
        let kept_paths = shared_api.kept_paths(ownership_record);
        Writer { is_shared: true, kept_paths, ..writer }.write_content().await
    }
}
