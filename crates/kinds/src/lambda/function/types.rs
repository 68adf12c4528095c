//! The groups of settings that a function's spec is made of, and their twins in the SDK.

use std::collections::BTreeSet;

use aws_sdk_lambda::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fields::{is_default, present};
use crate::words::words;
use kind::Result;

words! {
    /// How a function's code reaches Lambda.
    #[derive(Default)]
    PackageType = sdk::PackageType {
        #[default]
        Zip = "Zip",
        Image = "Image",
    }
    /// The processor that a function runs on.
    #[derive(Default)]
    Architecture = sdk::Architecture {
        #[default]
        X86 = "x86_64",
        Arm = "arm64",
    }
    /// Whether X-Ray records invocations that nobody upstream decided about.
    #[derive(Default)]
    Tracing = sdk::TracingMode {
        #[default]
        PassThrough = "PassThrough",
        Active = "Active",
    }
    /// The form of log lines.
    #[derive(Default)]
    LogFormat = sdk::LogFormat {
        #[default]
        Text = "Text",
        Json = "JSON",
    }
    /// The least severe of the function's own log lines that are kept.
    #[derive(Default)]
    ApplicationLevel = sdk::ApplicationLogLevel {
        Trace = "TRACE",
        Debug = "DEBUG",
        #[default]
        Info = "INFO",
        Warn = "WARN",
        Error = "ERROR",
        Fatal = "FATAL",
    }
    /// The least severe of Lambda's own log lines that are kept.
    #[derive(Default)]
    SystemLevel = sdk::SystemLogLevel {
        Debug = "DEBUG",
        #[default]
        Info = "INFO",
        Warn = "WARN",
    }
    /// What Lambda does when a function calls itself by way of a queue, topic or bucket.
    #[derive(Default)]
    RecursiveLoop = sdk::RecursiveLoop {
        Allow = "Allow",
        #[default]
        Terminate = "Terminate",
    }
    /// Who may call a function URL.
    #[derive(Default)]
    UrlAuthentication = sdk::FunctionUrlAuthType {
        /// Everyone whom the function's permissions let in, without a signature.
        None = "NONE",
        /// Callers who sign their requests.
        #[default]
        Iam = "AWS_IAM",
    }
    /// Whether a function URL answers at once or as a stream.
    #[derive(Default)]
    InvokeMode = sdk::InvokeMode {
        #[default]
        Buffered = "BUFFERED",
        ResponseStream = "RESPONSE_STREAM",
    }
}

/// The network that a function is attached to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vpc {
    /// Ids of the subnets, one in each zone that the function may run in. 1–16.
    #[schemars(length(min = 1, max = 16))]
    pub subnets: BTreeSet<String>,
    /// Ids of the security groups. 1–5.
    #[schemars(length(min = 1, max = 5))]
    pub security_groups: BTreeSet<String>,
    /// Whether the function may send IPv6 traffic from dual-stack subnets.
    #[serde(default)]
    pub ipv6: bool,
}

impl Vpc {
    /// The settings of a function that may be in no network at all; empty lists take it out.
    pub(super) fn request(vpc: Option<&Self>) -> sdk::VpcConfig {
        let list = |ids: Option<&BTreeSet<String>>| {
            Some(ids.into_iter().flatten().cloned().collect::<Vec<_>>())
        };
        sdk::VpcConfig::builder()
            .set_subnet_ids(list(vpc.map(|vpc| &vpc.subnets)))
            .set_security_group_ids(list(vpc.map(|vpc| &vpc.security_groups)))
            .set_ipv6_allowed_for_dual_stack(vpc.map(|vpc| vpc.ipv6))
            .build()
    }

    pub(super) fn of(live: &sdk::VpcConfigResponse) -> Option<Self> {
        let subnets: BTreeSet<String> = live.subnet_ids().iter().cloned().collect();
        (!subnets.is_empty()).then(|| Self {
            subnets,
            security_groups: live.security_group_ids().iter().cloned().collect(),
            ipv6: live.ipv6_allowed_for_dual_stack().unwrap_or(false),
        })
    }
}

/// Where a function's log lines go, which of them, and in what form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Logging {
    /// `Text`, or `JSON` for structured lines, of which levels can be left out.
    pub format: LogFormat,
    /// The least severe of the function's own lines that are kept. Only with the format `JSON`.
    pub application_level: ApplicationLevel,
    /// The least severe of Lambda's own lines that are kept. Only with the format `JSON`.
    pub system_level: SystemLevel,
    /// Name of the log group. Absent: `/aws/lambda/<function>`, which Lambda makes at the first call
    /// if nobody did before, and keeps for ever. A group of that name in the same stack is created
    /// before the function, and deleted after it.
    #[schemars(length(min = 1, max = 512), regex(pattern = r"^[.\-_/#A-Za-z0-9]+$"))]
    pub log_group: Option<String>,
}

impl Logging {
    /// The group that Lambda writes to on its own.
    pub(super) fn default_group(function: &str) -> String {
        format!("/aws/lambda/{function}")
    }

    pub(super) fn request(&self, function: &str) -> sdk::LoggingConfig {
        let group = self.log_group.clone();
        let request = sdk::LoggingConfig::builder()
            .log_format(self.format.into())
            .log_group(group.unwrap_or_else(|| Self::default_group(function)));
        match self.format {
            LogFormat::Text => request,
            _ => request
                .application_log_level(self.application_level.into())
                .system_log_level(self.system_level.into()),
        }
        .build()
    }

    pub(super) fn of(live: &sdk::LoggingConfig, function: &str) -> Result<Self> {
        let application_level = ApplicationLevel::present(live.application_log_level());
        Ok(Self {
            format: LogFormat::present(live.log_format()).unwrap_or_default(),
            application_level: application_level.unwrap_or_default(),
            system_level: SystemLevel::present(live.system_log_level()).unwrap_or_default(),
            log_group: present(live.log_group())
                .filter(|group| *group != Self::default_group(function)),
        })
    }
}

/// A file system that a function sees as a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileSystem {
    /// ARN of the EFS (or S3 Files) access point.
    #[schemars(length(max = 256))]
    pub access_point: String,
    /// Where the function finds it: `/mnt/` and a name.
    #[schemars(length(max = 160), regex(pattern = r"^/mnt/[a-zA-Z0-9\-_.]+$"))]
    pub mount_path: String,
}

impl FileSystem {
    pub(super) fn request(&self) -> Option<sdk::FileSystemConfig> {
        let request = sdk::FileSystemConfig::builder();
        request.arn(&self.access_point).local_mount_path(&self.mount_path).build().ok()
    }
}

/// What replaces settings of a container image's Dockerfile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImageSettings {
    /// The executable and its first arguments. Empty: the image's own.
    #[serde(skip_serializing_if = "is_default")]
    pub entry_point: Vec<String>,
    /// Arguments of the entry point. Empty: the image's own.
    #[serde(skip_serializing_if = "is_default")]
    pub command: Vec<String>,
    /// The folder in which the entry point starts. Absent: the image's own.
    #[schemars(length(max = 1000))]
    pub working_directory: Option<String>,
}

impl ImageSettings {
    pub(super) fn request(&self) -> sdk::ImageConfig {
        sdk::ImageConfig::builder()
            .set_entry_point(Some(self.entry_point.clone()))
            .set_command(Some(self.command.clone()))
            .set_working_directory(self.working_directory.clone())
            .build()
    }

    pub(super) fn of(live: &sdk::ImageConfig) -> Self {
        Self {
            entry_point: live.entry_point().to_vec(),
            command: live.command().to_vec(),
            working_directory: present(live.working_directory()),
        }
    }
}

/// What becomes of events that callers hand over without waiting for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AsyncInvocation {
    /// Seconds that an event may wait before it is given up, 60–21,600 (six hours, the default).
    #[schemars(range(min = 60, max = 21_600))]
    pub max_age_seconds: i32,
    /// Further attempts after the function has failed, 0–2 (the default).
    #[schemars(range(min = 0, max = 2))]
    pub retries: i32,
    /// ARN of the queue, topic, function or event bus that hears of events which succeeded. Absent:
    /// nobody does.
    pub on_success: Option<String>,
    /// ARN of the queue, topic, function, bucket or event bus that takes events which failed. Absent:
    /// they are dropped, or go to `dead_letter`.
    pub on_failure: Option<String>,
}

impl Default for AsyncInvocation {
    fn default() -> Self {
        Self { max_age_seconds: 21_600, retries: 2, on_success: None, on_failure: None }
    }
}

impl AsyncInvocation {
    pub(super) fn destinations(&self) -> sdk::DestinationConfig {
        let success = sdk::OnSuccess::builder().set_destination(self.on_success.clone());
        let failure = sdk::OnFailure::builder().set_destination(self.on_failure.clone());
        sdk::DestinationConfig::builder()
            .on_success(success.build())
            .on_failure(failure.build())
            .build()
    }

    pub(super) fn of(live: &sdk::FunctionEventInvokeConfig) -> Self {
        let default = Self::default();
        let destinations = live.destination_config();
        let success = destinations.and_then(|to| to.on_success()?.destination());
        let failure = destinations.and_then(|to| to.on_failure()?.destination());
        Self {
            max_age_seconds: live.maximum_event_age_in_seconds().unwrap_or(default.max_age_seconds),
            retries: live.maximum_retry_attempts().unwrap_or(default.retries),
            on_success: present(success),
            on_failure: present(failure),
        }
    }
}

/// An HTTPS endpoint of a function's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FunctionUrl {
    /// `AWS_IAM`: callers sign their requests. `NONE`: anybody may call whom `permissions` let in
    /// (`principal: "*"` with `function_url_authentication: NONE`).
    pub authentication: UrlAuthentication,
    /// Whether the answer comes as a whole (up to 6 MB) or as a stream.
    #[serde(default)]
    pub invoke_mode: InvokeMode,
    /// What browsers on other sites may do. Empty: nothing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cors: Cors,
}

impl FunctionUrl {
    pub(super) fn of(live: &sdk::FunctionUrlConfig) -> Result<Self> {
        let invoke_mode = InvokeMode::present(live.invoke_mode());
        Ok(Self {
            authentication: UrlAuthentication::of(live.auth_type()),
            invoke_mode: invoke_mode.unwrap_or_default(),
            cors: live.cors().map(Cors::of).unwrap_or_default(),
        })
    }
}

/// What browsers on other sites may do with a function URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cors {
    /// Whether requests may carry cookies and other credentials.
    #[serde(skip_serializing_if = "is_default")]
    pub allow_credentials: bool,
    /// Request headers that pages may send.
    #[schemars(length(max = 100))]
    #[serde(skip_serializing_if = "is_default")]
    pub allow_headers: BTreeSet<String>,
    /// Methods that pages may use, such as `GET`, or `*`.
    #[schemars(length(max = 6))]
    #[serde(skip_serializing_if = "is_default")]
    pub allow_methods: BTreeSet<String>,
    /// Sites that may call, such as `https://example.com`, or `*`.
    #[schemars(length(max = 100))]
    #[schemars(extend("x-value-only" = true))]
    #[serde(skip_serializing_if = "is_default")]
    pub allow_origins: BTreeSet<String>,
    /// Response headers that pages may read.
    #[schemars(length(max = 100))]
    #[serde(skip_serializing_if = "is_default")]
    pub expose_headers: BTreeSet<String>,
    /// Seconds that a browser may keep the answer to a preflight request, 0 (the default)–86,400.
    #[schemars(range(min = 0, max = 86_400))]
    pub max_age_seconds: i32,
}

impl Cors {
    /// Nothing at all for the default: AWS reads that as "no CORS".
    pub(super) fn request(&self) -> sdk::Cors {
        if *self == Self::default() {
            return sdk::Cors::builder().build();
        }
        let list = |set: &BTreeSet<String>| Some(set.iter().cloned().collect::<Vec<_>>());
        sdk::Cors::builder()
            .allow_credentials(self.allow_credentials)
            .set_allow_headers(list(&self.allow_headers))
            .set_allow_methods(list(&self.allow_methods))
            .set_allow_origins(list(&self.allow_origins))
            .set_expose_headers(list(&self.expose_headers))
            .max_age(self.max_age_seconds)
            .build()
    }

    fn of(live: &sdk::Cors) -> Self {
        let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
        Self {
            allow_credentials: live.allow_credentials().unwrap_or(false),
            allow_headers: set(live.allow_headers()),
            allow_methods: set(live.allow_methods()),
            allow_origins: set(live.allow_origins()),
            expose_headers: set(live.expose_headers()),
            max_age_seconds: live.max_age().unwrap_or(0),
        }
    }
}
