//! Rules of paths, methods and what answers them.

use std::collections::{BTreeMap, BTreeSet};

use super::authorizer::AuthorizerType;
use super::check::{check_sources, unknown_model};
use super::integration::{DEFAULT_TIMEOUT, Integration, IntegrationType};
use super::routes::Method;
use super::{EndpointType, RestApi};
use crate::diagnostic::suggestion;
use crate::kind::Findings;
use crate::value::{Path, unknown};

const VERBS: [&str; 8] = [
    "ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT",
];

/// Reports paths that cannot be.
pub(super) fn check_paths(api: &RestApi, findings: &mut Findings) {
    let mut parameters: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for path in api.routes.keys().filter(|path| !unknown::in_text(path)) {
        let at = Path::field("routes").key(path).to_string();
        if let Some((why, help)) = fault_of(path) {
            findings.add(&at, &format!("`{path}` cannot be a path"), &why, &help);
            continue;
        }
        let mut above = String::new();
        for part in path.split('/').skip(1) {
            if part.starts_with('{') {
                parameters.entry(above.clone()).or_default().insert(part);
            }
            above = format!("{above}/{part}");
        }
    }
    for (above, names) in parameters.iter().filter(|(_, names)| names.len() > 1) {
        let listed = crate::diagnostic::listed(names.iter().copied());
        let below = |path: &&String| {
            let mut names = names.iter().skip(1);
            names.any(|name| path.starts_with(&format!("{above}/{name}")))
        };
        let path = api.routes.keys().find(below).map_or("/", String::as_str);
        findings.add(
            &Path::field("routes").key(path).to_string(),
            "one place of a path has two parameters",
            &format!("below `{above}/` there are {listed}, and AWS takes one alone"),
            "give the parameter the same name everywhere",
        );
    }
}

/// Why a path cannot be, and what would help.
fn fault_of(path: &str) -> Option<(String, String)> {
    if path == "/" {
        return None;
    }
    let Some(rest) = path.strip_prefix('/') else {
        return Some((
            "paths begin with `/`".to_owned(),
            format!("write `/{path}`"),
        ));
    };
    let parts: Vec<&str> = rest.split('/').collect();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        let name = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        let word = match name {
            Some(name) => match name.strip_suffix('+') {
                Some(_) if !is_last => {
                    let why =
                        format!("`{part}` stands for everything below, and something follows");
                    return Some((why, "put it last".to_owned()));
                }
                Some(name) => name,
                None => name,
            },
            None => part,
        };
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._-:".contains(c);
        if word.is_empty() {
            let why = "there is nothing between two slashes, or after the last one".to_owned();
            return Some((why, String::new()));
        }
        if !word.chars().all(is_allowed) {
            return Some((
                format!("AWS does not take `{part}`"),
                "take letters, digits and `._-:`, or `{name}` for a parameter as a whole part"
                    .to_owned(),
            ));
        }
    }
    None
}

/// The rules of one method.
pub(super) struct RouteCheck<'a> {
    pub api: &'a RestApi,
    pub path: &'a str,
    pub verb: &'a str,
    pub method: &'a Method,
    /// Where it stands in the spec.
    pub at: Path,
    pub findings: &'a mut Findings,
}

impl RouteCheck<'_> {
    pub(super) fn run(mut self) {
        if !VERBS.contains(&self.verb) {
            let help = suggestion(self.verb, VERBS).unwrap_or_default();
            let message = format!("`{}` is no HTTP method", self.verb);
            return self.report(&[], &message, "methods are written in capitals", &help);
        }
        self.authorization();
        self.validation();
        self.models();
        if let Some(integration) = &self.method.integration {
            self.integration(integration);
            self.mappings(integration);
            self.responses(integration);
        }
    }

    fn report(&mut self, fields: &[&str], message: &str, why: &str, help: &str) {
        let at = self.within(fields);
        self.findings.add(&at.to_string(), message, why, help);
    }

    fn warn(&mut self, fields: &[&str], message: &str, why: &str, help: &str) {
        let at = self.within(fields);
        self.findings.warn(&at.to_string(), message, why, help);
    }

    fn within(&self, fields: &[&str]) -> Path {
        let start = self.at.clone();
        fields.iter().fold(start, |at, field| at.key(field))
    }

    fn authorization(&mut self) {
        let name = self.method.authorization.as_str();
        let authorizer = self.api.authorizers.get(name);
        let is_known = ["NONE", "AWS_IAM"].contains(&name) || authorizer.is_some();
        if !is_known && !unknown::in_text(name) {
            let names = self.api.authorizers.keys().map(String::as_str);
            let names: Vec<&str> = names.chain(["AWS_IAM", "NONE"]).collect();
            let help = suggestion(name, names.iter().copied()).unwrap_or_default();
            return self.report(
                &["authorization"],
                &format!("there is no authorizer `{name}`"),
                "it is neither `NONE`, `AWS_IAM` nor one of `authorizers`",
                &help,
            );
        }
        let of_pools = authorizer
            .is_some_and(|authorizer| authorizer.r#type == AuthorizerType::CognitoUserPools);
        if !self.method.scopes.is_empty() && !of_pools {
            self.report(
                &["scopes"],
                "nobody looks at these scopes",
                "only an authorizer of the type `COGNITO_USER_POOLS` does",
                "name such an authorizer in `authorization`, or take the scopes away",
            );
        }
    }

    fn validation(&mut self) {
        let name = self.method.request_validator.as_deref();
        let validator = name.and_then(|name| self.api.request_validators.get(name));
        if let Some(name) = name
            && validator.is_none()
            && !unknown::in_text(name)
        {
            let names = self.api.request_validators.keys().map(String::as_str);
            let help = suggestion(name, names.collect::<Vec<_>>()).unwrap_or_default();
            return self.report(
                &["request_validator"],
                &format!("there is no validator `{name}`"),
                "it is none of `request_validators`",
                &help,
            );
        }
        if validator.is_some_and(|validator| validator.body)
            && self.method.request_models.is_empty()
        {
            self.report(
                &["request_validator"],
                "bodies pass unseen",
                "the validator looks at them, but the method has no model to hold them against",
                "add `request_models`, or a validator of `parameters` alone",
            );
        }
        let is_path = |name: &str| name.starts_with("method.request.path.");
        let mut required = self.method.request_parameters.iter();
        let required = required.find(|(name, required)| **required && !is_path(name));
        if let Some((name, _)) = required
            && !validator.is_some_and(|validator| validator.parameters)
        {
            self.report(
                &["request_parameters", name],
                "requests without this parameter pass",
                "the method has no validator that looks at parameters",
                "add `request_validator`, or write `false` if it is only to be handed on",
            );
        }
        for name in self.method.request_parameters.keys() {
            self.request_parameter(name);
        }
    }

    fn request_parameter(&mut self, name: &str) {
        const STARTS: [&str; 5] = [
            "header.",
            "querystring.",
            "path.",
            "multivalueheader.",
            "multivaluequerystring.",
        ];
        let rest = name.strip_prefix("method.request.").unwrap_or_default();
        let is_known = STARTS.iter().any(|start| rest.starts_with(start));
        if !is_known && !unknown::in_text(name) {
            return self.report(
                &["request_parameters", name],
                &format!("`{name}` is no parameter of a request"),
                "parameters begin with `method.request.header.`, `method.request.querystring.` or \
                 `method.request.path.`",
                &format!("write for example `method.request.header.{name}`"),
            );
        }
        if let Some(parameter) = rest.strip_prefix("path.")
            && !self.path.contains(&format!("{{{parameter}}}"))
            && !self.path.contains(&format!("{{{parameter}+}}"))
        {
            let why = format!("`{}` has no `{{{parameter}}}`", self.path);
            self.report(
                &["request_parameters", name],
                "the path has no such parameter",
                &why,
                "",
            );
        }
    }

    fn models(&mut self) {
        for (content_type, model) in &self.method.request_models {
            let at = self.at.key("request_models").key(content_type);
            unknown_model(self.api, model, &at, self.findings);
        }
        for (status, response) in &self.method.responses {
            for (content_type, model) in &response.models {
                let at = self.at.key("responses").key(status).key("models");
                unknown_model(self.api, model, &at.key(content_type), self.findings);
            }
        }
    }

    fn integration(&mut self, integration: &Integration) {
        use IntegrationType::{Aws, AwsProxy, Http, HttpProxy, Mock};
        let kind = integration.kind();
        let is_http = matches!(kind, Some(Http | HttpProxy));
        let has_function = integration.function.is_some();
        let method = integration.http_method.as_deref();
        let uri = integration
            .uri
            .as_deref()
            .filter(|uri| !unknown::in_text(uri));
        let starts = |starts: &[&str]| {
            uri.is_none_or(|uri| starts.iter().any(|start| uri.starts_with(start)))
        };
        let needs_uri = !has_function && matches!(kind, Some(Aws | AwsProxy | Http | HttpProxy));
        let faults: [(bool, &str, &str, &str, &str); 11] = [
            (
                kind.is_none(),
                "type",
                "nothing answers the method",
                "there is neither a `function` nor a `type`",
                "add `function`, or a `type` with what belongs to it",
            ),
            (
                has_function && integration.uri.is_some(),
                "uri",
                "there are a function and a URI",
                "the URI follows from the function",
                "keep one of the two",
            ),
            (
                has_function && !matches!(kind, Some(Aws | AwsProxy)),
                "type",
                "a function is a service of AWS",
                "its type is `AWS_PROXY`, or `AWS` with templates",
                "take `type` away",
            ),
            (
                has_function && method.is_some_and(|method| method != "POST"),
                "http_method",
                "functions are called by `POST`",
                "whatever the method of the request is, AWS takes no other here",
                "take `http_method` away",
            ),
            (
                needs_uri && integration.uri.is_none(),
                "uri",
                "the integration has no address",
                "its type calls something else",
                "add `uri`",
            ),
            (
                needs_uri && method.is_none(),
                "http_method",
                "it does not say by which HTTP method to call",
                "AWS does not take over the one of the request by itself",
                "add `http_method`",
            ),
            (
                kind == Some(Mock) && (integration.uri.is_some() || method.is_some()),
                "type",
                "`MOCK` calls nobody",
                "there is a `uri` or an `http_method`",
                "take them away",
            ),
            (
                is_http && !starts(&["http://", "https://", "$"]),
                "uri",
                "this is no web address",
                "the type is that of a web server",
                "write `https://…`, or change the type",
            ),
            (
                needs_uri && !is_http && !starts(&["arn:"]),
                "uri",
                "this is no address of a service",
                "services of AWS are called by an ARN",
                "write `arn:aws:apigateway:<region>:<service>:path/…`, or `function`",
            ),
            (
                integration.vpc_link.is_some() && !is_http,
                "vpc_link",
                "VPC links lead to web servers alone",
                "the type is another one",
                "write `type: HTTP_PROXY` or `type: HTTP`, or take it away",
            ),
            (
                integration.is_streamed() && !integration.is_proxy(),
                "response_transfer_mode",
                "only the answers of proxies can be streamed",
                "this integration's go through templates",
                "take it away, or write `type: AWS_PROXY` or `HTTP_PROXY`",
            ),
        ];
        for (_, field, message, why, help) in faults.iter().filter(|fault| fault.0) {
            self.report(&["integration", field], message, why, help);
        }
        self.timeout(integration);
    }

    fn timeout(&mut self, integration: &Integration) {
        let timeout = integration.timeout_milliseconds.unwrap_or(DEFAULT_TIMEOUT);
        if timeout <= DEFAULT_TIMEOUT || integration.is_streamed() {
            return;
        }
        let at = ["integration", "timeout_milliseconds"];
        let message = "API Gateway does not wait that long";
        match self.api.endpoint_type {
            EndpointType::Edge => self.report(
                &at,
                message,
                "29,000 ms are the most at edges",
                "lower it, or write `endpoint_type: REGIONAL` and have the quota raised",
            ),
            EndpointType::Regional | EndpointType::Private => self.warn(
                &at,
                message,
                "29,000 ms are the most until the account's quota is raised",
                "have it raised, or lower this",
            ),
        }
    }

    /// What the integration takes from the request must be declared.
    fn mappings(&mut self, integration: &Integration) {
        const PARTS: [&str; 5] = [
            "method.request.header.",
            "method.request.querystring.",
            "method.request.path.",
            "method.request.multivalueheader.",
            "method.request.multivaluequerystring.",
        ];
        let starts = ["'", "method.request.", "context.", "stageVariables."];
        let at = self.at.key("integration").key("request_parameters");
        check_sources(&integration.request_parameters, &starts, &at, self.findings);
        let mapped = integration.request_parameters.iter();
        let mapped = mapped.map(|(name, source)| (["request_parameters", name.as_str()], source));
        let keys = integration.cache_key_parameters.iter();
        let keys = keys.map(|name| (["cache_key_parameters", ""], name));
        let declared = &self.method.request_parameters;
        let undeclared: Vec<_> = mapped
            .chain(keys)
            .filter(|(_, source)| PARTS.iter().any(|part| source.starts_with(part)))
            .filter(|(_, source)| !declared.contains_key(*source))
            .collect();
        for ([list, name], source) in undeclared {
            let mut fields = vec!["integration", list];
            fields.extend((!name.is_empty()).then_some(name));
            self.report(
                &fields,
                &format!("`{source}` is not declared"),
                "AWS takes parameters of the request that the method names alone",
                &format!("add `{source}: false` to the method's `request_parameters`"),
            );
        }
    }

    fn responses(&mut self, integration: &Integration) {
        let responses = &self.method.responses;
        if integration.is_proxy() {
            if !responses.is_empty() {
                self.report(
                    &["responses"],
                    "these responses say nothing",
                    "a proxy's answer goes out as it is, whatever its status",
                    "take them away, or use an integration of the type `AWS` or `HTTP`",
                );
            }
            let has_templates = !integration.request_templates.is_empty();
            if has_templates {
                self.warn(
                    &["integration", "request_templates"],
                    "these templates say nothing",
                    "a proxy gets the request as it is",
                    "take them away, or use an integration of the type `AWS` or `HTTP`",
                );
            }
            return;
        }
        if responses.is_empty() && integration.kind().is_some() {
            self.report(
                &["responses"],
                "the method has no answer",
                "API Gateway answers every request with an error (500) then",
                "add one, such as `responses: { \"200\": {} }`",
            );
        }
        let starts = ["'", "integration.response.", "context.", "stageVariables."];
        let mut general: Option<&str> = None;
        for (status, response) in responses {
            let number = status.parse::<u16>().ok().filter(|_| status.len() == 3);
            if !number.is_some_and(|number| (100..600).contains(&number)) {
                self.report(
                    &["responses", status],
                    &format!("`{status}` is no status code"),
                    "they have three digits",
                    "",
                );
            }
            if response.selection_pattern.is_none() {
                if let Some(other) = general {
                    self.warn(
                        &["responses", status],
                        "two responses are for everything",
                        &format!("neither this nor `{other}` has a `selection_pattern`"),
                        "say of one when it is meant",
                    );
                }
                general = Some(status);
            }
            let at = self.at.key("responses").key(status).key("headers");
            check_sources(&response.headers, &starts, &at, self.findings);
        }
    }
}
