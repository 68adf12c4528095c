//! The groups of settings that a function's spec is made of, and their twins in the SDK.

use aws_sdk_lambda::operation::create_function_url_config::builders::CreateFunctionUrlConfigFluentBuilder;
use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::operation::update_function_url_config::builders::UpdateFunctionUrlConfigFluentBuilder;
use aws_sdk_lambda::types as sdk;

use crate::prelude::*;

aws_enum! {
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
    /// When AWS may replace a function's runtime.
    #[derive(Default)]
    RuntimeUpdates = sdk::UpdateRuntimeOn {
        #[default]
        Auto = "Auto",
        FunctionUpdate = "FunctionUpdate",
        Manual = "Manual",
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
#[spec(sdk::VpcConfigResponse)]
pub struct Vpc {
    /// Ids of the subnets, one in each zone that the function may run in. 1–16.
    #[field(required, length = 1..=16, aws = subnet_ids)]
    pub subnets: BTreeSet<String>,
    /// Ids of the security groups. 1–5.
    #[field(required, length = 1..=5, aws = security_group_ids)]
    pub security_groups: BTreeSet<String>,
    /// Whether the function may send IPv6 traffic from dual-stack subnets.
    #[field(aws = ipv6_allowed_for_dual_stack)]
    pub ipv6: bool,
}

impl Vpc {
    /// The settings of a function that may be in no network at all; empty lists take it out.
    pub(super) fn request(vpc: Option<&Self>) -> sdk::VpcConfig {
        let list = |ids: fn(&Self) -> &BTreeSet<String>| {
            Some(vpc.map(ids).into_iter().flatten().cloned().collect())
        };
        sdk::VpcConfig::builder()
            .set_subnet_ids(list(|vpc| &vpc.subnets))
            .set_security_group_ids(list(|vpc| &vpc.security_groups))
            .set_ipv6_allowed_for_dual_stack(vpc.map(|vpc| vpc.ipv6))
            .build()
    }

    /// A function in no network has an empty one.
    pub(super) fn of_function(live: Option<sdk::VpcConfigResponse>) -> Result<Option<Self>> {
        aws::read::<GetFunctionOutput, Self>(live.filter(|vpc| !vpc.subnet_ids().is_empty()))
    }
}

/// Where a function's log lines go, which of them, and in what form.
#[spec(sdk::LoggingConfig)]
pub struct Logging {
    /// `Text`, or `JSON` for structured lines, of which levels can be left out.
    #[field(aws = log_format)]
    pub format: LogFormat,
    /// The least severe of the function's own lines that are kept. Only with the format `JSON`.
    #[field(aws = application_log_level)]
    pub application_level: ApplicationLevel,
    /// The least severe of Lambda's own lines that are kept. Only with the format `JSON`.
    #[field(aws = system_log_level)]
    pub system_level: SystemLevel,
    /// Name of the log group. Absent: `/aws/lambda/<function>`, which Lambda makes at the first call
    /// if nobody did before, and keeps for ever. A group of that name in the same stack is created
    /// before the function, and deleted after it.
    #[field(length = 1..=512, pattern = r"^[.\-_/#A-Za-z0-9]+$")]
    pub log_group: Option<String>,
}

impl Logging {
    /// Leaves out the group that Lambda writes to on its own.
    pub(super) fn leave_out_default_group(&mut self, function: &str) {
        self.log_group.take_if(|group| *group == default_group(function));
    }

    pub(super) fn request(&self, function: &str) -> Result<Option<sdk::LoggingConfig>> {
        let mut request = self.to_aws()?;
        if let Some(request) = &mut request {
            request.log_group.get_or_insert_with(|| default_group(function));
            if self.format == LogFormat::Text {
                (request.application_log_level, request.system_log_level) = (None, None);
            }
        }
        Ok(request)
    }
}

fn default_group(function: &str) -> String {
    format!("/aws/lambda/{function}")
}

/// A file system that a function sees as a folder.
#[spec(sdk::FileSystemConfig)]
pub struct FileSystem {
    /// ARN of the EFS (or S3 Files) access point.
    #[field(required, length = ..=256, aws = arn)]
    pub access_point: String,
    /// Where the function finds it: `/mnt/` and a name.
    #[field(required, length = ..=160, pattern = r"^/mnt/[a-zA-Z0-9\-_.]+$", aws = local_mount_path)]
    pub mount_path: String,
}

/// What replaces settings of a container image's Dockerfile.
#[spec(sdk::ImageConfig)]
pub struct ImageSettings {
    /// The executable and its first arguments. Empty: the image's own.
    #[field(omit_default)]
    pub entry_point: Vec<String>,
    /// Arguments of the entry point. Empty: the image's own.
    #[field(omit_default)]
    pub command: Vec<String>,
    /// The folder in which the entry point starts. Absent: the image's own.
    #[field(length = ..=1000)]
    pub working_directory: Option<String>,
}

impl ImageSettings {
    /// Empty lists remove what there is.
    pub(super) fn request(&self) -> sdk::ImageConfig {
        sdk::ImageConfig::builder()
            .set_entry_point(Some(self.entry_point.clone()))
            .set_command(Some(self.command.clone()))
            .set_working_directory(self.working_directory.clone())
            .build()
    }
}

/// What becomes of events that callers hand over without waiting for an answer.
#[spec]
pub struct AsyncInvocation {
    /// Seconds that an event may wait before it is given up, 60–21,600 (six hours, the default).
    #[field(default = 21_600, range = 60..=21_600)]
    pub max_age_seconds: i32,
    /// Further attempts after the function has failed, 0–2 (the default).
    #[field(default = 2, range = 0..=2)]
    pub retries: i32,
    /// ARN of the queue, topic, function or event bus that hears of events which succeeded. Absent:
    /// nobody does.
    #[field(uses = "send")]
    pub on_success: Option<String>,
    /// ARN of the queue, topic, function, bucket or event bus that takes events which failed. Absent:
    /// they are dropped, or go to `dead_letter`.
    #[field(uses = "send")]
    pub on_failure: Option<String>,
}

impl AsyncInvocation {
    pub(super) fn destinations(&self) -> sdk::DestinationConfig {
        let success = sdk::OnSuccess::builder().set_destination(self.on_success.clone());
        let failure = sdk::OnFailure::builder().set_destination(self.on_failure.clone());
        let destinations = sdk::DestinationConfig::builder().on_success(success.build());
        destinations.on_failure(failure.build()).build()
    }

    pub(super) fn of(live: sdk::FunctionEventInvokeConfig) -> Self {
        let default = Self::default();
        let to = live.destination_config.as_ref();
        Self {
            max_age_seconds: live.maximum_event_age_in_seconds.unwrap_or(default.max_age_seconds),
            retries: live.maximum_retry_attempts.unwrap_or(default.retries),
            on_success: non_empty(to.and_then(|to| to.on_success()?.destination())),
            on_failure: non_empty(to.and_then(|to| to.on_failure()?.destination())),
        }
    }
}

/// An HTTPS endpoint of a function's own.
#[spec(
    sdk::FunctionUrlConfig,
    request = CreateFunctionUrlConfigFluentBuilder,
    update = UpdateFunctionUrlConfigFluentBuilder
)]
pub struct FunctionUrl {
    /// `AWS_IAM`: callers sign their requests. `NONE`: anybody may call whom `permissions` let in
    /// (`principal: "*"` with `function_url_authentication: NONE`).
    #[field(required, aws = auth_type)]
    pub authentication: UrlAuthentication,
    /// Whether the answer comes as a whole (up to 6 MB) or as a stream.
    pub invoke_mode: InvokeMode,
    /// What browsers on other sites may do. Empty: nothing.
    #[field(omit_default, with = replaced)]
    pub cors: Cors,
}

/// What browsers on other sites may do with a function URL.
#[spec(sdk::Cors)]
pub struct Cors {
    /// Whether requests may carry cookies and other credentials.
    #[field(omit_default)]
    pub allow_credentials: bool,
    /// Request headers that pages may send.
    #[field(omit_default, length = ..=100)]
    pub allow_headers: BTreeSet<String>,
    /// Methods that pages may use, such as `GET`, or `*`.
    #[field(omit_default, length = ..=6)]
    pub allow_methods: BTreeSet<String>,
    /// Sites that may call, such as `https://example.com`, or `*`.
    #[field(omit_default, value_only, length = ..=100)]
    pub allow_origins: BTreeSet<String>,
    /// Response headers that pages may read.
    #[field(omit_default, length = ..=100)]
    pub expose_headers: BTreeSet<String>,
    /// Seconds that a browser may keep the answer to a preflight request, 0 (the default)–86,400.
    #[field(range = 0..=86_400, aws = max_age)]
    pub max_age_seconds: i32,
}

conversions! {
    /// Cross-origin access as it takes the place of what there is: empty lists remove what there is. AWS reads
    /// nothing at all as "no CORS".
    replaced: Cors, sdk::Cors {
        |live| Cors::of(live)?,
        |cors| match *cors == Cors::default() {
            true => Some(sdk::Cors::builder().build()),
            false => cors.to_aws()?.map(|mut request| {
                request.allow_headers.get_or_insert_default();
                request.allow_methods.get_or_insert_default();
                request.allow_origins.get_or_insert_default();
                request.expose_headers.get_or_insert_default();
                request
            }),
        },
    }
}
