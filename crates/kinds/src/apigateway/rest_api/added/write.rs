//! Adds routes to an API, changes them and takes them away, and keeps the ledger of them.

use std::sync::Arc;

use super::guest::{Guest, refused};
use super::read;
use super::spec::RestApiRoutes;
use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use crate::apigateway::rest_api::ledger::{Deployed, Ledger};
use crate::apigateway::rest_api::snapshot::Snapshot;
use crate::apigateway::rest_api::spec::RestApi;
use crate::apigateway::rest_api::write::Writer;
use crate::apigateway::support::{items, send_patch};
use crate::prelude::*;

/// Begins the ledger. Nothing is added before it is there.
pub(super) async fn create(wanted: &RestApiRoutes, aws: &Aws) -> Result<()> {
    let guest = guest(aws, &wanted.api, &wanted.name).await?;
    guest.refuse_taken(wanted)?;
    let ledger = Ledger {
        name: wanted.name.clone(),
        tags: wanted.tags.clone(),
        ..guest.own.clone().unwrap_or_default()
    };
    guest.write_ledger(&ledger).await
}

/// Brings what was added to what is wanted.
pub(super) async fn update(wanted: &RestApiRoutes, aws: &Aws) -> Result<()> {
    let guest = guest(aws, &wanted.api, &wanted.name).await?;
    guest.refuse_taken(wanted)?;
    let own = guest.own.clone().unwrap_or_default();
    let mut claimed = guest.claimed(wanted, &own);
    let change = guest.change(&claimed, wanted)?;
    if change.is_due() {
        claimed.pend();
        guest.claim(wanted, &own, &claimed).await?;
        change.carry_out(&guest, &claimed).await?;
    }
    let content = read::content(&wanted.clone().canonical()?)?;
    let shows = |stage: &String| {
        let deployed = claimed.stages.get(stage);
        deployed
            .is_some_and(|it| it.content == content && guest.snapshot.shows_since(stage, it.since))
    };
    let stages = wanted.stages.iter().chain(claimed.stages.keys().filter(|_| change.is_due()));
    let due = stages.filter(|stage| !shows(stage)).cloned().collect();
    let deployed = guest.show_on_stages(&claimed, &due, &content).await?;
    claimed.stages.extend(deployed);
    claimed.stages.retain(|stage, _| wanted.stages.contains(stage));
    let written = guest.settled(wanted, claimed);
    match written == own {
        true => Ok(()),
        false => guest.update_ledger(&written).await,
    }
}

/// Takes away what was added, and nothing else. Neither an API nor a ledger that is gone is an error.
pub(super) async fn delete(aws: &Aws, api: &str, name: &str) -> Result<()> {
    let Some(guest) = Guest::read(aws, api, name).await? else {
        return Ok(());
    };
    let Some(mut own) = guest.own.clone() else {
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
        guest.update_ledger(&own).await?;
    }
    let change = guest.change(&own, &nothing)?;
    change.carry_out(&guest, &own).await?;
    // AWS deploys no API without methods: there the last deployment stays, whose integrations are gone or not.
    if guest.has_methods_besides(&own) {
        let stages = own.stages.keys().cloned().collect();
        guest.show_on_stages(&own, &stages, "").await?;
    }
    let request = aws.api_gateway().delete_model().rest_api_id(api);
    deleted(request.model_name(Ledger::model_of(name)).send().await)
}

async fn guest<'a>(aws: &'a Aws, api: &'a str, name: &str) -> Result<Guest<'a>> {
    let missing = || AwsError::new(format!("there is no REST API with the id `{api}`"));
    Guest::read(aws, api, name).await?.ok_or_else(missing)
}

impl Ledger {
    /// What stages show is no longer what is wanted.
    fn pend(&mut self) {
        self.stages.values_mut().for_each(|deployed| *deployed = Deployed::default());
    }
}

impl Guest<'_> {
    /// The ledger of what is ours and of what is to be.
    fn claimed(&self, wanted: &RestApiRoutes, own: &Ledger) -> Ledger {
        let mut claimed =
            Ledger { name: wanted.name.clone(), tags: wanted.tags.clone(), ..own.clone() };
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

    /// The ledger once all is done.
    fn settled(&self, wanted: &RestApiRoutes, claimed: Ledger) -> Ledger {
        let (needed, kept) = (needed(wanted), self.kept_paths(&claimed));
        let verbs = |methods: &BTreeMap<String, _>| methods.keys().cloned().collect();
        let routes = wanted.routes.iter().filter(|(_, methods)| !methods.is_empty());
        Ledger {
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
    async fn claim(&self, wanted: &RestApiRoutes, own: &Ledger, claimed: &Ledger) -> Result<()> {
        self.update_ledger(claimed).await?;
        let models = items!(self.aws.api_gateway().get_models().rest_api_id(self.api));
        let others = Ledger::all(&models)?.into_iter().filter(|it| it.name != own.name);
        let now = Guest {
            aws: self.aws,
            api: self.api,
            snapshot: self.snapshot.clone(),
            own: None,
            others: others.collect(),
        };
        let rivals = now.rival_claims(wanted);
        if !rivals.is_empty() {
            self.update_ledger(own).await?;
        }
        refused(&rivals)
    }

    fn change(&self, ledger: &Ledger, wanted: &RestApiRoutes) -> Result<Change> {
        let only = Arc::new(self.snapshot.only(ledger));
        let mut live = only.spec(&self.aws.place())?.unfolded();
        live.routes.retain(|_, methods| !methods.is_empty());
        let alone = wanted.alone()?;
        let mut goal = live.clone();
        goal.authorizers.retain(|name, _| !ledger.authorizers.contains(name));
        goal.request_validators.retain(|name, _| !ledger.request_validators.contains(name));
        goal.authorizers.extend(alone.authorizers);
        goal.request_validators.extend(alone.request_validators);
        goal.models = alone.models;
        goal.routes = alone.routes;
        goal.routes.retain(|_, methods| !methods.is_empty());
        Ok(Change { only, live, goal })
    }

    /// Writes the ledger, which may be there.
    async fn write_ledger(&self, ledger: &Ledger) -> Result<()> {
        if self.own.is_some() {
            return self.update_ledger(ledger).await;
        }
        let request = self.aws.api_gateway().create_model().rest_api_id(self.api);
        let request = request.name(Ledger::model_of(&ledger.name)).content_type("application/json");
        request.description(ledger.description()).schema(ledger.schema()).send().await?;
        Ok(())
    }

    async fn update_ledger(&self, ledger: &Ledger) -> Result<()> {
        let mut patch = Patch::default();
        patch.replace("/schema", ledger.schema());
        let request = self.aws.api_gateway().update_model().rest_api_id(self.api);
        send_patch!(patch, request.model_name(Ledger::model_of(&ledger.name)));
        Ok(())
    }
}

/// Every path that routes need.
fn needed(wanted: &RestApiRoutes) -> BTreeSet<String> {
    let routes = wanted.routes.iter().filter(|(_, methods)| !methods.is_empty());
    let paths = routes.map(|(path, _)| (path.clone(), BTreeSet::new())).collect();
    Ledger { routes: paths, ..Ledger::default() }.needed_paths()
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

    async fn carry_out(&self, guest: &Guest<'_>, ledger: &Ledger) -> Result<()> {
        let only = self.only.clone();
        let writer = Writer::of(&self.goal, guest.aws, guest.api, only, RestApi::unfolded)?;
        let kept_paths = guest.kept_paths(ledger);
        Writer { is_shared: true, kept_paths, ..writer }.write_content().await
    }
}
