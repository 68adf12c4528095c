//! `lambda.function`: a Lambda function with its code, versions, permissions and event sources.
//!
//! AWS spreads a function over a dozen APIs, most of which share 15 calls a second. So `read` asks
//! each once, and asks what serves all functions (mappings, code signing) once a run.

mod alias;
mod cargo;
mod check;
mod check_sources;
mod code;
mod consequences;
mod event_source;
mod mapping;
mod operations;
mod package;
mod permission;
mod read;
mod runtimes;
mod types;
mod versions;
mod wait;
mod write;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calls;
use crate::fields::is_default;
use crate::logs::log_group::LogGroup;
use aws::Aws;
use aws::tags::Tags;
use kind::{
    Abilities, Access, Awaited, Callable, Caller, Calls, Concern, Consequences, Demand, Facts,
    Findings, Kind, Live, Named, OnlyWith, Place, Prepare, Result, Settling, StandIn, WithStandIns,
};
use language::schema::{Finding, known_words};
use workspace::Workspace;

use alias::Alias;
use code::Code;
use event_source::EventSources;
use permission::Permissions;
use types::{
    Architecture, AsyncInvocation, FileSystem, FunctionUrl, ImageSettings, Logging, PackageType,
    RecursiveLoop, Tracing, Vpc,
};

/// A Lambda function.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// The function's name. 1–64 letters, digits, `-` and `_`.
    #[schemars(length(min = 1, max = 64), regex(pattern = r"^[a-zA-Z0-9\-_]+$"))]
    #[schemars(extend("x-create-only" = true, "x-value-only" = true))]
    pub name: String,
    /// What the function runs.
    #[schemars(extend("x-from-files" = true))]
    pub code: Code,
    /// `Zip` or `Image`. It follows from `code` and need not be written; a change of it makes the
    /// function anew.
    #[serde(default)]
    #[schemars(extend("x-create-only" = true))]
    pub package_type: Option<PackageType>,
    /// What runs the code, such as `provided.al2023` or `python3.13`. Absent with `cargo`:
    /// `provided.al2023`. Images bring their own.
    #[serde(default)]
    #[schemars(extend("anyOf" = known_words(&runtimes::all())))]
    pub runtime: Option<String>,
    /// What in the code is called, such as `index.handler`. Absent on `provided` runtimes:
    /// `bootstrap`. Images bring their own.
    #[serde(default)]
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[^\s]+$"))]
    pub handler: Option<String>,
    /// ARN of the role that the function runs as.
    #[schemars(regex(pattern = r"^arn:aws[a-zA-Z-]*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-_/]+$"))]
    #[schemars(extend("x-grants" = true))]
    pub role: String,
    /// What the function is for. Up to 256 characters.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(length(max = 256))]
    pub description: String,
    /// Memory in MB, and with it the share of a processor. 128 (the default)–10,240, and up to 32,768 where
    /// AWS gives a function more.
    #[serde(default = "default_memory")]
    #[schemars(range(min = 128, max = 32_768))]
    pub memory: i32,
    /// Seconds after which a call is ended, 1–900, and up to 5,400 where AWS gives a function more. AWS's
    /// default is 3.
    #[serde(default = "default_timeout")]
    #[schemars(range(min = 1, max = 5_400))]
    pub timeout: i32,
    /// MB of `/tmp`, 512 (the default)–10,240, and up to 32,768 where AWS gives a function more.
    #[serde(default = "default_storage", skip_serializing_if = "is_default_storage")]
    #[schemars(range(min = 512, max = 32_768))]
    pub ephemeral_storage: i32,
    /// The processor that the code is built for.
    #[serde(default)]
    pub architecture: Architecture,
    /// Environment variables. Up to 4 KB together.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true, "x-value-only" = true))]
    pub environment: BTreeMap<String, String>,
    /// ARN of the KMS key that encrypts the environment variables. Absent: a key of Lambda's own.
    #[serde(default)]
    pub kms_key: Option<String>,
    /// ARN of the KMS key that encrypts the package. Absent: a key of Lambda's own.
    #[serde(default)]
    pub package_kms_key: Option<String>,
    /// The network that the function is attached to. Absent: none of yours.
    #[serde(default)]
    pub vpc: Option<Vpc>,
    /// ARNs of layer versions. Later ones overlay earlier ones. 5 at the most.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(length(max = 5))]
    pub layers: Vec<String>,
    /// A file system that the function sees as a folder. Absent: none.
    #[serde(default)]
    pub file_system: Option<FileSystem>,
    /// What replaces settings of a container image's Dockerfile.
    #[serde(default, skip_serializing_if = "is_default")]
    pub image_settings: ImageSettings,
    /// Whether X-Ray records calls: `Active`, or `PassThrough` for those that the caller chose.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tracing: Tracing,
    /// Where log lines go, which of them, and in what form.
    #[serde(default, skip_serializing_if = "is_default")]
    pub logging: Logging,
    /// ARN of the queue or topic that takes events which failed every attempt. Absent: they are
    /// dropped, or go to `async_invocation.on_failure`.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub dead_letter: Option<String>,
    /// Whether published versions start from a snapshot (SnapStart).
    #[serde(default, skip_serializing_if = "is_default")]
    pub snap_start: bool,
    /// ARN of the code signing configuration that packages must fulfil. Absent: none.
    #[serde(default)]
    pub code_signing_config: Option<String>,
    /// Whether each tenant's calls run in instances of its own.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-create-only" = true))]
    pub tenant_isolation: bool,
    /// Calls that may run at a time, and are kept free for this function. 0 stops it. Absent: it shares
    /// what the account has left.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub reserved_concurrency: Option<i32>,
    /// What Lambda does when the function calls itself by way of a queue, topic or bucket.
    #[serde(default, skip_serializing_if = "is_default")]
    pub recursive_loop: RecursiveLoop,
    /// Who may call the function, by statement id. Others are taken away.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub permissions: Permissions,
    /// What becomes of events that callers hand over without waiting for an answer.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    pub async_invocation: AsyncInvocation,
    /// An HTTPS endpoint of the function's own. Absent: none.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub function_url: Option<FunctionUrl>,
    /// Names for versions. Others are taken away.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    pub aliases: BTreeMap<String, Alias>,
    /// Streams and queues that the function works off, by names of your own. Others (of DynamoDB,
    /// Kinesis and SQS) are taken away.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub event_sources: EventSources,
    /// Tags of the function.
    #[serde(default)]
    pub tags: Tags,
}

fn default_memory() -> i32 {
    128
}

fn default_timeout() -> i32 {
    3
}

fn default_storage() -> i32 {
    512
}

fn is_default_storage(megabytes: &i32) -> bool {
    *megabytes == default_storage()
}

/// The fields of which a version is a copy.
const VERSIONED: &[&str] = &[
    "aliases",
    "architecture",
    "code",
    "dead_letter",
    "description",
    "environment",
    "ephemeral_storage",
    "file_system",
    "handler",
    "image_settings",
    "kms_key",
    "layers",
    "logging",
    "memory",
    "role",
    "runtime",
    "snap_start",
    "timeout",
    "tracing",
    "vpc",
];

/// What others may refer to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outputs {
    /// ARN of the function. That of an alias is this, `:` and the alias's name.
    pub arn: Option<String>,
    /// Name of the function.
    pub name: Option<String>,
    /// The URI by which API Gateway calls the function.
    pub invoke_arn: Option<String>,
    /// Number of the newest version that an alias names; `$LATEST` without aliases.
    pub version: Option<String>,
    /// ARN of that version.
    pub qualified_arn: Option<String>,
    /// The function's own HTTPS endpoint, if it has one.
    pub function_url: Option<String>,
}

impl Outputs {
    fn predicted(name: &str, place: &Place) -> Self {
        let arn = place.arn("lambda", &format!("function:{name}"));
        let Place { partition, region, .. } = place;
        let path = format!("path/2015-03-31/functions/{arn}/invocations");
        Self {
            name: Some(name.to_owned()),
            invoke_arn: Some(format!("arn:{partition}:apigateway:{region}:lambda:{path}")),
            arn: Some(arn),
            version: None,
            qualified_arn: None,
            function_url: None,
        }
    }
}

impl Kind for Function {
    const NAME: &'static str = "lambda.function";
    const FACTS: Facts = Facts {
        concern: Concern::Functions,
        data: None,
        volatile: &[
            ("version", VERSIONED),
            ("qualified_arn", VERSIONED),
            ("function_url", &["function_url"]),
        ],
        parent: None,
    };
    const CALLS: &'static [Calls] = calls::LAMBDA_FUNCTION;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [Demand] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    /// Lambda makes the group by itself at the first call, after which nobody else can.
    const AWAITS: &'static [Awaited] =
        &[Awaited::one("name", LogGroup::NAME, "/aws/lambda/{name}")];
    const MISSED: &'static str = "calls of it fail";
    const ABILITIES: Abilities<Self> =
        Abilities::NONE.callable().prepared().with_stand_ins().settling();
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

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::function(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        write::update(self, aws, id, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
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
}

impl Prepare for Function {
    fn check_files(&self, root: &std::path::Path, findings: &mut Findings) {
        self.code.check_files(root, findings);
    }

    async fn prepare(&mut self, workspace: &Workspace) -> Result<(), Finding> {
        self.normalise();
        self.code = self.code.prepared(workspace).await?;
        Ok(())
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

impl Settling for Function {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        wait::until_ready(aws, id, None).await
    }
}

impl Function {
    /// Writes out what follows from other fields, as AWS does.
    fn normalise(&mut self) {
        self.package_type = Some(self.code.package_type());
        if self.code.is_built_by_cargo() && self.runtime.is_none() {
            self.runtime = Some("provided.al2023".to_owned());
        }
        if self.runs_a_bootstrap() && self.handler.is_none() {
            self.handler = Some("bootstrap".to_owned());
        }
        let default_group = Logging::default_group(&self.name);
        self.logging.log_group.take_if(|group| *group == default_group);
        self.event_sources = event_source::by_arn(std::mem::take(&mut self.event_sources));
        self.aliases.values_mut().for_each(Alias::normalise);
    }

    fn runs_a_bootstrap(&self) -> bool {
        let runtime = self.runtime.as_deref();
        runtime.is_some_and(|runtime| runtime.starts_with("provided"))
    }
}
