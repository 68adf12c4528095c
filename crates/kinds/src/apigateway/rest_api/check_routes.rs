//! Rules of paths, methods and what answers them (API reference of CreateResource and PutMethod).

use super::authorizer::AuthorizerType;
use super::check_references::{Names, unknown_model};
use super::routes::Method;
use super::spec::RestApi;
use crate::apigateway::support::METHODS;
use crate::fields::is_made_of;
use crate::prelude::*;
use language::diagnostic::{listed, suggestion};

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
        let listed = listed(names.iter().copied());
        let below = |path: &&String| {
            let mut names = names.iter().skip(1);
            names.any(|name| path.starts_with(&format!("{above}/{name}")))
        };
        let path = api.routes.keys().find(below).map_or("/", String::as_str);
        findings.add(
            &Path::field("routes").key(path).to_string(),
            "one place of a path has two parameters",
            &format!("below `{above}/` there are {listed}, and AWS accepts one alone"),
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
    let mut parts = rest.split('/').peekable();
    while let Some(part) = parts.next() {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let greedy = name.and_then(|name| name.strip_suffix('+'));
        let (why, help) = match greedy.or(name).unwrap_or(part) {
            _ if greedy.is_some() && parts.peek().is_some() => (
                format!("`{part}` stands for everything below, and something follows"),
                "put it last",
            ),
            "" => ("there is nothing between two slashes, or after the last one".to_owned(), ""),
            word if !is_made_of(word, .., "._-:") => (
                format!("AWS does not take `{part}`"),
                "take letters, digits and `._-:`, or `{name}` for a parameter as a whole part",
            ),
            _ => continue,
        };
        return Some((why, help.to_owned()));
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
    pub names: Names,
    pub path: &'a str,
    pub verb: &'a str,
    pub method: &'a Method,
    /// Where it stands in the spec.
    pub at: Path,
    pub findings: &'a mut Findings,
}

impl RouteCheck<'_> {
    pub(super) fn run(mut self) {
        let is_verb = METHODS.contains(&self.verb);
        rules! { self.findings, self.at;
            Error if !is_verb =>
                format!("`{}` is not an HTTP method", self.verb),
                "methods are written in capitals",
                suggestion(self.verb, METHODS).unwrap_or_default();
        }
        if !is_verb {
            return;
        }
        self.authorization();
        self.preflight();
        self.validation();
        self.models();
        rules! { self.findings, self.at;
            Warning if self.method.integration.is_none() =>
                "nothing answers the method",
                "it has no `integration`, and AWS deploys no API with such a method",
                "add `integration`, such as `{ function: ${lambda.function.<name>.arn} }`";
        }
        if let Some(integration) = &self.method.integration {
            self.integration(integration);
            self.mappings(integration);
            self.responses(integration);
        }
    }

    fn authorization(&mut self) {
        let name = self.method.authorization.as_str();
        let authorizer = self.api.authorizers.get(name);
        let is_known = ["NONE", "AWS_IAM"].contains(&name) || authorizer.is_some();
        let is_elsewhere = authorizer.is_none() && self.names.may_be_id(name);
        let is_wrong = !is_known && !is_elsewhere && !unknown::in_text(name);
        let of_pools = authorizer.is_some_and(|it| it.r#type == AuthorizerType::CognitoUserPools);
        let of_pools = of_pools || is_elsewhere;
        let names = self.api.authorizers.keys().map(String::as_str);
        let names: Vec<&str> = names.chain(["AWS_IAM", "NONE"]).collect();
        rules! { self.findings, self.at;
            Error "authorization" if is_wrong =>
                format!("there is no authorizer `{name}`"),
                "it is neither `NONE`, `AWS_IAM` nor one of `authorizers`",
                suggestion(name, names).unwrap_or_default();
            Warning "scopes" if !is_wrong && !of_pools && !self.method.scopes.is_empty() =>
                "nobody looks at these scopes",
                "only an authorizer of the type `COGNITO_USER_POOLS` does",
                "name such an authorizer in `authorization`, or remove the scopes";
        }
    }

    /// `ANY` answers browsers' preflights as well, and these carry no credentials.
    fn preflight(&mut self) {
        let has_own = |methods: &BTreeMap<String, Method>| methods.contains_key("OPTIONS");
        let is_refused = self.verb == "ANY"
            && self.method.authorization != "NONE"
            && self.api.cors.is_none()
            && !self.api.routes.get(self.path).is_some_and(has_own);
        rules! { self.findings, self.at;
            // Others that have one tell that pages call the API.
            Warning if is_refused && self.api.routes.values().any(has_own) =>
                "pages cannot call this path",
                "`ANY` takes the preflight of a browser as well, and refuses it, as it carries no credentials",
                "write `cors` for the API as a whole, or add an open `OPTIONS` to this path";
        }
    }

    fn validation(&mut self) {
        let name = self.method.request_validator.as_deref().unwrap_or_default();
        let validator = self.api.request_validators.get(name);
        let is_named = self.method.request_validator.is_some();
        if self.names.may_be_id(name) && validator.is_none() {
            return self.request_parameters();
        }
        if is_named && validator.is_none() && !unknown::in_text(name) {
            let names = self.api.request_validators.keys().map(String::as_str);
            return self.findings.add(
                &self.at.key("request_validator").to_string(),
                &format!("there is no validator `{name}`"),
                "it is none of `request_validators`",
                &suggestion(name, names).unwrap_or_default(),
            );
        }
        let validator = validator.filter(|_| is_named);
        let looks_at_bodies = validator.is_some_and(|validator| validator.body);
        let looks_at_parameters = validator.is_some_and(|validator| validator.parameters);
        let parameters = &self.method.request_parameters;
        let is_path = |name: &str| name.starts_with("method.request.path.");
        let required = parameters.iter().find(|(name, required)| **required && !is_path(name));
        rules! { self.findings, self.at;
            Warning "request_validator" if looks_at_bodies && self.method.request_models.is_empty() =>
                "bodies pass unseen",
                "the validator looks at them, but the method has no model to hold them against",
                "add `request_models`, or a validator of `parameters` alone";
        }
        if let Some((name, _)) = required {
            rules! { self.findings, self.at;
                Warning "request_parameters" / name if !looks_at_parameters =>
                    "requests without this parameter pass",
                    "the method has no validator that looks at parameters",
                    "add `request_validator`, or write `false` if it is only to be handed on";
            }
        }
        self.request_parameters();
    }

    fn request_parameters(&mut self) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for name in self.method.request_parameters.keys() {
            let at = self.at.key("request_parameters").key(name);
            self.request_parameter(name, &at);
            let own = own_name(name).unwrap_or(name);
            if let Some(other) = seen.insert(own, name) {
                self.findings.add(
                    &at.to_string(),
                    &format!("two parameters are called `{own}`"),
                    &format!("`{other}` is as well, and AWS tells them apart by this name alone"),
                    "call one of the two otherwise",
                );
            }
        }
    }

    fn request_parameter(&mut self, name: &str, at: &Path) {
        let (path, own) = (self.path, own_name(name));
        let in_path = name.strip_prefix("method.request.path.").filter(|own| {
            !path.contains(&format!("{{{own}}}")) && !path.contains(&format!("{{{own}+}}"))
        });
        rules! { self.findings, at;
            Error if own.is_none() =>
                format!("`{name}` is not a parameter of a request"),
                "parameters begin with `method.request.header.`, `method.request.querystring.` or \
                 `method.request.path.`",
                format!("write for example `method.request.header.{name}`");
            Warning if in_path.is_some() =>
                "the path has no such parameter",
                format!("`{path}` has no `{{{}}}`", in_path.unwrap_or_default()),
                "";
        }
    }

    fn models(&mut self) {
        for (content_type, model) in &self.method.request_models {
            let at = self.at.key("request_models").key(content_type);
            unknown_model(self.api, self.names, model, &at, self.findings);
        }
        for (status, response) in &self.method.responses {
            for (content_type, model) in &response.models {
                let at = self.at.key("responses").key(status).key("models");
                unknown_model(self.api, self.names, model, &at.key(content_type), self.findings);
            }
        }
    }
}
