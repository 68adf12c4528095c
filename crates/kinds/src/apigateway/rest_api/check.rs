//! AWS's rules of an API as a whole (API reference of CreateRestApi, CreateAuthorizer, CreateModel and
//! CreateDeployment, and the developer guide's important notes). What AWS accepts without a word and what then
//! never works is a warning, and so is what it refuses to deploy and may hold undeployed.

use super::authorizer::{Authorizer, AuthorizerType};
use super::canonical::Concrete;
use super::check_references::{Names, check_sources, unknown_model};
use super::check_routes::{RouteCheck, check_paths};
use super::check_stages;
use super::cors::Cors;
use super::gateway_responses::{GatewayResponse, TYPES};
use super::models::Model;
use super::spec::{EndpointType, RestApi};
use crate::apigateway::tls;
use crate::fields::is_made_of;
use crate::prelude::*;
use language::diagnostic::{listed_or, suggestion};

pub(super) fn check(api: &RestApi, findings: &mut Findings) {
    let mut check = Check { api, names: Names::AllHere, findings };
    check.endpoint();
    if let Some(cors) = &api.cors {
        check.cors(cors);
    }
    for (kind, response) in &api.gateway_responses {
        check.gateway_response(kind, response);
    }
    check.media_types();
    check_parts(api, Names::AllHere, findings);
    check_stages::check(api, &Concrete::of(api).routes, findings);
}

/// Reports what is wrong in routes and in what they refer to.
pub(super) fn check_parts(api: &RestApi, names: Names, findings: &mut Findings) {
    let mut check = Check { api, names, findings };
    for (name, model) in &api.models {
        check.model(name, model);
    }
    for (name, validator) in &api.request_validators {
        rules! { check.findings;
            Warning "request_validators" / name if !validator.body && !validator.parameters =>
                format!("the validator `{name}` looks at nothing"),
                "neither `body` nor `parameters` is true",
                "say what it is to look at, or remove it";
        }
    }
    for (name, authorizer) in &api.authorizers {
        check.authorizer(name, authorizer);
    }
    check_paths(api, check.findings);
    for (path, methods) in &api.routes {
        for (verb, method) in methods {
            let at = Path::field("routes").key(path).key(verb);
            RouteCheck { api, names, path, verb, method, at, findings: check.findings }.run();
        }
    }
}

struct Check<'a> {
    api: &'a RestApi,
    names: Names,
    findings: &'a mut Findings,
}

impl Check<'_> {
    fn media_types(&mut self) {
        let api = self.api;
        for media_type in api.binary_media_types.iter().filter(|text| !unknown::in_text(text)) {
            let is_type = media_type.split_once('/').is_some_and(|(kind, name)| {
                let is_part = |part: &str| !part.is_empty() && !part.contains(['/', ' ']);
                is_part(kind) && is_part(name)
            });
            rules! { self.findings;
                Warning "binary_media_types" if !is_type =>
                    format!("`{media_type}` is not a media type"),
                    "no request or answer has it, so nothing is taken for binary by it",
                    "write it like `image/png`, or `*/*`";
            }
        }
    }

    fn endpoint(&mut self) {
        let api = self.api;
        let is_private = api.endpoint_type == EndpointType::Private;
        let policy = api.security_policy.as_ref().map_or("", String::as_str);
        let is_of_the_edge = policy.ends_with("_EDGE");
        let is_enhanced = tls::is_enhanced(policy);
        let has_access_mode = api.endpoint_access_mode.as_ref().is_some();
        rules! { self.findings;
            Error "vpc_endpoint_ids" if !is_private && !api.vpc_endpoint_ids.is_empty() =>
                "only private APIs are reached by VPC endpoints",
                "the `endpoint_type` is another one",
                "write `endpoint_type: PRIVATE`, or remove the endpoints";
            Error "ip_address_type" if is_private && api.ip_address_type.as_deref() == Some("ipv4") =>
                "private APIs take IPv6 as well",
                "AWS accepts `dualstack` alone with `PRIVATE`",
                "remove the field";
            Warning "policy" if is_private && !api.stages.is_empty() && api.policy.is_none() =>
                "a private API needs a policy",
                "AWS deploys no private API without one, as nobody could call it",
                "allow `execute-api:Invoke` under a condition on `aws:SourceVpce`";
            Error "security_policy"
                if is_enhanced && is_of_the_edge != (api.endpoint_type == EndpointType::Edge) =>
                "this security policy is for another type of endpoint",
                "those that end in `_EDGE` are for `EDGE`, the others for `REGIONAL` and `PRIVATE`",
                "choose another policy";
            Error "security_policy" if is_enhanced && !has_access_mode =>
                "the security policy needs an access mode",
                tls::WHY_ACCESS_MODE,
                tls::ADD_ACCESS_MODE;
            Error "endpoint_access_mode" if has_access_mode && !is_enhanced =>
                "an access mode needs a newer security policy",
                "AWS accepts it with those whose name begins with `SecurityPolicy_`",
                "add such a `security_policy`, or remove this";
        }
    }

    fn cors(&mut self, cors: &Cors) {
        let is_open = cors.allow_origins.iter().any(|origin| origin == "*");
        rules! { self.findings, Path::field("cors");
            Warning "allow_origins" if is_open && cors.allow_origins.len() > 1 =>
                "`*` stands for all origins",
                "there are others beside it, which say nothing then",
                "write `*` alone, or omit it";
        }
        let methods = cors.allow_methods.as_ref();
        let lists = [
            ("allow_origins", is_open),
            ("allow_headers", cors.allow_headers.contains("*")),
            ("allow_methods", methods.is_some_and(|verbs| verbs.contains("*"))),
        ];
        for (field, has_star) in lists {
            rules! { self.findings, Path::field("cors").key(field);
                Warning if cors.allow_credentials && has_star =>
                    "`*` and credentials exclude each other",
                    "browsers take it for no wildcard where a page sends cookies",
                    "name what is allowed, or remove `allow_credentials`";
            }
        }
    }

    fn model(&mut self, name: &str, model: &Model) {
        let at = Path::field("models").key(name);
        let is_text = model.schema.as_value().is_string();
        let version = model.schema.as_value()["$schema"].as_str();
        rules! { self.findings, at;
            Error if !is_made_of(name, 1.., "") =>
                format!("`{name}` cannot be the name of a model"),
                "AWS accepts letters and digits alone",
                "rename it";
            Warning "schema" if is_text =>
                "this is not JSON Schema",
                "the text is not JSON",
                "write the schema as a map";
        }
        let at = at.key("schema");
        rules! { self.findings, at;
            Warning "$schema" if version.is_some_and(|version| !version.contains("draft-04")) =>
                "API Gateway knows draft 4 of JSON Schema alone",
                "this names another version",
                "write `http://json-schema.org/draft-04/schema#`, or remove it";
        }
        for target in model.schema.references() {
            unknown_model(self.api, self.names, target, &at, self.findings);
        }
    }

    fn authorizer(&mut self, name: &str, authorizer: &Authorizer) {
        let at = Path::field("authorizers").key(name);
        let of_pools = authorizer.r#type == AuthorizerType::CognitoUserPools;
        let of_requests = authorizer.r#type == AuthorizerType::Request;
        let why = &format!("its type is `{}`", authorizer.r#type.as_str());
        rules! { self.findings, at;
            Error if ["NONE", "AWS_IAM"].contains(&name) =>
                format!("`{name}` cannot be the name of an authorizer"),
                "`authorization` means something else by it",
                "rename it";
            Error "user_pools" if of_pools && authorizer.user_pools.is_empty() =>
                "the authorizer has no user pool", why, "add `user_pools` with their ARNs";
            Error "function" if !of_pools && authorizer.function.is_none() =>
                "the authorizer has no function", why, "add `function` with its ARN";
            Warning "function" if of_pools && authorizer.function.is_some() =>
                "no function decides here", why, "remove `function`, or change `type`";
            Warning "credentials" if of_pools && authorizer.credentials.is_some() =>
                "no function is called here", why, "remove `credentials`";
            Warning "user_pools" if !of_pools && !authorizer.user_pools.is_empty() =>
                "a function decides here, and not a user pool", why,
                "remove `user_pools`, or change `type`";
            Warning "identity_validation_expression"
                if of_requests && authorizer.identity_validation_expression.is_some() =>
                "only tokens are held against an expression", why,
                "remove it, or write `type: TOKEN`";
            Warning "identity_sources" if !of_requests && authorizer.identity_sources.len() > 1 =>
                "a token stands in one place", why, "name one header, or write `type: REQUEST`";
            Error "identity_sources"
                if of_requests
                    && authorizer.identity_sources.is_empty()
                    && authorizer.result_ttl_seconds > 0 =>
                "decisions cannot be kept without knowing for whom", why,
                "add `identity_sources`, or write `result_ttl_seconds: 0`";
        }
        let starts: &[&str] = match of_requests {
            true => &[
                "method.request.header.", "method.request.multivalueheader.",
                "method.request.querystring.", "method.request.multivaluequerystring.", "context.",
                "stageVariables.",
            ],
            false => &["method.request.header."],
        };
        let why = format!("the identity may stand in {}", listed_or(starts.iter().copied()));
        for source in &authorizer.identity_sources {
            let is_known = starts.iter().any(|start| source.starts_with(start));
            rules! { self.findings, at;
                Error "identity_sources" if !is_known && !unknown::in_text(source) =>
                    format!("`{source}` is not part of a request"),
                    &why,
                    "write for example `method.request.header.Authorization`";
            }
        }
    }

    fn gateway_response(&mut self, kind: &str, response: &GatewayResponse) {
        let at = Path::field("gateway_responses").key(kind);
        let names = TYPES.iter().map(|(name, _)| *name);
        rules! { self.findings, at;
            Warning if !names.clone().any(|name| name == kind) =>
                format!("API Gateway has no error `{kind}`"),
                "gateway responses are known by their types",
                suggestion(kind, names).unwrap_or_default();
        }
        let starts = ["'", "method.request.", "context.", "stageVariables."];
        let at = at.key("headers");
        check_sources(&response.headers, &starts, &at, self.findings);
    }
}
