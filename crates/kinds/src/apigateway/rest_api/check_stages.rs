//! Rules of stages, their method settings and the formats of their access logs (API reference of CreateStage,
//! and the developer guide on stage variables and access logging).

use super::routes::Routes;
use super::spec::RestApi;
use super::stages::Stage;
use crate::fields::is_made_of;
use crate::prelude::*;
use language::diagnostic::{did_you_mean, suggestion};

/// Reports what is wrong in the stages. `routes` are all that there will be.
pub(super) fn check(api: &RestApi, routes: &Routes, findings: &mut Findings) {
    let has_methods = routes.values().any(|methods| !methods.is_empty());
    rules! { findings;
        Warning "stages" if !api.stages.is_empty() && !has_methods =>
            "there is nothing to show",
            "the API has no method, and AWS deploys none without",
            "add `routes`";
    }
    for (name, stage) in &api.stages {
        let at = Path::field("stages").key(name);
        rules! { findings, at;
            Error if !is_made_of(name, 1..=128, "_-") =>
                format!("`{name}` cannot be the name of a stage"),
                "AWS accepts 1–128 letters, digits, `_` and `-`",
                "rename it";
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
    fn run(mut self) {
        for (name, value) in &self.stage.variables {
            rules! { self.findings, self.at;
                Error "variables" / name if !is_made_of(name, 1..=64, "_") =>
                    format!("`{name}` cannot be the name of a variable"),
                    "AWS accepts 1–64 letters, digits and `_`",
                    "rename it";
                Error "variables" / name if !is_made_of(value, 1..=512, "-._~:/?#&=,") =>
                    format!("`{value}` cannot be the value of a variable"),
                    "AWS accepts 1–512 letters, digits and `-._~:/?#&=,`",
                    "";
            }
        }
        for (method, settings) in &self.stage.methods {
            let at = self.at.key("methods").key(method);
            self.method(method, &at);
            rules! { self.findings, at;
                Warning "caching" if settings.caching && self.stage.cache_cluster_size.is_none() =>
                    "there is no cache",
                    "the stage has no `cache_cluster_size`",
                    "add it, or remove `caching`";
            }
        }
        if let Some(log) = &self.stage.access_log {
            self.log_format(log.format.as_str());
        }
    }

    fn method(&mut self, method: &str, at: &Path) {
        let verbs = self
            .routes
            .iter()
            .flat_map(|(path, methods)| methods.keys().map(move |verb| (verb, path)));
        let known: Vec<String> = verbs.map(|(verb, path)| format!("{verb} {path}")).collect();
        rules! { self.findings, at;
            Warning if method != "*" && !known.iter().any(|known| known == method) =>
                format!("there is no method `{method}`"),
                "settings are for `*`, or for a method by its HTTP method and path, such as `POST /users`",
                suggestion(method, known.iter().map(String::as_str)).unwrap_or_default();
        }
    }

    fn log_format(&mut self, format: &str) {
        const LONGEST: usize = 3_072;
        let at = self.at.key("access_log").key("format");
        let ids = ["$context.requestId", "$context.extendedRequestId"];
        let has_id = unknown::in_text(format) || ids.iter().any(|id| format.contains(id));
        rules! { self.findings, at;
            Error if format.contains(['\n', '\r']) =>
                "the format of a line has several lines",
                "AWS accepts a single one",
                "write it as a map, or join the lines with `>-`";
            Error if format.len() > LONGEST =>
                "the format is too long",
                format!("it has {} characters, and AWS accepts {LONGEST}", format.len()),
                "omit some variables";
            Error if !has_id =>
                "a line does not say which request it is about",
                "AWS requires `$context.requestId` or `$context.extendedRequestId` in it",
                "add one of the two";
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
                let meant = context().find(last);
                let meant = meant.or_else(|| did_you_mean(variable, context()));
                let meant = meant.unwrap_or("<variable>");
                self.findings.warn(
                    &at.to_string(),
                    &format!("`${variable}` is not a variable"),
                    "it would stand in the log as it is written here",
                    &format!("write `$context.{meant}`"),
                );
            }
        }
    }

    fn context_variable(&mut self, at: &Path, name: &str) {
        // What authorizers and templates say is theirs to name.
        let free = ["authorizer.", "requestOverride.", "responseOverride."];
        let is_free = free.iter().any(|start| name.starts_with(start));
        let meant = did_you_mean(name, context());
        rules! { self.findings, at;
            Warning if !is_free && !context().any(|known| known == name) =>
                format!("there may be no variable `$context.{name}`"),
                "the log holds `-` in the place of what API Gateway does not know",
                meant.map(|meant| format!("did you mean `$context.{meant}`?")).unwrap_or_default();
        }
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

/// The variables of requests in access logs.
fn context() -> impl Iterator<Item = &'static str> + Clone {
    CONTEXT.split_whitespace()
}

/// Their names (Variables for access logging).
const CONTEXT: &str = "
    accountId apiId authenticate.error authenticate.latency authenticate.status authorize.error
    authorize.latency authorize.status authorizer.error authorizer.integrationLatency
    authorizer.integrationStatus authorizer.latency authorizer.principalId authorizer.requestId
    authorizer.status awsEndpointRequestId cipherSuite customDomain.basePathMatched
    customDomain.error customDomain.latency customDomain.routingRuleIdMatched
    customDomain.status deploymentId domainName domainPrefix endpointType error.message
    error.messageString error.responseType error.validationErrorString extendedRequestId
    httpMethod identity.accountId identity.apiKey identity.apiKeyId identity.caller
    identity.clientCert.clientCertPem identity.clientCert.issuerDN
    identity.clientCert.serialNumber identity.clientCert.subjectDN
    identity.clientCert.validity.notAfter identity.clientCert.validity.notBefore
    identity.cognitoAuthenticationProvider identity.cognitoAuthenticationType
    identity.cognitoIdentityId identity.cognitoIdentityPoolId identity.principalOrgId
    identity.sourceIp identity.user identity.userAgent identity.userArn identity.vpcId
    identity.vpceId integration.error integration.integrationStatus integration.latency
    integration.requestId integration.responseTransferMode integration.status
    integration.timeToAllHeaders integration.timeToFirstContent integrationErrorMessage
    integrationLatency integrationStatus isCanaryRequest path protocol requestId
    requestOverride.path requestTime requestTimeEpoch resourceId resourcePath responseLatency
    responseLength stage status tlsVersion waf.error waf.latency waf.status wafResponseCode
    webaclArn xrayTraceId
";
