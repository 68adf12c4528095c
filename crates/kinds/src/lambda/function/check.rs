//! What AWS would refuse in a function's spec, beyond what the schema of each field says (API reference of
//! CreateFunction and its siblings, and the developer guide's pages on what each setting is for), and what it
//! takes and nobody can have meant.

use super::alias::Alias;
use super::spec::{DEFAULT_STORAGE, Function};
use super::types::{
    ApplicationLevel, FileSystem, FunctionUrl, LogFormat, PackageType, RuntimeUpdates, SystemLevel,
};
use super::{check_sources, permission, runtimes};
use crate::prelude::*;
use language::diagnostic::{Severity, suggestion};

/// Variables that Lambda sets itself ("Defined runtime environment variables", reserved).
const RESERVED: &[&str] = &[
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
];

pub(super) fn function(function: &Function, findings: &mut Findings) {
    function.check_package(findings);
    function.check_sizes(findings);
    runtimes::check(function.runtime.as_deref(), findings);
    function.check_environment(findings);
    function.check_snap_start(findings);
    function.check_settings(findings);
    permission::check(&function.permissions, &Path::field("permissions"), findings);
    if let Some(url) = &function.function_url {
        url.check(&Path::field("function_url"), findings);
    }
    for (name, alias) in &function.aliases {
        let at = Path::field("aliases").key(name);
        alias.check(&at, name, function, findings);
        if let Some(url) = &alias.function_url {
            url.check(&at.key("function_url"), findings);
        }
    }
    check_sources::event_sources(function, findings);
}

impl Function {
    fn is_image(&self) -> bool {
        self.code.package_type() == PackageType::Image
    }

    fn check_package(&self, findings: &mut Findings) {
        let is_known = |written: &PackageType| !matches!(written, PackageType::Other(_));
        let written = self.package_type.filter(is_known);
        rules! { findings;
            Error "package_type" if written.is_some_and(|it| it != self.code.package_type()) =>
                "the package type contradicts the code",
                "`image` is an Image, and every other code is a Zip",
                "omit `package_type`: it follows from `code`";
        }
        if self.is_image() {
            self.check_image(findings);
            return;
        }
        let has_runtime = self.runtime.is_some();
        let needs_handler = has_runtime && !self.runs_a_bootstrap();
        rules! { findings;
            Error "image_settings" if self.image_settings != Default::default() =>
                "only a container image has image settings",
                "the code of this function is a zip",
                "remove `image_settings`";
            Error "runtime" if !has_runtime && !self.code.is_built_by_cargo() =>
                "missing field `runtime`",
                "AWS must know what runs the code of a zip",
                "add `runtime`, such as `provided.al2023`";
            Error "handler" if needs_handler && self.handler.is_none() =>
                "missing field `handler`",
                "AWS must know what in the code to call",
                "add `handler`, such as `index.handler`";
        }
    }

    /// The API takes more than most functions can have (Lambda quotas).
    fn check_sizes(&self, findings: &mut Findings) {
        let sizes = [
            ("memory", self.memory, 10_240, "MB"),
            ("timeout", self.timeout, 900, "seconds"),
            ("ephemeral_storage", self.ephemeral_storage, 10_240, "MB"),
        ];
        for (field, size, most, unit) in sizes {
            rules! { findings, Path::field(field);
                Warning if size > most =>
                    format!("`{field}` is more than most functions can have"),
                    format!("this is {size} {unit}, and {most} is the most unless AWS gave this function more"),
                    format!("lower it to {most}");
            }
        }
    }

    fn check_image(&self, findings: &mut Findings) {
        let written = [
            ("runtime", self.runtime.is_some()),
            ("handler", self.handler.is_some()),
            ("insights", self.insights),
            ("layers", !self.layers.is_empty()),
            ("runtime_updates", self.runtime_updates != RuntimeUpdates::default()),
            ("code_signing_config", self.code_signing_config.is_some()),
            ("package_kms_key", self.package_kms_key.is_some()),
        ];
        for (field, is_written) in written {
            rules! { findings, Path::field(field);
                Error if is_written =>
                    format!("a container image takes no `{field}`"),
                    "the image brings its own runtime, code and dependencies",
                    format!("remove `{field}`");
            }
        }
    }

    fn check_environment(&self, findings: &mut Findings) {
        for name in self.environment.keys() {
            let is_reserved = RESERVED.contains(&name.as_str());
            let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
            let goes_on_well = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let is_name = begins_well && goes_on_well && name.len() >= 2;
            rules! { findings, Path::field("environment").key(name);
                Error if is_reserved =>
                    format!("`{name}` is Lambda's own"),
                    "Lambda sets this variable itself and refuses another value",
                    "rename the variable";
                Error if !is_reserved && !is_name =>
                    format!("`{name}` cannot be the name of a variable"),
                    "AWS accepts two or more letters, digits and `_`, and a letter first",
                    "rename the variable";
            }
        }
        let known = self.environment.values().all(|value| !unknown::in_text(value));
        // AWS measures the variables as JSON text.
        let size = serde_json::to_string(&self.environment).map_or(0, |text| text.len());
        rules! { findings;
            Error "environment" if known && size > 4096 =>
                "the environment is too big",
                format!("it has {size} bytes as JSON, and Lambda takes 4096"),
                "put long values into a parameter or a secret, and their names here";
        }
    }

    fn check_snap_start(&self, findings: &mut Findings) {
        if !self.snap_start {
            return;
        }
        let runtime = self.runtime.as_deref().unwrap_or("provided");
        let is_old = runtime.starts_with("java8.al2")
            || ["python3.8", "python3.9", "python3.10", "python3.11", "dotnet6"].contains(&runtime);
        let families = ["java", "python", "dotnet"];
        let supported = families.iter().any(|family| runtime.starts_with(family)) && !is_old;
        const MESSAGE: &str = "SnapStart is not possible here";
        const HELP: &str = "remove `snap_start`";
        if self.file_system.is_some() {
            findings.add("snap_start", MESSAGE, "it does not work with a file system", HELP);
        } else if self.ephemeral_storage > DEFAULT_STORAGE {
            let why = "it does not work with more than 512 MB of ephemeral storage";
            findings.add("snap_start", MESSAGE, why, HELP);
        } else if self.is_image() || !supported {
            // AWS adds runtimes to these.
            let why = "it works with Java 11, Python 3.12, .NET 8 and later, and not with images";
            findings.warn("snap_start", MESSAGE, why, HELP);
        }
    }

    fn check_settings(&self, findings: &mut Findings) {
        let logging = &self.logging;
        let filters = logging.application_level != ApplicationLevel::default()
            || logging.system_level != SystemLevel::default();
        let is_efs = |system: &FileSystem| service(&system.access_point) == "elasticfilesystem";
        let needs_network = self.file_system.as_ref().is_some_and(is_efs);
        let takes_events = |arn: &String| matches!(service(arn), "sqs" | "sns");
        let aliases = self.aliases.values();
        let provisioned: i64 =
            aliases.filter_map(|alias| alias.provisioned_concurrency).map(i64::from).sum();
        let reserved = self.reserved_concurrency.map(i64::from);
        let layers = self.layers.len() + usize::from(self.insights);
        let is_manual = self.runtime_updates == RuntimeUpdates::Manual;
        rules! { findings;
            Error "layers" if self.insights && layers > 5 =>
                "there are too many layers",
                "Lambda takes 5, of which Lambda Insights is one",
                "remove one, or `insights`";
            Error "runtime_version" if is_manual != self.runtime_version.is_some() =>
                "`Manual` and the version of a runtime go together",
                "AWS must know which version the function stays with, and takes one for nothing else",
                "write both, or none of them";
            Error "logging" if logging.format == LogFormat::Text && filters =>
                "levels need structured log lines",
                "Lambda cannot tell the level of a line of plain text",
                "add `format: JSON`";
            Error "file_system" if self.vpc.is_none() && needs_network =>
                "the file system is out of reach",
                "an EFS file system lives in a VPC, and this function is in none",
                "add `vpc` with subnets that have a mount target";
            Error "dead_letter" if !self.dead_letter.as_ref().is_none_or(takes_events) =>
                "events can be left with a queue or a topic only",
                "AWS accepts the ARN of an SQS queue or an SNS topic here",
                "use `async_invocation.on_failure` for other destinations";
            Error "reserved_concurrency" if reserved.is_some_and(|reserved| provisioned > reserved) =>
                "more instances are provisioned than may run",
                format!("the aliases ask for {provisioned} instances together"),
                "raise `reserved_concurrency`, or lower `provisioned_concurrency`";
        }
    }
}

/// The service that an ARN names.
fn service(arn: &str) -> &str {
    arn.split(':').nth(2).unwrap_or_default()
}

impl FunctionUrl {
    /// AWS accepts methods of up to six letters, and answers preflights by itself (CreateFunctionUrlConfig,
    /// `Cors.AllowMethods`).
    fn check(&self, at: &Path, findings: &mut Findings) {
        const LONGEST: usize = 6;
        const KNOWN: [&str; 7] = ["*", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
        let methods = at.key("cors").key("allow_methods");
        for (index, method) in self.cors.allow_methods.iter().enumerate() {
            let is_known = KNOWN.contains(&method.as_str());
            let is_preflight = method == "OPTIONS";
            let is_short = method.chars().count() <= LONGEST;
            let is_any = method.eq_ignore_ascii_case("any");
            rules! { findings, methods.index(index);
                Error if is_preflight =>
                    "the preflight is not a method to allow",
                    "AWS answers `OPTIONS` by itself, and refuses it here",
                    "remove `OPTIONS`";
                Error if !is_short && !is_preflight =>
                    format!("`{method}` is not a method"),
                    format!("AWS accepts at most {LONGEST} letters"),
                    suggestion(method, KNOWN).unwrap_or_default();
                Warning if is_any =>
                    format!("no request has the method `{method}`"),
                    "`ANY` is a word of API Gateway's",
                    "write `*` for all methods";
                Warning if is_short && !is_any && !is_known =>
                    format!("no request has the method `{method}`"),
                    "methods are written in capitals",
                    suggestion(method, KNOWN).unwrap_or_default();
            }
        }
    }
}

impl Alias {
    fn check(&self, at: &Path, name: &str, function: &Function, findings: &mut Findings) {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let is_name = name.len() <= 128 && !is_number(name) && name.chars().all(is_word);
        let is_latest = self.version.as_ref().is_some_and(|version| version == "$LATEST");
        let is_provisioned = self.provisioned_concurrency.is_some();
        let rolls_out = self.rollout.is_some();
        rules! { findings, at;
            Error if !is_name =>
                format!("`{name}` cannot be the name of an alias"),
                "AWS accepts up to 128 letters, digits, `-` and `_`, and not digits alone",
                "rename it";
            Error "version" if is_latest && (!self.weights.is_empty() || is_provisioned) =>
                "`$LATEST` is not a version that stays",
                "AWS shares calls out, and keeps instances ready, among published versions only",
                "omit `version`: the alias then follows the newest version";
            Error "rollout" if rolls_out && !self.follows() =>
                "an alias that stays at a version rolls nothing out",
                "only one that follows the newest moves by itself",
                "remove `version`, or `rollout`";
            Error "weights" if rolls_out && !self.weights.is_empty() =>
                "a rollout shares the calls out itself",
                "AWS shares them between two versions, and these are the old one and the new one",
                "remove `weights`, or `rollout`";
        }
        if let Some(rollout) = &self.rollout {
            rollout.check(&at.key("rollout"), findings);
        }
        for (version, weight) in &self.weights {
            let is_share = (0.0..=1.0).contains(weight);
            rules! { findings, at;
                Error "weights" / version if !is_share || version.is_empty() || !is_number(version) =>
                    "this is not a share of a version",
                    "a weight is the number of a version and a share from 0 to 1",
                    "write for example `weights: { \"7\": 0.1 }`";
            }
        }
        if function.snap_start && is_provisioned {
            // A version that was published before may have no SnapStart.
            let severity = match self.version.as_ref() {
                None => Severity::Error,
                Some(_) => Severity::Warning,
            };
            findings.push(
                severity,
                &at.key("provisioned_concurrency").to_string(),
                "SnapStart and provisioned concurrency exclude each other",
                "AWS refuses both on one version",
                "keep one of the two",
            );
        }
        permission::check(&self.permissions, &at.key("permissions"), findings);
    }
}
