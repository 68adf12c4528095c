//! Rules of paths, methods and what answers them (API reference of CreateResource and PutMethod).

use std::collections::{BTreeMap, BTreeSet};

use super::authorizer::AuthorizerType;
use super::check_references::unknown_model;
use super::routes::Method;
use super::spec::RestApi;
use crate::apigateway::support::METHODS;
use kind::Findings;
use language::diagnostic::suggestion;
use language::value::{Path, unknown};

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
        let listed = language::diagnostic::listed(names.iter().copied());
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
        return Some(("paths begin with `/`".to_owned(), format!("write `/{path}`")));
    };
    let parts: Vec<&str> = rest.split('/').collect();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
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

/// The name by which a caller knows a parameter of a request, such as `page` of
/// `method.request.querystring.page`.
fn own_name(parameter: &str) -> Option<&str> {
    const STARTS: [&str; 5] =
        ["header.", "querystring.", "path.", "multivalueheader.", "multivaluequerystring."];
    let rest = parameter.strip_prefix("method.request.")?;
    STARTS.iter().find_map(|start| rest.strip_prefix(start))
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
        if !METHODS.contains(&self.verb) {
            let help = suggestion(self.verb, METHODS).unwrap_or_default();
            let message = format!("`{}` is no HTTP method", self.verb);
            return self.report(&[], &message, "methods are written in capitals", &help);
        }
        self.authorization();
        self.preflight();
        self.validation();
        self.models();
        let Some(integration) = &self.method.integration else {
            return self.warn(
                &[],
                "nothing answers the method",
                "it has no `integration`, and AWS deploys no API with such a method",
                "add `integration`, such as `{ function: ${lambda.function.<name>.arn} }`",
            );
        };
        self.integration(integration);
        self.mappings(integration);
        self.responses(integration);
    }

    pub(super) fn report(&mut self, fields: &[&str], message: &str, why: &str, help: &str) {
        let at = self.within(fields);
        self.findings.add(&at.to_string(), message, why, help);
    }

    pub(super) fn warn(&mut self, fields: &[&str], message: &str, why: &str, help: &str) {
        let at = self.within(fields);
        self.findings.warn(&at.to_string(), message, why, help);
    }

    pub(super) fn within(&self, fields: &[&str]) -> Path {
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
            self.warn(
                &["scopes"],
                "nobody looks at these scopes",
                "only an authorizer of the type `COGNITO_USER_POOLS` does",
                "name such an authorizer in `authorization`, or take the scopes away",
            );
        }
    }

    /// `ANY` answers browsers' preflights as well, and these carry no credentials.
    fn preflight(&mut self) {
        let has_own = |methods: &BTreeMap<String, Method>| methods.contains_key("OPTIONS");
        let is_refused = self.verb == "ANY"
            && self.method.authorization != "NONE"
            && self.api.cors.is_none()
            && !self.api.routes.get(self.path).is_some_and(has_own);
        // Others that have one tell that pages call the API.
        if is_refused && self.api.routes.values().any(has_own) {
            self.warn(
                &[],
                "pages cannot call this path",
                "`ANY` takes the preflight of a browser as well, and refuses it, as it carries no \
                 credentials",
                "write `cors` for the API as a whole, or add an open `OPTIONS` to this path",
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
            self.warn(
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
            self.warn(
                &["request_parameters", name],
                "requests without this parameter pass",
                "the method has no validator that looks at parameters",
                "add `request_validator`, or write `false` if it is only to be handed on",
            );
        }
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for name in self.method.request_parameters.keys() {
            self.request_parameter(name);
            let own = own_name(name).unwrap_or(name);
            if let Some(other) = seen.insert(own, name) {
                self.report(
                    &["request_parameters", name],
                    &format!("two parameters are called `{own}`"),
                    &format!("`{other}` is as well, and AWS tells them apart by this name alone"),
                    "call one of the two otherwise",
                );
            }
        }
    }

    fn request_parameter(&mut self, name: &str) {
        let rest = name.strip_prefix("method.request.").unwrap_or_default();
        if own_name(name).is_none() {
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
            self.warn(&["request_parameters", name], "the path has no such parameter", &why, "");
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
}
