//! What a function's spec says, and what others may refer to.

use super::alias::Alias;
use super::code::Code;
use super::event_source::{self, EventSources};
use super::permission::Permissions;
use super::runtimes;
use super::types::{
    Architecture, AsyncInvocation, FileSystem, FunctionUrl, ImageSettings, Logging, PackageType,
    RecursiveLoop, RuntimeUpdates, Tracing, Vpc,
};
use crate::file_problem::Problem;
use crate::prelude::*;
use aws::{Place, function_uri};

pub(super) const DEFAULT_MEMORY: i32 = 128;
pub(super) const DEFAULT_TIMEOUT: i32 = 3;
pub(super) const DEFAULT_STORAGE: i32 = 512;

/// A tag that says which object of S3 the code came from, where its hash is not known: AWS tells nothing else of it.
pub(super) const CODE_TAG: &str = "diatonic:code";

/// A Lambda function.
#[spec]
pub struct Function {
    /// The function's name. 1–64 letters, digits, `-` and `_`.
    #[field(required, create_only, value_only, length = 1..=64, pattern = r"^[a-zA-Z0-9\-_]+$")]
    pub name: String,
    /// What the function runs.
    #[field(required, from_files)]
    pub code: Code,
    /// `Zip` or `Image`. It follows from `code` and need not be written; a change of it re-creates the
    /// function.
    #[field(create_only)]
    pub package_type: Option<PackageType>,
    /// What runs the code, such as `provided.al2023` or `python3.13`. Absent with `cargo`:
    /// `provided.al2023`. Images bring their own.
    #[field(known = runtimes::all())]
    pub runtime: Option<String>,
    /// What in the code is called, such as `index.handler`. Absent on `provided` runtimes:
    /// `bootstrap`. Images bring their own.
    #[field(length = 1..=128, pattern = r"^[^\s]+$")]
    pub handler: Option<String>,
    /// ARN of the role that the function runs as.
    #[field(
        required,
        grants,
        pattern = r"^arn:aws[a-zA-Z-]*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-_/]+$"
    )]
    pub role: String,
    /// What the function is for. Up to 256 characters.
    #[field(omit_default, length = ..=256)]
    pub description: String,
    /// Memory in MB, and with it the share of a processor. 128 (the default)–10,240, and up to 32,768 where
    /// AWS gives a function more.
    #[field(default = DEFAULT_MEMORY, range = 128..=32_768)]
    pub memory: i32,
    /// Seconds after which a call is ended, 1–900, and up to 5,400 where AWS gives a function more. AWS's
    /// default is 3.
    #[field(default = DEFAULT_TIMEOUT, range = 1..=5_400)]
    pub timeout: i32,
    /// MB of `/tmp`, 512 (the default)–10,240, and up to 32,768 where AWS gives a function more.
    #[field(default = DEFAULT_STORAGE, omit_default, range = 512..=32_768)]
    pub ephemeral_storage: i32,
    /// The processor that the code is built for.
    pub architecture: Architecture,
    /// Environment variables. Up to 4 KB together.
    #[field(omit_default, value_only, deferrable)]
    pub environment: BTreeMap<String, String>,
    /// ARN of the KMS key that encrypts the environment variables. Absent: a key of Lambda's own.
    pub kms_key: Option<String>,
    /// ARN of the KMS key that encrypts the package. Absent: a key of Lambda's own.
    pub package_kms_key: Option<String>,
    /// The network that the function is attached to. Absent: none of yours.
    pub vpc: Option<Vpc>,
    /// ARNs of layer versions. Later ones overlay earlier ones. 5 at most.
    #[field(omit_default, length = ..=5)]
    pub layers: Vec<String>,
    /// Whether Lambda Insights measures the function (memory, processor, cold starts): AWS's layer for the region and the
    /// processor is added to the others. The role needs the policy `CloudWatchLambdaInsightsExecutionRolePolicy`.
    #[field(omit_default)]
    pub insights: bool,
    /// A file system that the function sees as a folder. Absent: none.
    pub file_system: Option<FileSystem>,
    /// What replaces settings of a container image's Dockerfile.
    #[field(omit_default)]
    pub image_settings: ImageSettings,
    /// Whether X-Ray records calls: `Active`, or `PassThrough` for those that the caller chose.
    #[field(omit_default)]
    pub tracing: Tracing,
    /// Where log lines go, which of them, and in what form.
    #[field(omit_default)]
    pub logging: Logging,
    /// ARN of the queue or topic that takes events which failed every attempt. Absent: they are
    /// dropped, or go to `async_invocation.on_failure`.
    #[field(deferrable, uses = "send")]
    pub dead_letter: Option<String>,
    /// Whether published versions start from a snapshot (SnapStart).
    #[field(omit_default)]
    pub snap_start: bool,
    /// ARN of the code signing configuration that packages must fulfil. Absent: none.
    pub code_signing_config: Option<String>,
    /// Whether each tenant's calls run in instances of its own.
    #[field(omit_default, create_only)]
    pub tenant_isolation: bool,
    /// Calls that may run at a time, and are kept free for this function. 0 stops it. Absent: it shares
    /// what the account has left.
    #[field(range = 0..)]
    pub reserved_concurrency: Option<i32>,
    /// What Lambda does when the function calls itself by way of a queue, topic or bucket.
    #[field(omit_default)]
    pub recursive_loop: RecursiveLoop,
    /// When AWS may replace the runtime by a newer version of the same: at once (`Auto`), with the next change of the
    /// function (`FunctionUpdate`), or never (`Manual`). Not for images.
    #[field(omit_default)]
    pub runtime_updates: RuntimeUpdates,
    /// ARN of the version of the runtime that `Manual` stays with.
    #[field(length = 26..=2048, pattern = r"^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+::runtime:.+$")]
    pub runtime_version: Option<String>,
    /// Who may call the function, by statement id. Others are removed.
    #[field(omit_default, deferrable, late, grants)]
    pub permissions: Permissions,
    /// What becomes of events that callers hand over without waiting for an answer.
    #[field(omit_default, deferrable)]
    pub async_invocation: AsyncInvocation,
    /// An HTTPS endpoint of the function's own. Absent: none.
    #[field(deferrable, grants)]
    pub function_url: Option<FunctionUrl>,
    /// Names for versions. Others are removed.
    #[field(omit_default, deferrable)]
    pub aliases: BTreeMap<String, Alias>,
    /// Streams, queues and topics that the function works off, by names of your own. Others are removed.
    #[field(omit_default, deferrable, grants)]
    pub event_sources: EventSources,
    /// Tags of the function.
    pub tags: Tags,
}

outputs! {
    /// ARN of the function. That of an alias is this, `:` and the alias's name.
    arn,
    /// Name of the function.
    name,
    /// The URI by which API Gateway calls the function.
    invoke_arn,
    /// Number of the newest version that an alias names; `$LATEST` without aliases.
    version,
    /// ARN of that version.
    qualified_arn,
    /// The function's own HTTPS endpoint, if it has one.
    function_url,
}

impl Outputs {
    /// What follows from the function's name.
    pub(super) fn predicted(name: &str, place: &Place) -> Self {
        let arn = place.arn("lambda", &format!("function:{name}"));
        Self {
            name: Some(name.to_owned()),
            invoke_arn: Some(function_uri::of(&arn, false, place)),
            arn: Some(arn),
            ..Self::default()
        }
    }
}

impl Function {
    /// Writes out what follows from other fields, as AWS does.
    pub(super) fn normalise(&mut self) {
        self.package_type = Some(self.code.package_type());
        if self.code.is_built_by_cargo() && self.runtime.is_none() {
            self.runtime = Some("provided.al2023".to_owned());
        }
        if self.runs_a_bootstrap() && self.handler.is_none() {
            self.handler = Some("bootstrap".to_owned());
        }
        self.tell_insights();
        self.logging.leave_out_default_group(&self.name);
        self.event_sources = event_source::by_place(std::mem::take(&mut self.event_sources));
        self.aliases.values_mut().for_each(Alias::normalise);
    }

    /// Whether the code or the settings, of which a version is a copy, are not those of a live function.
    pub(super) fn differs_in_version(&self, live: &Self) -> bool {
        self.has_new_code(live) || self.copied() != live.copied()
    }

    /// What a version is a copy of: neither who may call the function nor how it is run.
    fn copied(&self) -> Self {
        Self {
            code_signing_config: None,
            tags: Tags::new(),
            reserved_concurrency: None,
            recursive_loop: RecursiveLoop::default(),
            runtime_updates: RuntimeUpdates::default(),
            runtime_version: None,
            permissions: Permissions::default(),
            async_invocation: AsyncInvocation::default(),
            function_url: None,
            aliases: BTreeMap::new(),
            event_sources: EventSources::default(),
            ..self.clone()
        }
    }

    /// What keeps Lambda from starting the code, once it was made ready.
    pub(super) fn unstartable(&self) -> Option<Problem> {
        let runtime = self.runtime.as_deref().filter(|_| self.runs_a_bootstrap())?;
        self.code.bootstrap()?.problem(self.architecture.as_str(), runtime)
    }

    pub(super) fn runs_a_bootstrap(&self) -> bool {
        let runtime = self.runtime.as_deref();
        runtime.is_some_and(|runtime| runtime.starts_with("provided"))
    }
}
