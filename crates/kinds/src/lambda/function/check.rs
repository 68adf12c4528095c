//! What AWS would refuse in a function's spec, beyond what the schema of each field says (API reference of
//! CreateFunction and its siblings, and the developer guide's pages on what each setting is for), and what it
//! takes and nobody can have meant.

use super::alias::Alias;
use super::spec::{DEFAULT_STORAGE, Function};
use super::types::{ApplicationLevel, FunctionUrl, LogFormat, PackageType, SystemLevel};
use super::{check_sources, permission, runtimes};
use kind::Findings;
use language::diagnostic::{Severity, suggestion};
use language::value::unknown;

/// Variables that Lambda sets itself ("Defined runtime environment variables", reserved).
const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

pub(super) fn function(function: &Function, findings: &mut Findings) {
    function.check_package(findings);
    function.check_sizes(findings);
    runtimes::check(function.runtime.as_deref(), findings);
    function.check_environment(findings);
    function.check_logging(findings);
    function.check_snap_start(findings);
    function.check_attachments(findings);
    function.check_concurrency(findings);
    permission::check(&function.permissions, "permissions", findings);
    if let Some(url) = &function.function_url {
        url.check("function_url", findings);
    }
    for (name, alias) in &function.aliases {
        alias.check(name, function, findings);
        if let Some(url) = &alias.function_url {
            url.check(&format!("aliases[\"{name}\"].function_url"), findings);
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
        if written.is_some_and(|written| written != self.code.package_type()) {
            findings.add(
                "package_type",
                "the package type contradicts the code",
                "`image` is an Image, and every other code is a Zip",
                "leave `package_type` away: it follows from `code`",
            );
        }
        if self.is_image() {
            self.check_image(findings);
            return;
        }
        if self.image_settings != Default::default() {
            findings.add(
                "image_settings",
                "only a container image has image settings",
                "the code of this function is a zip",
                "take `image_settings` away",
            );
        }
        if self.runtime.is_none() && !self.code.is_built_by_cargo() {
            findings.add(
                "runtime",
                "missing field `runtime`",
                "AWS must know what runs the code of a zip",
                "add `runtime`, such as `provided.al2023`",
            );
        } else if self.handler.is_none() && self.runtime.is_some() && !self.runs_a_bootstrap() {
            findings.add(
                "handler",
                "missing field `handler`",
                "AWS must know what in the code to call",
                "add `handler`, such as `index.handler`",
            );
        }
    }

    /// The API takes more than most functions can have (Lambda quotas).
    fn check_sizes(&self, findings: &mut Findings) {
        let sizes = [
            ("memory", self.memory, 10_240, "MB"),
            ("timeout", self.timeout, 900, "seconds"),
            ("ephemeral_storage", self.ephemeral_storage, 10_240, "MB"),
        ];
        for (field, size, most, unit) in sizes.into_iter().filter(|(_, size, most, _)| size > most)
        {
            findings.warn(
                field,
                &format!("`{field}` is more than most functions can have"),
                &format!("this is {size} {unit}, and {most} is the most unless AWS gave this function more"),
                &format!("lower it to {most}"),
            );
        }
    }

    fn check_image(&self, findings: &mut Findings) {
        let written = [
            ("runtime", self.runtime.is_some()),
            ("handler", self.handler.is_some()),
            ("layers", !self.layers.is_empty()),
            ("code_signing_config", self.code_signing_config.is_some()),
            ("package_kms_key", self.package_kms_key.is_some()),
        ];
        for (field, _) in written.iter().filter(|(_, is_written)| *is_written) {
            findings.add(
                field,
                &format!("a container image takes no `{field}`"),
                "the image brings its own runtime, code and dependencies",
                &format!("take `{field}` away"),
            );
        }
    }

    fn check_environment(&self, findings: &mut Findings) {
        for name in self.environment.keys() {
            let path = format!("environment[\"{name}\"]");
            let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
            let goes_on_well = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let (message, why) = if RESERVED.contains(&name.as_str()) {
                let why = "Lambda sets this variable itself and refuses another value";
                (format!("`{name}` is Lambda's own"), why)
            } else if !begins_well || !goes_on_well || name.len() < 2 {
                let why = "AWS takes two or more letters, digits and `_`, and a letter first";
                (format!("`{name}` cannot be the name of a variable"), why)
            } else {
                continue;
            };
            findings.add(&path, &message, why, "rename the variable");
        }
        let known = self.environment.values().all(|value| !unknown::in_text(value));
        // AWS measures the variables as JSON text.
        let size = serde_json::to_string(&self.environment).map_or(0, |text| text.len());
        if known && size > 4096 {
            findings.add(
                "environment",
                "the environment is too big",
                &format!("it has {size} bytes as JSON, and Lambda takes 4096"),
                "put long values into a parameter or a secret, and their names here",
            );
        }
    }

    fn check_logging(&self, findings: &mut Findings) {
        let logging = &self.logging;
        let filters = logging.application_level != ApplicationLevel::default()
            || logging.system_level != SystemLevel::default();
        if logging.format == LogFormat::Text && filters {
            findings.add(
                "logging",
                "levels need structured log lines",
                "Lambda cannot tell the level of a line of plain text",
                "add `format: JSON`",
            );
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
        const HELP: &str = "take `snap_start` away";
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

    fn check_attachments(&self, findings: &mut Findings) {
        let is_efs = |arn: &str| arn.split(':').nth(2) == Some("elasticfilesystem");
        if self.vpc.is_none()
            && self.file_system.as_ref().is_some_and(|system| is_efs(&system.access_point))
        {
            findings.add(
                "file_system",
                "the file system is out of reach",
                "an EFS file system lives in a VPC, and this function is in none",
                "add `vpc` with subnets that have a mount target",
            );
        }
        let takes_events = |arn: &str| matches!(arn.split(':').nth(2), Some("sqs" | "sns"));
        if self.dead_letter.as_ref().is_some_and(|arn| !takes_events(arn)) {
            findings.add(
                "dead_letter",
                "events can be left with a queue or a topic only",
                "AWS takes the ARN of an SQS queue or an SNS topic here",
                "use `async_invocation.on_failure` for other destinations",
            );
        }
    }

    fn check_concurrency(&self, findings: &mut Findings) {
        let aliases = self.aliases.values();
        let provisioned: i64 =
            aliases.filter_map(|alias| alias.provisioned_concurrency).map(i64::from).sum();
        if self.reserved_concurrency.is_some_and(|reserved| provisioned > i64::from(reserved)) {
            findings.add(
                "reserved_concurrency",
                "more instances are provisioned than may run",
                &format!("the aliases ask for {provisioned} instances together"),
                "raise `reserved_concurrency`, or lower `provisioned_concurrency`",
            );
        }
    }
}

impl FunctionUrl {
    /// AWS takes methods of up to six letters, and answers preflights by itself (CreateFunctionUrlConfig,
    /// `Cors.AllowMethods`).
    fn check(&self, path: &str, findings: &mut Findings) {
        const LONGEST: usize = 6;
        const KNOWN: [&str; 7] = ["*", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
        for (index, method) in self.cors.allow_methods.iter().enumerate() {
            let path = format!("{path}.cors.allow_methods[{index}]");
            if method == "OPTIONS" {
                findings.add(
                    &path,
                    "the preflight is no method to allow",
                    "AWS answers `OPTIONS` by itself, and refuses it here",
                    "take `OPTIONS` away",
                );
            } else if method.chars().count() > LONGEST {
                findings.add(
                    &path,
                    &format!("`{method}` is no method"),
                    &format!("AWS takes {LONGEST} letters at the most"),
                    &suggestion(method, KNOWN).unwrap_or_default(),
                );
            } else if method.eq_ignore_ascii_case("any") {
                findings.warn(
                    &path,
                    &format!("no request has the method `{method}`"),
                    "`ANY` is a word of API Gateway's",
                    "write `*` for all methods",
                );
            } else if !KNOWN.contains(&method.as_str()) {
                findings.warn(
                    &path,
                    &format!("no request has the method `{method}`"),
                    "methods are written in capitals",
                    &suggestion(method, KNOWN).unwrap_or_default(),
                );
            }
        }
    }
}

impl Alias {
    fn check(&self, name: &str, function: &Function, findings: &mut Findings) {
        let path = format!("aliases[\"{name}\"]");
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let is_number = name.chars().all(|c| c.is_ascii_digit());
        if name.len() > 128 || is_number || !name.chars().all(is_word) {
            findings.add(
                &path,
                &format!("`{name}` cannot be the name of an alias"),
                "AWS takes up to 128 letters, digits, `-` and `_`, and not digits alone",
                "rename it",
            );
        }
        let is_latest = self.version.as_ref().is_some_and(|version| version == "$LATEST");
        if is_latest && (!self.weights.is_empty() || self.provisioned_concurrency.is_some()) {
            findings.add(
                &format!("{path}.version"),
                "`$LATEST` is not a version that stays",
                "AWS shares calls out, and keeps instances ready, among published versions only",
                "leave `version` away: the alias then follows the newest version",
            );
        }
        for (version, weight) in &self.weights {
            let is_share = (0.0..=1.0).contains(weight);
            if !is_share || version.is_empty() || !version.chars().all(|c| c.is_ascii_digit()) {
                findings.add(
                    &format!("{path}.weights[\"{version}\"]"),
                    "this is no share of a version",
                    "a weight is the number of a version and a share from 0 to 1",
                    "write for example `weights: { \"7\": 0.1 }`",
                );
            }
        }
        if function.snap_start && self.provisioned_concurrency.is_some() {
            // A version that was published before may have no SnapStart.
            let severity = match self.version.as_ref() {
                None => Severity::Error,
                Some(_) => Severity::Warning,
            };
            findings.push(
                severity,
                &format!("{path}.provisioned_concurrency"),
                "SnapStart and provisioned concurrency exclude each other",
                "AWS refuses both on one version",
                "keep one of the two",
            );
        }
        permission::check(&self.permissions, &format!("{path}.permissions"), findings);
    }
}
