//! AWS's rules of an API as a whole (API reference of CreateRestApi, CreateAuthorizer, CreateModel and
//! CreateDeployment, and the developer guide's important notes). What AWS takes without a word and what then
//! never works is a warning, and so is what it refuses to deploy and may hold undeployed.

use std::collections::BTreeSet;

use super::authorizer::{Authorizer, AuthorizerType};
use super::canonical::Concrete;
use super::check_routes::{RouteCheck, check_paths};
use super::check_stages;
use super::cors::Cors;
use super::gateway_responses::{GatewayResponse, TYPES};
use super::models::Model;
use super::{EndpointType, RestApi};
use kind::Findings;
use language::diagnostic::{Severity, suggestion};
use language::value::{Path, Value, unknown};

pub(super) fn check(api: &RestApi, findings: &mut Findings) {
    let mut check = Check { api, findings };
    check.endpoint();
    if let Some(cors) = &api.cors {
        check.cors(cors);
    }
    for (name, model) in &api.models {
        check.model(name, model);
    }
    for (name, validator) in &api.request_validators {
        if !validator.body && !validator.parameters {
            check.findings.warn(
                &Path::field("request_validators").key(name).to_string(),
                &format!("the validator `{name}` looks at nothing"),
                "neither `body` nor `parameters` is true",
                "say what it is to look at, or take it away",
            );
        }
    }
    for (name, authorizer) in &api.authorizers {
        check.authorizer(name, authorizer);
    }
    for (kind, response) in &api.gateway_responses {
        check.gateway_response(kind, response);
    }
    for media_type in api.binary_media_types.iter().filter(|text| !unknown::in_text(text)) {
        let is_type = media_type.split_once('/').is_some_and(|(kind, name)| {
            let is_part = |part: &str| !part.is_empty() && !part.contains(['/', ' ']);
            is_part(kind) && is_part(name)
        });
        if !is_type {
            check.findings.warn(
                "binary_media_types",
                &format!("`{media_type}` is no media type"),
                "no request or answer has it, so nothing is taken for binary by it",
                "write it like `image/png`, or `*/*`",
            );
        }
    }
    check_paths(api, check.findings);
    for (path, methods) in &api.routes {
        for (verb, method) in methods {
            let at = Path::field("routes").key(path).key(verb);
            RouteCheck { api, path, verb, method, at, findings: check.findings }.run();
        }
    }
    check_stages::check(api, &Concrete::of(api).routes, check.findings);
}

struct Check<'a> {
    api: &'a RestApi,
    findings: &'a mut Findings,
}

impl Check<'_> {
    fn report(&mut self, path: &Path, message: &str, why: &str, help: &str) {
        self.findings.add(&path.to_string(), message, why, help);
    }

    fn warn(&mut self, path: &Path, message: &str, why: &str, help: &str) {
        self.findings.warn(&path.to_string(), message, why, help);
    }

    fn endpoint(&mut self) {
        let api = self.api;
        let is_private = api.endpoint_type == EndpointType::Private;
        if !is_private && !api.vpc_endpoint_ids.is_empty() {
            self.findings.add(
                "vpc_endpoint_ids",
                "only private APIs are reached by VPC endpoints",
                "the `endpoint_type` is another one",
                "write `endpoint_type: PRIVATE`, or take the endpoints away",
            );
        }
        if is_private && api.ip_address_type.as_deref() == Some("ipv4") {
            self.findings.add(
                "ip_address_type",
                "private APIs take IPv6 as well",
                "AWS takes `dualstack` alone with `PRIVATE`",
                "take the field away",
            );
        }
        if is_private && !api.stages.is_empty() && api.policy.is_none() {
            self.findings.warn(
                "policy",
                "a private API needs a policy",
                "AWS deploys no private API without one, as nobody could call it",
                "allow `execute-api:Invoke` under a condition on `aws:SourceVpce`",
            );
        }
        let policy = api.security_policy.as_ref().map_or("", String::as_str);
        let is_of_the_edge = policy.ends_with("_EDGE");
        let is_enhanced = policy.starts_with("SecurityPolicy_");
        if is_enhanced && is_of_the_edge != (api.endpoint_type == EndpointType::Edge) {
            self.findings.add(
                "security_policy",
                "this security policy is for another type of endpoint",
                "those that end in `_EDGE` are for `EDGE`, the others for `REGIONAL` and `PRIVATE`",
                "choose another policy",
            );
        }
        let has_access_mode = api.endpoint_access_mode.as_ref().is_some();
        if is_enhanced && !has_access_mode {
            self.findings.add(
                "security_policy",
                "the security policy needs an access mode",
                "AWS wants `endpoint_access_mode` with every policy that begins with `SecurityPolicy_`",
                "add `endpoint_access_mode: STRICT`, or `BASIC` while callers are moving",
            );
        }
        if has_access_mode && !is_enhanced {
            self.findings.add(
                "endpoint_access_mode",
                "an access mode needs a newer security policy",
                "AWS takes it with those whose name begins with `SecurityPolicy_`",
                "add such a `security_policy`, or take this away",
            );
        }
    }

    fn cors(&mut self, cors: &Cors) {
        let is_open = cors.allow_origins.iter().any(|origin| origin == "*");
        if is_open && cors.allow_origins.len() > 1 {
            self.findings.warn(
                "cors.allow_origins",
                "`*` stands for all origins",
                "there are others beside it, which say nothing then",
                "write `*` alone, or leave it away",
            );
        }
        if !cors.allow_credentials {
            return;
        }
        let lists = [
            ("allow_origins", is_open),
            ("allow_headers", cors.allow_headers.contains("*")),
            ("allow_methods", cors.allow_methods.as_ref().is_some_and(|verbs| verbs.contains("*"))),
        ];
        for (field, _) in lists.iter().filter(|(_, has_star)| *has_star) {
            self.findings.warn(
                &format!("cors.{field}"),
                "`*` and credentials exclude each other",
                "browsers take it for no wildcard where a page sends cookies",
                "name what is allowed, or take `allow_credentials` away",
            );
        }
    }

    fn model(&mut self, name: &str, model: &Model) {
        let path = Path::field("models").key(name);
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            self.report(
                &path,
                &format!("`{name}` cannot be the name of a model"),
                "AWS takes letters and digits alone",
                "rename it",
            );
        }
        let at = path.key("schema");
        if let Value::String(text) = model.schema.as_value()
            && !unknown::in_text(text)
        {
            return self.warn(
                &at,
                "this is no JSON Schema",
                "the text is not JSON",
                "write the schema as a map",
            );
        }
        let version = model.schema.as_value()["$schema"].as_str();
        if version.is_some_and(|version| !version.contains("draft-04")) {
            self.warn(
                &at.key("$schema"),
                "API Gateway knows draft 4 of JSON Schema alone",
                "this names another version",
                "write `http://json-schema.org/draft-04/schema#`, or take it away",
            );
        }
        for target in model.schema.references() {
            self.model_name(&at, target);
        }
    }

    fn model_name(&mut self, at: &Path, name: &str) {
        unknown_model(self.api, name, at, self.findings);
    }

    fn authorizer(&mut self, name: &str, authorizer: &Authorizer) {
        let at = Path::field("authorizers").key(name);
        if ["NONE", "AWS_IAM"].contains(&name) {
            self.report(
                &at,
                &format!("`{name}` cannot be the name of an authorizer"),
                "`authorization` means something else by it",
                "rename it",
            );
        }
        let of_pools = authorizer.r#type == AuthorizerType::CognitoUserPools;
        use Severity::{Error, Warning};
        let faults = [
            (
                of_pools && authorizer.user_pools.is_empty(),
                Error,
                "user_pools",
                "the authorizer has no user pool",
                "add `user_pools` with their ARNs",
            ),
            (
                !of_pools && authorizer.function.is_none(),
                Error,
                "function",
                "the authorizer has no function",
                "add `function` with its ARN",
            ),
            (
                of_pools && authorizer.function.is_some(),
                Warning,
                "function",
                "no function decides here",
                "take `function` away, or change `type`",
            ),
            (
                of_pools && authorizer.credentials.is_some(),
                Warning,
                "credentials",
                "no function is called here",
                "take `credentials` away",
            ),
            (
                !of_pools && !authorizer.user_pools.is_empty(),
                Warning,
                "user_pools",
                "a function decides here, and not a user pool",
                "take `user_pools` away, or change `type`",
            ),
            (
                authorizer.r#type == AuthorizerType::Request
                    && authorizer.identity_validation_expression.is_some(),
                Warning,
                "identity_validation_expression",
                "only tokens are held against an expression",
                "take it away, or write `type: TOKEN`",
            ),
            (
                authorizer.r#type != AuthorizerType::Request
                    && authorizer.identity_sources.len() > 1,
                Warning,
                "identity_sources",
                "a token stands in one place",
                "name one header, or write `type: REQUEST`",
            ),
            (
                authorizer.r#type == AuthorizerType::Request
                    && authorizer.identity_sources.is_empty()
                    && authorizer.result_ttl_seconds > 0,
                Error,
                "identity_sources",
                "decisions cannot be kept without knowing for whom",
                "add `identity_sources`, or write `result_ttl_seconds: 0`",
            ),
        ];
        let kind = authorizer.r#type.as_str();
        let why = format!("its type is `{kind}`");
        for (_, severity, field, message, help) in faults.iter().filter(|fault| fault.0) {
            let path = at.key(field).to_string();
            self.findings.push(*severity, &path, message, &why, help);
        }
        for source in &authorizer.identity_sources {
            let starts: &[&str] = match authorizer.r#type {
                AuthorizerType::Request => &[
                    "method.request.header.",
                    "method.request.multivalueheader.",
                    "method.request.querystring.",
                    "method.request.multivaluequerystring.",
                    "context.",
                    "stageVariables.",
                ],
                _ => &["method.request.header."],
            };
            let is_known = starts.iter().any(|start| source.starts_with(start));
            if !is_known && !unknown::in_text(source) {
                self.report(
                    &at.key("identity_sources"),
                    &format!("`{source}` is no part of a request"),
                    &format!(
                        "the identity may stand in {}",
                        language::diagnostic::listed_or(starts.iter().copied())
                    ),
                    "write for example `method.request.header.Authorization`",
                );
            }
        }
    }

    fn gateway_response(&mut self, kind: &str, response: &GatewayResponse) {
        let at = Path::field("gateway_responses").key(kind);
        if !TYPES.iter().any(|(name, _)| *name == kind) {
            let names = TYPES.iter().map(|(name, _)| *name);
            let help = suggestion(kind, names).unwrap_or_default();
            self.warn(
                &at,
                &format!("API Gateway has no error `{kind}`"),
                "gateway responses are known by their types",
                &help,
            );
        }
        let starts = ["'", "method.request.", "context.", "stageVariables."];
        let at = at.key("headers");
        check_sources(&response.headers, &starts, &at, self.findings);
    }
}

/// Reports a model that is not there.
pub(super) fn unknown_model(api: &RestApi, name: &str, at: &Path, findings: &mut Findings) {
    if api.models.contains_key(name) || Model::built_in(name).is_some() || unknown::in_text(name) {
        return;
    }
    let names: BTreeSet<&str> = api.models.keys().map(String::as_str).collect();
    let help = suggestion(name, names).unwrap_or_default();
    findings.add(
        &at.to_string(),
        &format!("there is no model `{name}`"),
        "it is none of `models`",
        &help,
    );
}

/// Reports values of parameters that are neither constants nor parts of requests or answers.
pub(super) fn check_sources(
    parameters: &std::collections::BTreeMap<String, String>,
    starts: &[&str],
    at: &Path,
    findings: &mut Findings,
) {
    for (name, source) in parameters {
        let is_known = starts.iter().any(|start| source.starts_with(start));
        let is_open = source.starts_with('\'') && (source.len() < 2 || !source.ends_with('\''));
        if source.is_empty() || unknown::in_text(source) || is_known && !is_open {
            continue;
        }
        let others = starts.iter().copied().filter(|start| *start != "'");
        findings.add(
            &at.key(name).to_string(),
            &format!("`{source}` is not where a value comes from"),
            &format!(
                "it is neither text in single quotes nor begins with {}",
                language::diagnostic::listed_or(others)
            ),
            &format!("if it is the value itself, write \"'{}'\"", source.trim_matches('\'')),
        );
    }
}
