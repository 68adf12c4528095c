//! What AWS would refuse in an HTTP or a WebSocket API (API reference of API Gateway version 2; developer guide, "Quotas
//! for configuring and running an HTTP API" and "… a WebSocket API"), and what nobody can have meant.

use super::authorizer::Authorizer;
use super::integration::{Integration, IntegrationType};
use super::route::{IAM, NONE, Route};
use super::spec::Api;
use super::stage::Stage;
use crate::fields::is_made_of;
use crate::prelude::*;
use language::diagnostic::suggestion;

/// Quotas that AWS raises on demand.
const QUOTAS: [(&str, usize); 3] = [("authorizers", 10), ("routes", 300), ("stages", 10)];

/// The methods that route keys of HTTP APIs begin with.
const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

pub(super) fn check(api: &Api, findings: &mut Findings) {
    let is_http = api.is_http();
    let has_selection = api.route_selection_expression.is_some();
    let of_sockets = [
        ("models", !api.models.is_empty()),
        ("disable_schema_validation", api.disable_schema_validation),
        ("route_selection_expression", has_selection),
        ("api_key_selection_expression", api.api_key_selection_expression.is_some()),
    ];
    for (field, is_written) in of_sockets {
        rules! { findings, Path::field(field);
            Error if is_http && is_written =>
                format!("`{field}` is for WebSocket APIs"),
                "this is an HTTP API, which goes by method and path",
                "remove it, or write `protocol: WEBSOCKET`";
        }
    }
    let everybody = api
        .cors
        .as_ref()
        .is_some_and(|cors| cors.allow_credentials && cors.allow_origins.contains("*"));
    rules! { findings;
        Error "cors" if !is_http && api.cors.is_some() =>
            "only an HTTP API has CORS",
            "browsers open WebSockets to other sites without asking",
            "remove `cors`";
        Error "cors" if everybody =>
            "credentials and every site exclude each other",
            "browsers refuse both together, and so does AWS",
            "name the sites in `allow_origins`";
        Error "route_selection_expression" if !is_http && !has_selection =>
            "missing field `route_selection_expression`",
            "AWS must know where in a message its route stands",
            "add for example `route_selection_expression: $request.body.action`";
    }
    let counts = [api.authorizers.len(), api.routes.len(), api.stages.len()];
    for ((field, most), count) in QUOTAS.into_iter().zip(counts) {
        rules! { findings, Path::field(field);
            Warning if count > most =>
                format!("these are more than most accounts may have of `{field}`"),
                format!("there are {count}, and AWS allows {most} until it is asked for more"),
                "";
        }
    }
    for (name, authorizer) in &api.authorizers {
        authorizer.check(is_http, &Path::field("authorizers").key(name), findings);
    }
    for (key, route) in &api.routes {
        route.check(key, api, &Path::field("routes").key(key), findings);
    }
    for (name, stage) in &api.stages {
        stage.check(name, api, &Path::field("stages").key(name), findings);
    }
}

impl Authorizer {
    fn check(&self, is_http: bool, at: &Path, findings: &mut Findings) {
        let is_jwt = self.issuer.is_some();
        let is_old = self.payload_format.as_deref() == Some("1.0");
        let caches = self.result_ttl_seconds > 0;
        rules! { findings, at;
            Error if is_jwt == self.function.is_some() =>
                "an authorizer has either `issuer` or `function`",
                "it takes tokens of somebody, or asks a function",
                "write one of the two";
            Error "issuer" if is_jwt && !is_http =>
                "a WebSocket API takes no tokens by itself",
                "AWS knows functions alone there",
                "name a function that looks at the token";
            Error "identity_sources" if is_jwt && self.identity_sources.len() != 1 =>
                "a token stands in one place",
                "AWS must know which",
                "write `identity_sources: [$request.header.Authorization]`";
            Error "audience" if is_jwt && self.audience.is_empty() =>
                "missing field `audience`",
                "AWS accepts no token without knowing whom it must be for",
                "add `audience`, such as the id of the app";
            Error "result_ttl_seconds" if caches && (!is_http || is_jwt) =>
                "only functions of HTTP APIs are remembered",
                "tokens are looked at each time, and connections are opened once",
                "remove it";
            Error "identity_sources" if caches && is_http && self.identity_sources.is_empty() =>
                "there is nothing by which a decision could be remembered",
                "AWS remembers decisions by the identity",
                "add `identity_sources`, or remove `result_ttl_seconds`";
            Error "simple_responses" if self.simple_responses && (!is_http || is_jwt || is_old) =>
                "simple answers are for functions of HTTP APIs with the format 2.0",
                "others answer with a policy",
                "remove it";
        }
    }
}

impl Route {
    fn check(&self, key: &str, api: &Api, at: &Path, findings: &mut Findings) {
        let is_http = api.is_http();
        let parts = key.split_once(' ');
        let is_path =
            parts.is_some_and(|(method, path)| METHODS.contains(&method) && path.starts_with('/'));
        let guard = api.authorizers.get(&self.authorization);
        let names: Vec<&str> =
            api.authorizers.keys().map(String::as_str).chain([NONE, IAM]).collect();
        let is_named = names.contains(&self.authorization.as_str());
        let is_connect = key == "$connect";
        let is_token = guard.is_some_and(Authorizer::is_jwt);
        rules! { findings, at;
            Error if is_http && key != "$default" && !is_path =>
                format!("`{key}` is not a route of an HTTP API"),
                "AWS accepts a method and a path, or `$default`",
                "write for example `GET /things/{id}`";
            Error if self.function.is_some() && self.integration.is_some() =>
                "a route has one of `function` and `integration`",
                "one of them answers",
                "name the function in `integration`";
            Warning if is_http && self.function.is_none() && self.integration.is_none() =>
                "nothing answers the route",
                "callers get an error (500)",
                "add `function` or `integration`";
            Error "authorization" if !is_named && !unknown::in_text(&self.authorization) =>
                format!("there is no authorizer `{}`", self.authorization),
                "it is none of `authorizers`, and neither `NONE` nor `AWS_IAM`",
                suggestion(&self.authorization, names.iter().copied()).unwrap_or_default();
            Error "authorization" if !is_http && !is_connect && self.authorization != NONE =>
                "who may call is decided when a connection is opened",
                "AWS accepts an authorization on `$connect` alone",
                "move it to the route `$connect`";
            Error "scopes" if !self.scopes.is_empty() && !is_token =>
                "scopes are those of a token",
                "the route has no issuer of tokens as authorizer",
                "remove `scopes`";
            Error "api_key_required" if is_http && self.api_key_required =>
                "HTTP APIs know no API keys",
                "AWS has them for REST and WebSocket APIs",
                "remove it";
            Error "responds" if is_http && self.responds =>
                "only routes of WebSocket APIs are told whether to respond",
                "each request to an HTTP API has its answer",
                "remove it";
        }
        for (expression, name) in &self.request_models {
            rules! { findings, at;
                Error "request_models" / expression if !api.models.contains_key(name) && !unknown::in_text(name) =>
                    format!("there is no model `{name}`"),
                    "it is none of `models`",
                    suggestion(name, api.models.keys().map(String::as_str)).unwrap_or_default();
            }
        }
        if let Some(integration) = &self.integration {
            integration.check(is_http, &at.key("integration"), findings);
        }
    }
}

impl Integration {
    fn check(&self, is_http: bool, at: &Path, findings: &mut Findings) {
        use IntegrationType::{Aws, AwsProxy, Http, HttpProxy, Mock};
        let kind = self.kind();
        let is_proxy = matches!(kind, Some(AwsProxy | HttpProxy));
        let is_server = matches!(kind, Some(Http | HttpProxy));
        let most = Self::most_milliseconds(is_http);
        let is_long = self.timeout_milliseconds.is_some_and(|timeout| timeout > most);
        rules! { findings, at;
            Error if kind.is_none() =>
                "missing field `type`",
                "AWS must know what answers",
                "add `type: HTTP_PROXY` with `uri`, or name a `function`";
            Error "type" if is_http && matches!(kind, Some(Aws | Http | Mock)) =>
                "an HTTP API passes requests on as they are",
                "AWS accepts `HTTP_PROXY` and `AWS_PROXY` there",
                "use one of the two";
            Error "uri" if is_server && self.uri.is_none() =>
                "missing field `uri`",
                "AWS must know which server answers",
                "add `uri`";
            Error "method" if is_server && self.method.is_none() =>
                "missing field `method`",
                "AWS must know by which HTTP method it calls the server",
                "add `method: ANY`, for that of the caller";
            Error "subtype" if self.subtype.is_some() && self.credentials.is_none() =>
                "missing field `credentials`",
                "AWS calls a service as a role",
                "add `credentials` with the ARN of a role that may do it";
            Error "timeout_milliseconds" if is_long =>
                "the timeout is too long",
                format!("AWS accepts {most} milliseconds"),
                format!("lower it to {most}");
            Error "server_name" if self.server_name.is_some() && self.vpc_link.is_none() =>
                "only a server behind a VPC link has such a name",
                "the certificate of any other must be for the host of `uri`",
                "remove it";
            Error "responses" if !self.responses.is_empty() && (is_http || is_proxy) =>
                "a proxy passes answers on as they are",
                "only `AWS`, `HTTP` and `MOCK` of a WebSocket API change them",
                "remove `responses`";
        }
    }
}

impl Stage {
    fn check(&self, name: &str, api: &Api, at: &Path, findings: &mut Findings) {
        let is_http = api.is_http();
        let is_name = is_made_of(name, 1..=128, "_-") || (is_http && name == "$default");
        rules! { findings, at;
            Error if !is_name =>
                format!("`{name}` cannot be the name of a stage"),
                "AWS accepts 1–128 letters, digits, `_` and `-`, and `$default` of an HTTP API",
                "rename it";
        }
        if let Some(log) = &self.access_log {
            let format = log.format.as_str();
            let ids = ["$context.requestId", "$context.extendedRequestId"];
            let has_id = unknown::in_text(format) || ids.iter().any(|id| format.contains(id));
            rules! { findings, at.key("access_log");
                Error "format" if !has_id =>
                    "a line does not say which request it is about",
                    "AWS requires `$context.requestId` or `$context.extendedRequestId` in it",
                    "add one of the two";
            }
        }
        let own = self.routes.iter().map(|(key, settings)| (at.key("routes").key(key), settings));
        let all = own.chain([(at.key("default_route"), &self.default_route)]);
        for (at, settings) in all {
            rules! { findings, at;
                Error "logging_level" if is_http && settings.logging_level.is_some() =>
                    "an HTTP API has access logs alone",
                    "AWS logs what it does for WebSocket APIs",
                    "use `access_log`";
                Error "data_trace" if is_http && settings.data_trace =>
                    "an HTTP API has access logs alone",
                    "AWS logs messages of WebSocket APIs",
                    "remove it";
            }
        }
        for key in self.routes.keys().filter(|key| !api.routes.contains_key(*key)) {
            rules! { findings, at;
                Error "routes" / key if true =>
                    format!("there is no route `{key}`"),
                    "AWS accepts settings of routes that exist",
                    suggestion(key, api.routes.keys().map(String::as_str)).unwrap_or_default();
            }
        }
    }
}
