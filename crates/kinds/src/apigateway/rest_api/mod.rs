//! `apigateway.rest_api`: a REST API with its routes, authorizers, models, stages and deployments.
//!
//! API Gateway has a call for every method, integration and response of every path, and limits all calls
//! together to 10 a second. So `read` asks for the whole API with a fixed number of calls, and `update`
//! holds what it has against what it is to have ([`canonical::Concrete`]) and writes the difference alone: a new API,
//! and many routes, by one document ([`import`]), and all else by the call for it.
//! What is written is live once it is deployed ([`deployment`]).

pub mod added;
mod authorizer;
mod canonical;
mod check;
mod check_integration;
mod check_references;
mod check_routes;
mod check_stages;
mod cors;
mod deployment;
mod gateway_responses;
mod import;
mod integration;
mod lists;
mod log_format;
mod models;
mod ownership_record;
mod path_parameters;
mod publish;
mod route_changes;
mod routes;
mod shared_stage;
mod sharing;
mod snapshot;
mod spec;
mod stages;
#[cfg(test)]
mod tests;
mod write;
mod write_parts;
mod write_routes;

use std::sync::Arc;

use aws_sdk_apigateway::types as sdk;

use crate::apigateway::account::Account;
use crate::apigateway::support::{ON_TAGS, items, ours_or_all};
use crate::apigateway::{ApiGateway, NAME};
use crate::calls;
use crate::prelude::*;
use aws::tags;
use kind::{
    Abilities, Access, Awaited, Calls, Concern, Facts, Kind, Listed, Live, Named, PartlyReadable,
    Parts, Place, Prepare, RequiredPermission, Unsettled,
};
use language::schema::Finding;
use workspace::Workspace;

pub(crate) use log_format::LogFormat;
use snapshot::Snapshot;
pub use spec::{Outputs, RestApi};
use write::ALL;

/// Who takes on the roles that an API names.
const CALLER: &[&str] = &["apigateway.amazonaws.com"];

impl Kind for RestApi {
    const NAME: &'static str = "apigateway.rest_api";
    const FACTS: Facts = Facts::of(Concern::Api);
    const CONSOLE: Console =
        Console::Page("apigateway/main/apis/{id}/resources?api={id}&region={region}");
    const LOGS: &'static [LogPlace] =
        &[LogPlace { field: Some("stages.*.access_log.destination"), otherwise: None }];
    const CALLS: &'static [Calls] = calls::APIGATEWAY_REST_API;
    const ACCESS: &'static [Access] = &[Access::to(
        NAME,
        &[
            "arn:{partition}:apigateway:{region}::/restapis",
            "arn:{partition}:apigateway:{region}::/restapis/*",
        ],
    )
    .except(&[ON_TAGS])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("authorizers.*.credentials", CALLER),
        RequiredPermission::pass_role("routes.*.*.integration.credentials", CALLER),
    ];
    /// API Gateway refuses a stage that logs as long as the account has no role for it.
    const AWAITS: &'static [Awaited] = &[
        Awaited::all("stages.*.access_log", Account::NAME),
        Awaited::all("stages.*.methods.*.logging_level", Account::NAME),
    ];
    const KNOWN_BY: &'static str = "its id, such as `a1b2c3d4e5`";
    const CALLS_AS: &'static str = "{execution_arn}/*";
    const IMPACT_WHILE_ABSENT: &'static str =
        "its address, which the new one does not have, answers 403";
    const ABILITIES: Abilities<Self> =
        Abilities::NONE.prepared().partly_readable().unsettled().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = Option<Arc<Snapshot>>;

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn created_outputs(identity: &Named, id: &str, place: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::of_id(id, place) }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for (name, stage) in &live.stages {
            let field = Path::field("stages").key(name);
            let Some(wanted) = self.stages.get(name) else {
                consequences.interrupt(field, "the stage is deleted; its address answers 403", "");
                continue;
            };
            if wanted.cache_cluster_size != stage.cache_cluster_size
                && stage.cache_cluster_size.is_some()
            {
                consequences.interrupt(
                    field.key("cache_cluster_size"),
                    "all that is cached is lost, and for some minutes every request reaches the \
                     integrations",
                    "",
                );
            }
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    /// The APIs that have this name or our tags, as the name may have changed since; if some have our tags,
    /// these alone.
    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        let all = aws.memo().get_or_try_init(ALL, || all(aws)).await?;
        let candidates = all.iter().filter_map(|api| {
            let tags = tags::from_aws(api.tags().cloned().unwrap_or_default());
            let is_candidate =
                api.name() == Some(&identity.name) || tags::are_ours(&tags, ownership);
            is_candidate.then_some((api.id.clone()?, api.tags.clone()))
        });
        Ok(ours_or_all(candidates, ownership))
    }

    /// Eight calls, however many routes there are (up to 500 paths), and one for each deployment that is shown
    /// and not ours.
    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        Self::read_parts(aws, id, &Parts::ALL).await
    }

    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        let known = parts.known(&[]).and_then(|known| known.details.clone());
        let snapshot = match known {
            Some(known) => Some(known.refreshed(aws, id, parts).await?),
            None => Snapshot::read(aws, id).await?,
        };
        let Some(snapshot) = snapshot else {
            return Ok(None);
        };
        let place = aws.place();
        let live = Live::new(snapshot.outputs(&place), snapshot.spec(&place)?.canonical());
        Ok(Some(Live { details: Some(snapshot), ..live }))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let created = self.fill(aws.api_gateway().create_rest_api())?.send().await?;
        aws.memo().remove(ALL);
        let id = member(&created, "id", |created| created.id())?;
        write::until_available(aws, id, created.api_status()).await?;
        import::into_new(self, aws, id).await;
        Ok(id.to_owned())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        write::update(self, aws, id, live.details.as_ref()).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.api_gateway().delete_rest_api().rest_api_id(id).send().await)?;
        aws.memo().remove(ALL);
        Ok(())
    }
}

impl Listed for RestApi {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let apis = aws.memo().get_or_try_init(ALL, || all(aws)).await?;
        Ok(apis.iter().filter_map(|api| api.id.clone()).collect())
    }
}

async fn all(aws: &Aws) -> Result<Vec<sdk::RestApi>> {
    Ok(items!(aws.api_gateway().get_rest_apis()))
}

impl Prepare for RestApi {
    async fn prepare(&mut self, _: &Workspace) -> Result<(), Finding> {
        *self = self.clone().canonical().deploy();
        Ok(())
    }
}

impl Unsettled for RestApi {
    fn settled(self, desired: &Self) -> Self {
        let mut own = self.without_others(desired.routes_of_others);
        path_parameters::settle(&mut own.routes, &desired.routes);
        own
    }

    fn to_write(mut self) -> Self {
        path_parameters::leave_out_unused(&mut self.routes);
        self
    }
}

impl PartlyReadable for RestApi {
    fn spelled_out(&self) -> Option<Self> {
        Some(self.clone().in_full())
    }

    fn unreadable_fields(&self) -> Vec<Path> {
        let stages = self.stages.iter();
        let shown = stages.filter(|(_, stage)| stage.shows_untold());
        shown.map(|(name, _)| Path::field("stages").key(name).key("deployment")).collect()
    }
}
