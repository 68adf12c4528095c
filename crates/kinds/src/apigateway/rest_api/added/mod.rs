//! `apigateway.rest_api_routes`: routes, models and authorizers on a REST API that another owns.
//!
//! Nothing in API Gateway says whose a method is. So what was added is listed in an [ownership
//! record](super::ownership_record), which stands in the API as a model, and names everything before it is made. Two
//! who add at once see each other's ownership records: of two who want one route, neither gets it. A path belongs to
//! all who have something on it or below, and the last removes it if one of them has made it.
//!
//! A deployment is a copy of the whole API. Each of ours is made once everything of ours is complete, and names its stage
//! in the same call ([`shared_stage`](super::shared_stage)): so the last one made is the one that is shown, whoever made
//! it, and it holds what all others have completed. The ownership record says when a stage was first given what is
//! wanted, and whatever it shows since then holds that.
//!
//! AWS makes no change of several calls atomic. A deployment of somebody else's, made while a route of ours *changes*,
//! may show it half changed until ours follows seconds later: AWS has no call that puts a method in the place of another,
//! so one whose own fields change is deleted and made again. What is new is never shown half: no deployment is made as
//! long as a method has no integration. And between the look whether a path is empty and its deletion somebody may put
//! something there.

mod check;
mod deploy;
mod read;
mod shared_api;
mod spec;
mod write;

use std::sync::Arc;

use super::CALLER;
use super::RestApi;
use super::snapshot::Snapshot;
use crate::apigateway::NAME;
use crate::calls;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Live, Parent, Place, Prepare,
    RequiredPermission, Unsettled,
};
use language::schema::Finding;
use workspace::Workspace;

use spec::{Identity, parts};
pub use spec::{Outputs, RestApiRoutes};

impl Kind for RestApiRoutes {
    const NAME: &'static str = "apigateway.rest_api_routes";
    const FACTS: Facts = Facts {
        parent: Some(Parent::of(RestApi::NAME, "api").shared()),
        ..Facts::of(Concern::Api)
    };
    const CONSOLE: Console =
        Console::Page("apigateway/main/apis/{0}/resources?api={0}&region={region}");
    const CALLS: &'static [Calls] = calls::APIGATEWAY_REST_API_ROUTES;
    const ACCESS: &'static [Access] = &[Access::to(
        NAME,
        &[
            "arn:{partition}:apigateway:{region}::/restapis/{api}",
            "arn:{partition}:apigateway:{region}::/restapis/{api}/*",
        ],
    )];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("authorizers.*.credentials", CALLER),
        RequiredPermission::pass_role("routes.*.*.integration.credentials", CALLER),
    ];
    const KNOWN_BY: &'static str =
        "the API's id and the name of the routes, such as `a1b2c3d4e5/education`";
    const CALLS_AS: &'static str = "{execution_arn}/*";
    const OVERWRITES: bool = true;
    const IMPACT_WHILE_ABSENT: &'static str = "calls of its routes are answered with 403";
    const ABILITIES: Abilities<Self> = Abilities::NONE.prepared().unsettled();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = Option<Arc<Snapshot>>;

    fn id(identity: &Identity, _: &Place) -> Option<String> {
        Some(format!("{}/{}", identity.api, identity.name))
    }

    fn predict(identity: &Identity, place: &Place) -> Outputs {
        Outputs::of(&identity.api, &identity.name, place)
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for (path, methods) in &live.routes {
            for verb in methods.keys() {
                let stays = self.routes.get(path).is_some_and(|wanted| wanted.contains_key(verb));
                if !stays {
                    let what = format!("calls of `{verb} {path}` are answered with 403");
                    consequences.interrupt(Path::field("routes").key(path).key(verb), what, "");
                }
            }
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await?;
        Ok(format!("{}/{}", self.api, self.name))
    }

    async fn update(&self, aws: &Aws, _: &str, _: &Live<Self>) -> Result<()> {
        write::update(self, aws).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let (api, name) = parts(id)?;
        write::delete(aws, api, name).await
    }
}

impl Prepare for RestApiRoutes {
    async fn prepare(&mut self, _: &Workspace) -> Result<(), Finding> {
        if let Ok(canonical) = self.clone().canonical() {
            *self = canonical;
        }
        Ok(())
    }
}

impl Unsettled for RestApiRoutes {
    /// Whether routes may be taken over shows nowhere in AWS.
    fn settled(self, desired: &Self) -> Self {
        Self { take_existing: desired.take_existing, ..self }
    }
}
