//! `apigatewayv2.api`: an HTTP or a WebSocket API with its routes, authorizers, models and stages.

mod authorizer;
mod check;
mod integration;
mod models;
mod parts;
mod route;
mod spec;
mod stage;
mod write;

use std::sync::Arc;

use aws_sdk_apigatewayv2::types as sdk;

use super::{ALL_APIS, ApiGatewayV2, NAME, pages};
use crate::apigateway::account::Account;
use crate::apigateway::support::{ON_TAGS, ours_or_all};
use crate::calls;
use crate::prelude::*;
use aws::tags;
use kind::{
    Abilities, Access, Awaited, Calls, Concern, Facts, Kind, Listed, Live, Named, Place, Prepare,
    RequiredPermission,
};
use language::schema::Finding;
use workspace::Workspace;

use parts::ApiParts;
pub use spec::{Api, Outputs};

/// Who takes on the roles that an API names.
const CALLER: &[&str] = &["apigateway.amazonaws.com"];

impl Kind for Api {
    const NAME: &'static str = "apigatewayv2.api";
    const FACTS: Facts = Facts::of(Concern::Api);
    const CONSOLE: Console =
        Console::Page("apigateway/main/develop/routes?api={id}&region={region}");
    const LOGS: &'static [LogPlace] =
        &[LogPlace { field: Some("stages.*.access_log.destination"), otherwise: None }];
    const CALLS: &'static [Calls] = calls::APIGATEWAYV2_API;
    const ACCESS: &'static [Access] = &[Access::to(
        NAME,
        &[
            "arn:{partition}:apigateway:{region}::/apis",
            "arn:{partition}:apigateway:{region}::/apis/*",
        ],
    )
    .except(&[ON_TAGS])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("authorizers.*.credentials", CALLER),
        RequiredPermission::pass_role("routes.*.integration.credentials", CALLER),
    ];
    /// API Gateway refuses a stage of a WebSocket API that logs as long as the account has no role for it.
    const AWAITS: &'static [Awaited] = &[
        Awaited::all("stages.*.default_route.logging_level", Account::NAME),
        Awaited::all("stages.*.routes.*.logging_level", Account::NAME),
    ];
    const KNOWN_BY: &'static str = "its id, such as `a1b2c3d4e5`";
    const CALLS_AS: &'static str = "{execution_arn}/*";
    const IMPACT_WHILE_ABSENT: &'static str =
        "its address, which the new one does not have, answers nobody";
    const ABILITIES: Abilities<Self> = Abilities::NONE.prepared().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = Option<Arc<ApiParts>>;

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn created_outputs(identity: &Named, id: &str, place: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::of_id(id, place) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for name in live.stages.keys().filter(|name| !self.stages.contains_key(*name)) {
            let at = Path::field("stages").key(name);
            consequences.interrupt(at, "the stage is deleted; its address answers 404", "");
        }
        for key in live.routes.keys().filter(|key| !self.routes.contains_key(*key)) {
            let at = Path::field("routes").key(key);
            consequences.interrupt(at, "the route is deleted; calls of it find nothing", "");
        }
    }

    /// The APIs that have this name or our tags, as the name may have changed since; if some have our tags,
    /// these alone.
    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        let all = aws.memo().get_or_try_init(ALL_APIS, || all(aws)).await?;
        let candidates = all.iter().filter_map(|api| {
            let tags = tags::from_aws(api.tags().cloned().unwrap_or_default());
            let is_candidate =
                api.name() == Some(&identity.name) || tags::are_ours(&tags, ownership);
            is_candidate.then_some((api.api_id.clone()?, api.tags.clone()))
        });
        Ok(ours_or_all(candidates, ownership))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(parts) = ApiParts::read(aws, id).await? else {
            return Ok(None);
        };
        let outputs = parts.outputs(id, &aws.place());
        let spec = member(&parts, "api", |parts| parts.spec.clone())?;
        Ok(Some(Live { details: Some(Arc::new(parts)), ..Live::new(outputs, spec) }))
    }

    /// The API alone; all that is in it follows as an update.
    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        match &live.details {
            Some(parts) => write::update(self, aws, id, &live.spec, parts).await,
            // What was planned long ago knows no ids.
            None => {
                let parts = member(ApiParts::read(aws, id).await?, "api", |found| found)?;
                write::update(self, aws, id, &live.spec, &parts).await
            }
        }
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.api_gateway_v2().delete_api().api_id(id).send().await)?;
        aws.memo().remove(ALL_APIS);
        Ok(())
    }
}

impl Listed for Api {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let apis = aws.memo().get_or_try_init(ALL_APIS, || all(aws)).await?;
        Ok(apis.iter().filter_map(|api| api.api_id.clone()).collect())
    }
}

async fn all(aws: &Aws) -> Result<Vec<sdk::Api>> {
    Ok(pages!(aws.api_gateway_v2().get_apis()))
}

impl Prepare for Api {
    async fn prepare(&mut self, _: &Workspace) -> Result<(), Finding> {
        self.normalise();
        self.deploy();
        Ok(())
    }
}
