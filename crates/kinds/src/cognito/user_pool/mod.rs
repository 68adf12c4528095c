//! `cognito.user_pool`: a pool of users with its attributes, rules, triggers, groups, domain and
//! identity providers.
//!
//! UpdateUserPool resets what it is not given, so there is one request that always holds everything,
//! and a change of anything in it sends it. What AWS can never change (how users sign in, attributes
//! that exist) asks for a new pool, and a pool holds data: the engine refuses unless it is told to.

pub(super) mod attributes;
mod check;
mod children;
mod consequences;
mod domain;
mod identity_providers;
mod logs;
mod messages;
mod mfa;
mod operations;
mod read;
mod request;
mod risk;
mod settings;
mod spec;
mod triggers;
mod write;

use crate::calls;
use crate::parts::only_tags;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Data, Facts, Kind, Listed, Live, OnlyWith, Parts, Place,
    Prepare, RequiredPermission,
};
use language::schema::Finding;
use spec::{Identity, Outputs};
use workspace::Workspace;

pub use spec::UserPool;

impl Kind for UserPool {
    const NAME: &'static str = "cognito.user_pool";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "its users with their attributes and groups; AWS never shows their passwords, so they set new ones, unless a `user_migration` trigger takes them over as people sign in",
            follows: "front ends that hold the ids of the pool and of its clients, who uses its domain, authorizers, identity pools, and what is kept under a user's `sub`, which is another",
        }),
        volatile: &[
            ("name", &["name"]),
            ("issuer_url", &["issuer"]),
            ("domain", &["domain"]),
            ("domain_url", &["domain"]),
            ("custom_domain_url", &["custom_domain"]),
            ("custom_domain_distribution", &["custom_domain"]),
        ],
        ..Facts::of(Concern::Identity)
    };
    const CONSOLE: Console = Console::Page("cognito/v2/idp/user-pools/{id}/users?region={region}");
    const CALLS: &'static [Calls] = calls::COGNITO_USER_POOL;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [RequiredPermission] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    const KNOWN_BY: &'static str = "its id, such as `us-east-2_AbCdEfGhI`";
    const IMPACT_WHILE_ABSENT: &'static str = "users cannot sign in, and the new pool is empty";
    const ABILITIES: Abilities<Self> = Abilities::NONE.prepared().listed();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Identity, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Identity, place: &Place) -> Outputs {
        Outputs::predicted(&identity.name, identity.domain.as_ref(), place)
    }

    fn created_outputs(identity: &Identity, id: &str, place: &Place) -> Outputs {
        Outputs::created(&identity.name, identity.domain.as_ref(), id, place)
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        consequences::tell(self, live, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Identity, _: &Tags) -> Result<Vec<String>> {
        read::find(aws, &identity.name).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id, &Parts::ALL).await
    }

    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        only_tags!(aws, id, parts);
        read::read(aws, id, parts).await
    }

    async fn created(&self, aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::created(self, aws, id).await
    }

    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        read::tags(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        write::update(self, aws, id, &live.spec).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}

impl Listed for UserPool {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        read::all(aws).await
    }
}

impl Prepare for UserPool {
    async fn prepare(&mut self, _: &Workspace) -> Result<(), Finding> {
        self.normalise();
        Ok(())
    }
}
