//! What the API serves: methods by path, each with what answers it.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::integration::Integration;
use crate::fields::{is_default, present};
use kind::Result;
use language::schema::known_words;

/// Methods by path and HTTP method.
pub type Routes = BTreeMap<String, BTreeMap<String, Method>>;

/// The form of the keys of [`Routes`], for the schema.
pub(super) fn paths() -> serde_json::Value {
    serde_json::json!({
        "title": "path",
        "description": "write a path, such as `/users/{id}`, and below it its methods: `/users: { GET: { \u{2026} } }`",
        "pattern": "^/",
    })
}

/// A method of a path: who may call it, what a request must have, and what answers it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Who may call: `NONE` for everybody, `AWS_IAM` for signed requests, or the name of one of
    /// `authorizers`. It must be written, so that no route is open by accident.
    #[schemars(length(min = 1))]
    #[schemars(extend("x-grants" = true))]
    pub authorization: String,
    /// The scopes of which an access token must have one. Only with an authorizer of the type
    /// `COGNITO_USER_POOLS`. Absent: identity tokens are taken.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-grants" = true))]
    pub scopes: BTreeSet<String>,
    /// Whether a request must have an API key of a usage plan.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-grants" = true))]
    pub api_key_required: bool,
    /// A name for the operation, which generated SDKs use.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub operation_name: Option<String>,
    /// The one of `request_validators` that looks at requests. Absent: nobody does.
    #[serde(default)]
    pub request_validator: Option<String>,
    /// Names of models by content type: what a request's body must be like.
    #[serde(default, skip_serializing_if = "is_default")]
    pub request_models: BTreeMap<String, String>,
    /// Headers (`method.request.header.<name>`), query parameters (`method.request.querystring.<name>`)
    /// and path parameters (`method.request.path.<name>`) that integrations and caches may use, and
    /// whether a request must have them. A validator of `parameters` sees to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub request_parameters: BTreeMap<String, bool>,
    /// What answers the method.
    #[serde(default)]
    pub integration: Option<Integration>,
    /// The answers by status code, for integrations that are no proxies. A proxy's answer goes out as it
    /// is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub responses: BTreeMap<String, Response>,
}

/// An answer: which answers of the integration become it, and how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Response {
    /// Headers by name, and where their values come from: `'text'` in single quotes,
    /// `integration.response.header.<name>`, `integration.response.body.<JSON path>`,
    /// `context.<variable>` or `stageVariables.<name>`. Empty: a template sets it
    /// (`$context.responseOverride.header`).
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-grants" = true))]
    pub headers: BTreeMap<String, String>,
    /// Names of models by content type. They document the body; nobody checks it.
    #[serde(skip_serializing_if = "is_default")]
    pub models: BTreeMap<String, String>,
    /// The regular expression that a status code (of HTTP) or an error's text (of a function) must match
    /// as a whole to become this answer. Absent: this is the answer for all that matches no other.
    #[schemars(length(min = 1))]
    pub selection_pattern: Option<String>,
    /// VTL templates by content type, which make the body out of the integration's. Absent: it goes
    /// through as it is.
    #[serde(skip_serializing_if = "is_default")]
    pub templates: BTreeMap<String, String>,
    /// `CONVERT_TO_BINARY` decodes the body from base64, `CONVERT_TO_TEXT` encodes it. Absent: neither.
    #[schemars(extend("anyOf" = known_words(&["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"])))]
    pub content_handling: Option<String>,
    /// The one half that is live, where a method has a response and its integration none, or the other
    /// way round. Nobody can ask for that.
    #[schemars(skip)]
    pub only: Option<Half>,
}

/// The halves of a response in API Gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    Method,
    Integration,
}

pub(super) const HEADER: &str = "method.response.header.";

impl Method {
    /// The method as it is; `authorizers` and `validators` have the names by id.
    pub(super) fn of(
        live: &sdk::Method,
        resource_id: &str,
        authorizers: &BTreeMap<String, String>,
        validators: &BTreeMap<String, String>,
    ) -> Result<Self> {
        let named = |names: &BTreeMap<String, String>, id: &str| {
            let name = names.get(id).cloned();
            name.unwrap_or_else(|| format!("{id} (deleted)"))
        };
        let authorization = match (live.authorization_type(), live.authorizer_id()) {
            (Some("COGNITO_USER_POOLS" | "CUSTOM"), Some(id)) => named(authorizers, id),
            (kind, _) => kind.unwrap_or("NONE").to_owned(),
        };
        let integration = live.method_integration();
        Ok(Self {
            authorization,
            scopes: live.authorization_scopes().iter().cloned().collect(),
            api_key_required: live.api_key_required().unwrap_or(false),
            operation_name: present(live.operation_name()),
            request_validator: live.request_validator_id().map(|id| named(validators, id)),
            request_models: sorted(live.request_models()),
            request_parameters: live
                .request_parameters()
                .map(|parameters| parameters.clone().into_iter().collect())
                .unwrap_or_default(),
            integration: integration.map(|live| Integration::of(live, resource_id)).transpose()?,
            responses: responses(live, integration),
        })
    }

    /// Everything but what belongs to the integration.
    pub(super) fn without_integration(&self) -> Self {
        let responses = self.responses.iter();
        Self {
            integration: None,
            responses: responses
                .filter(|(_, response)| response.only != Some(Half::Integration))
                .map(|(status, response)| (status.clone(), response.of_the_method()))
                .collect(),
            ..self.clone()
        }
    }
}

fn responses(
    method: &sdk::Method,
    integration: Option<&sdk::Integration>,
) -> BTreeMap<String, Response> {
    let mut responses = BTreeMap::<String, Response>::new();
    for (status, live) in method.method_responses().into_iter().flatten() {
        // Whether a header is "required" changes nothing that API Gateway does.
        let headers = live.response_parameters().into_iter().flatten();
        responses.insert(
            status.clone(),
            Response {
                headers: headers.map(|(name, _)| (short(name).to_owned(), String::new())).collect(),
                models: sorted(live.response_models()),
                only: Some(Half::Method),
                ..Response::default()
            },
        );
    }
    let answers = integration.and_then(|live| live.integration_responses());
    for (status, live) in answers.into_iter().flatten() {
        let is_declared = responses.contains_key(status);
        let response = responses.entry(status.clone()).or_default();
        let sources = live.response_parameters().into_iter().flatten();
        response
            .headers
            .extend(sources.map(|(name, source)| (short(name).to_owned(), source.clone())));
        response.selection_pattern = present(live.selection_pattern());
        response.templates = sorted(live.response_templates());
        response.content_handling = live.content_handling().map(|how| how.as_str().to_owned());
        response.only = (!is_declared).then_some(Half::Integration);
    }
    responses
}

fn short(parameter: &str) -> &str {
    parameter.strip_prefix(HEADER).unwrap_or(parameter)
}

impl Response {
    /// What of it the method declares.
    fn of_the_method(&self) -> Self {
        let names = self.headers.keys();
        Self {
            headers: names.map(|name| (name.clone(), String::new())).collect(),
            models: self.models.clone(),
            ..Self::default()
        }
    }

    /// The headers as the method declares them.
    pub(super) fn declared_headers(&self) -> impl Iterator<Item = String> {
        self.headers.keys().map(|name| format!("{HEADER}{name}"))
    }

    /// The headers as the integration fills them.
    pub(super) fn filled_headers(&self) -> impl Iterator<Item = (String, String)> {
        let filled = self.headers.iter().filter(|(_, source)| !source.is_empty());
        filled.map(|(name, source)| (format!("{HEADER}{name}"), source.clone()))
    }
}

/// A map of AWS's in the order of its keys.
pub(super) fn sorted(
    map: Option<&std::collections::HashMap<String, String>>,
) -> BTreeMap<String, String> {
    map.map(|map| map.clone().into_iter().collect()).unwrap_or_default()
}
