//! Rules of stages, their method settings and the formats of their access logs (API reference of CreateStage,
//! and the developer guide on stage variables and access logging).

use super::routes::Routes;
use super::spec::RestApi;
use super::stages::Stage;
use kind::Findings;
use language::diagnostic::{did_you_mean, suggestion};
use language::value::{Path, unknown};

/// Reports what is wrong in the stages. `routes` are all that there will be.
pub(super) fn check(api: &RestApi, routes: &Routes, findings: &mut Findings) {
    let has_methods = routes.values().any(|methods| !methods.is_empty());
    if !api.stages.is_empty() && !has_methods {
        findings.warn(
            "stages",
            "there is nothing to show",
            "the API has no method, and AWS deploys none without",
            "add `routes`",
        );
    }
    for (name, stage) in &api.stages {
        let at = Path::field("stages").key(name);
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let fits = !name.is_empty() && name.len() <= 128 && name.chars().all(is_word);
        if !fits {
            findings.add(
                &at.to_string(),
                &format!("`{name}` cannot be the name of a stage"),
                "AWS takes 1–128 letters, digits, `_` and `-`",
                "rename it",
            );
        }
        StageCheck { stage, routes, at, findings }.run();
    }
}

struct StageCheck<'a> {
    stage: &'a Stage,
    routes: &'a Routes,
    at: Path,
    findings: &'a mut Findings,
}

impl StageCheck<'_> {
    fn report(&mut self, at: &Path, message: &str, why: &str, help: &str) {
        self.findings.add(&at.to_string(), message, why, help);
    }

    fn warn(&mut self, at: &Path, message: &str, why: &str, help: &str) {
        self.findings.warn(&at.to_string(), message, why, help);
    }

    fn run(mut self) {
        for (name, value) in &self.stage.variables {
            self.variable(name, value);
        }
        for (method, settings) in &self.stage.methods {
            let at = self.at.key("methods").key(method);
            self.method(method, &at);
            if settings.caching && self.stage.cache_cluster_size.is_none() {
                self.warn(
                    &at.key("caching"),
                    "there is no cache",
                    "the stage has no `cache_cluster_size`",
                    "add it, or take `caching` away",
                );
            }
        }
        if let Some(log) = &self.stage.access_log {
            self.log_format(log.format.as_str());
        }
    }

    fn variable(&mut self, name: &str, value: &str) {
        let at = self.at.key("variables").key(name);
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let fits = |text: &str, longest, is_allowed: &dyn Fn(char) -> bool| {
            !text.is_empty() && text.len() <= longest && text.chars().all(is_allowed)
        };
        if !fits(name, 64, &is_word) {
            self.report(
                &at,
                &format!("`{name}` cannot be the name of a variable"),
                "AWS takes 1–64 letters, digits and `_`",
                "rename it",
            );
        }
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#&=,".contains(c);
        if !fits(value, 512, &is_allowed) {
            self.report(
                &at,
                &format!("`{value}` cannot be the value of a variable"),
                "AWS takes 1–512 letters, digits and `-._~:/?#&=,`",
                "",
            );
        }
    }

    fn method(&mut self, method: &str, at: &Path) {
        if method == "*" {
            return;
        }
        let known: Vec<String> = self
            .routes
            .iter()
            .flat_map(|(path, methods)| methods.keys().map(move |verb| format!("{verb} {path}")))
            .collect();
        if !known.iter().any(|known| known == method) {
            let help = suggestion(method, known.iter().map(String::as_str));
            self.warn(
                at,
                &format!("there is no method `{method}`"),
                "settings are for `*`, or for a method by its HTTP method and path, such as \
                 `POST /users`",
                &help.unwrap_or_default(),
            );
        }
    }

    fn log_format(&mut self, format: &str) {
        const LONGEST: usize = 3_072;
        let at = self.at.key("access_log").key("format");
        if format.contains(['\n', '\r']) {
            self.report(
                &at,
                "the format of a line has several lines",
                "AWS takes a single one",
                "write it as a map, or join the lines with `>-`",
            );
        }
        if format.len() > LONGEST {
            let why = format!("it has {} characters, and AWS takes {LONGEST}", format.len());
            self.report(&at, "the format is too long", &why, "leave some variables away");
        }
        let ids = ["$context.requestId", "$context.extendedRequestId"];
        if !unknown::in_text(format) && !ids.iter().any(|id| format.contains(id)) {
            self.report(
                &at,
                "a line does not say which request it is about",
                "AWS wants `$context.requestId` or `$context.extendedRequestId` in it",
                "add one of the two",
            );
        }
        for variable in variables(format) {
            self.log_variable(&at, variable);
        }
    }

    fn log_variable(&mut self, at: &Path, variable: &str) {
        let is_name = variable.starts_with(|c: char| c.is_ascii_alphabetic());
        if variable.starts_with("stageVariables.") || !is_name {
            return;
        }
        match variable.strip_prefix("context.") {
            Some(name) => self.context_variable(at, name),
            None => {
                let last = |known: &&str| known.rsplit('.').next() == Some(variable);
                let meant = CONTEXT.iter().find(|known| last(known)).copied();
                let meant = meant.or_else(|| did_you_mean(variable, CONTEXT.iter().copied()));
                let meant = meant.unwrap_or("<variable>");
                self.findings.warn(
                    &at.to_string(),
                    &format!("`${variable}` is no variable"),
                    "it would stand in the log as it is written here",
                    &format!("write `$context.{meant}`"),
                );
            }
        }
    }

    fn context_variable(&mut self, at: &Path, name: &str) {
        // What authorizers and templates say is theirs to name.
        let free = ["authorizer.", "requestOverride.", "responseOverride."];
        if free.iter().any(|start| name.starts_with(start)) || CONTEXT.contains(&name) {
            return;
        }
        let meant = did_you_mean(name, CONTEXT.iter().copied());
        let help = meant.map(|meant| format!("did you mean `$context.{meant}`?"));
        self.findings.warn(
            &at.to_string(),
            &format!("there may be no variable `$context.{name}`"),
            "the log holds `-` in the place of what API Gateway does not know",
            &help.unwrap_or_default(),
        );
    }
}

/// The names behind each `$` of a format.
fn variables(format: &str) -> impl Iterator<Item = &str> {
    format.split('$').skip(1).map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let is_name = |c: char| c.is_ascii_alphanumeric() || "._-:".contains(c);
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        rest[..end].trim_end_matches(['.', '-', ':'])
    })
}

/// The variables of requests in access logs (Variables for access logging).
const CONTEXT: [&str; 84] = [
    "accountId",
    "apiId",
    "authenticate.error",
    "authenticate.latency",
    "authenticate.status",
    "authorize.error",
    "authorize.latency",
    "authorize.status",
    "authorizer.error",
    "authorizer.integrationLatency",
    "authorizer.integrationStatus",
    "authorizer.latency",
    "authorizer.principalId",
    "authorizer.requestId",
    "authorizer.status",
    "awsEndpointRequestId",
    "cipherSuite",
    "customDomain.basePathMatched",
    "customDomain.error",
    "customDomain.latency",
    "customDomain.routingRuleIdMatched",
    "customDomain.status",
    "deploymentId",
    "domainName",
    "domainPrefix",
    "endpointType",
    "error.message",
    "error.messageString",
    "error.responseType",
    "error.validationErrorString",
    "extendedRequestId",
    "httpMethod",
    "identity.accountId",
    "identity.apiKey",
    "identity.apiKeyId",
    "identity.caller",
    "identity.clientCert.clientCertPem",
    "identity.clientCert.issuerDN",
    "identity.clientCert.serialNumber",
    "identity.clientCert.subjectDN",
    "identity.clientCert.validity.notAfter",
    "identity.clientCert.validity.notBefore",
    "identity.cognitoAuthenticationProvider",
    "identity.cognitoAuthenticationType",
    "identity.cognitoIdentityId",
    "identity.cognitoIdentityPoolId",
    "identity.principalOrgId",
    "identity.sourceIp",
    "identity.user",
    "identity.userAgent",
    "identity.userArn",
    "identity.vpcId",
    "identity.vpceId",
    "integration.error",
    "integration.integrationStatus",
    "integration.latency",
    "integration.requestId",
    "integration.responseTransferMode",
    "integration.status",
    "integration.timeToAllHeaders",
    "integration.timeToFirstContent",
    "integrationErrorMessage",
    "integrationLatency",
    "integrationStatus",
    "isCanaryRequest",
    "path",
    "protocol",
    "requestId",
    "requestOverride.path",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "responseLatency",
    "responseLength",
    "stage",
    "status",
    "tlsVersion",
    "waf.error",
    "waf.latency",
    "waf.status",
    "wafResponseCode",
    "webaclArn",
    "xrayTraceId",
];
