//! `lambda.function`: a Lambda function with its code, versions, permissions and event sources.
//!
//! AWS spreads a function over a dozen APIs, most of which share 15 calls a second. So `read` asks
//! each once, and asks what serves all functions (mappings, code signing) once a run.

mod alias;
mod brokers;
mod cargo;
mod check;
mod check_sources;
mod code;
mod consequences;
mod event_source;
mod insights;
mod mapping;
mod operations;
pub(super) mod permission;
mod read;
mod rollout;
pub(super) mod runtimes;
mod spec;
pub(super) mod types;
mod versions;
mod wait;
mod write;

use aws_sdk_lambda::types as sdk;

use crate::calls;
use crate::lambda::Lambda;
use crate::lists::{items, items_within};
use crate::logs::log_group::LogGroup;
use crate::parts::only_tags;
use crate::prelude::*;
use kind::files::Files;
use kind::{
    Abilities, Access, Awaited, Built, Callable, Caller, Calls, Concern, Facts, Grant, Kind,
    Listed, Live, Named, OnlyWith, Parts, Place, Prepare, RequiredPermission, StandIn, Unsettled,
    WaitUntilUsable, WithStandIns,
};
use language::schema::Finding;
use workspace::Workspace;

pub use spec::{Function, Outputs};

/// The fields of which a version is a copy.
const VERSIONED: &[&str] = &[
    "aliases", "architecture", "code", "dead_letter", "description", "environment",
    "ephemeral_storage", "file_system", "handler", "image_settings", "insights", "kms_key",
    "layers", "logging", "memory", "role", "runtime", "snap_start", "timeout", "tracing", "vpc",
];

impl Kind for Function {
    const NAME: &'static str = "lambda.function";
    const FACTS: Facts = Facts {
        volatile: &[
            ("version", VERSIONED),
            ("qualified_arn", VERSIONED),
            ("function_url", &["function_url"]),
        ],
        ..Facts::of(Concern::Functions)
    };
    const CONSOLE: Console = Console::Page("lambda/home?region={region}#/functions/{id}");
    const LOGS: &'static [LogPlace] =
        &[LogPlace { field: Some("logging.log_group"), otherwise: Some("/aws/lambda/{id}") }];
    const CALLS: &'static [Calls] = calls::LAMBDA_FUNCTION;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [RequiredPermission] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    /// Lambda makes the group by itself at the first call, after which nobody else can.
    const AWAITS: &'static [Awaited] =
        &[Awaited::one("name", LogGroup::NAME, "/aws/lambda/{name}")];
    const IMPACT_WHILE_ABSENT: &'static str = "calls of it fail";
    /// AddPermission answers with the statement.
    const CONFIRMED_BY_RESPONSE: &'static [&'static str] = &["permissions"];
    const ABILITIES: Abilities<Self> = Abilities::NONE
        .callable()
        .built()
        .with_stand_ins()
        .unsettled()
        .waits_until_usable()
        .listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs::predicted(&identity.name, place)
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        consequences::tell(self, live, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        check::function(self, findings);
    }

    fn check_place(&self, place: &Place, findings: &mut Findings) {
        self.check_insights(place, findings);
    }

    async fn existing(aws: &Aws, objects: usize) -> Result<Option<BTreeSet<String>>> {
        let functions = items_within!(objects, aws.lambda().list_functions(), functions);
        let names = |all: Vec<sdk::FunctionConfiguration>| {
            all.into_iter().filter_map(|function| function.function_name).collect()
        };
        Ok(functions.map(names))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::function(aws, id, &Parts::ALL).await
    }

    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        only_tags!(aws, id, parts);
        read::function(aws, id, parts).await
    }

    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        read::tags(aws, id).await
    }

    async fn created(&self, aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::created(aws, id).await.map(Some)
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

impl Listed for Function {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let functions = items!(aws.lambda().list_functions());
        Ok(functions.into_iter().filter_map(|function| function.function_name).collect())
    }
}

impl Callable for Function {
    fn lets_in(&self, caller: &Caller, qualifier: Option<&str>) -> Option<bool> {
        let permissions = match qualifier {
            None => &self.permissions,
            // What is not among the aliases is a version or not ours.
            Some(alias) => &self.aliases.get(alias)?.permissions,
        };
        Some(permissions.values().any(|permission| permission.may_let_in(caller)))
    }

    fn grant(caller: &Caller, qualifier: Option<&str>) -> Grant {
        permission::grant(caller, qualifier)
    }
}

impl Prepare for Function {
    fn check_files(&self, root: &std::path::Path, findings: &mut Findings) {
        self.code.check_files(root, findings);
    }

    fn files(&self) -> Files {
        self.code.files()
    }

    async fn prepare(&mut self, workspace: &Workspace) -> Result<(), Finding> {
        self.normalise();
        let untold = self.code.untold_place();
        self.tags.extend(untold.map(|place| (spec::CODE_TAG.to_owned(), place)));
        self.code = self.code.prepared(workspace).await?;
        match self.unstartable() {
            Some(problem) => Err(problem.at(Path::field("code"))),
            None => Ok(()),
        }
    }
}

impl Built for Function {
    fn announce(&self, workspace: &Workspace) {
        self.code.announce(workspace);
    }
}

impl WithStandIns for Function {
    async fn fetch(aws: &Aws, id: &str) -> Result<Option<Vec<u8>>> {
        read::package(aws, id).await
    }

    fn stand_ins(&self, name: &str) -> Vec<StandIn> {
        let code = self.code.stand_in(&self.name, name);
        let aliases = self.aliases.iter();
        let pinned = aliases.filter_map(|(alias, shown)| shown.stand_in(alias));
        code.into_iter().chain(pinned).collect()
    }
}

impl Unsettled for Function {
    fn settled(mut self, desired: &Self) -> Self {
        for (name, alias) in &mut self.aliases {
            if let Some(desired) = desired.aliases.get(name) {
                alias.settle(desired);
            }
        }
        self
    }
}

impl WaitUntilUsable for Function {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        wait::until_ready(aws, id, None).await.map(drop)
    }
}
