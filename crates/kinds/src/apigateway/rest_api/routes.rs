//! What the API serves: methods by path, each with what answers it.

use aws_sdk_apigateway::operation::put_integration_response::builders::PutIntegrationResponseFluentBuilder;
use aws_sdk_apigateway::operation::put_method::builders::PutMethodFluentBuilder;
use aws_sdk_apigateway::types as sdk;
use serde::{Deserialize, Serialize};

use super::integration::{CONVERSIONS, Integration};
use crate::forms::Word;
use crate::prelude::*;

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
#[spec(sdk::Method, request = PutMethodFluentBuilder)]
#[derive(Default)]
pub struct Method {
    /// Who may call: `NONE` for everybody, `AWS_IAM` for signed requests, or the name of one of
    /// `authorizers`. It must be written, so that no route is open by accident.
    #[field(required, length = 1.., grants, not_in_answer, not_in_request)]
    pub authorization: String,
    /// The scopes of which an access token must have one. Only with an authorizer of the type
    /// `COGNITO_USER_POOLS`. Absent: identity tokens are taken.
    #[field(omit_default, grants, aws = authorization_scopes)]
    pub scopes: BTreeSet<String>,
    /// Whether a request must have an API key of a usage plan.
    #[field(omit_default, grants)]
    pub api_key_required: bool,
    /// A name for the operation, which generated SDKs use.
    #[field(length = 1..)]
    pub operation_name: Option<String>,
    /// The one of `request_validators` that looks at requests. Absent: nobody does.
    #[field(not_in_answer, not_in_request)]
    pub request_validator: Option<String>,
    /// Names of models by content type: what a request's body must be like.
    #[field(omit_default)]
    pub request_models: BTreeMap<String, String>,
    /// Headers (`method.request.header.<name>`), query parameters (`method.request.querystring.<name>`)
    /// and path parameters (`method.request.path.<name>`) that integrations and caches may use, and
    /// whether a request must have them. A validator of `parameters` sees to it.
    #[field(omit_default)]
    pub request_parameters: BTreeMap<String, bool>,
    /// What answers the method.
    #[field(aws = method_integration, not_in_request)]
    pub integration: Option<Integration>,
    /// The answers by status code, for integrations that are no proxies. A proxy's answer goes out as it
    /// is.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub responses: BTreeMap<String, Response>,
}

/// An answer: which answers of the integration become it, and how.
#[spec(sdk::IntegrationResponse, request = PutIntegrationResponseFluentBuilder)]
pub struct Response {
    /// Headers by name, and where their values come from: `'text'` in single quotes,
    /// `integration.response.header.<name>`, `integration.response.body.<JSON path>`,
    /// `context.<variable>` or `stageVariables.<name>`. Empty: a template sets it
    /// (`$context.responseOverride.header`).
    #[field(omit_default, grants, aws = response_parameters, with = filled_headers)]
    pub headers: BTreeMap<String, String>,
    /// Names of models by content type. They document the body; nobody checks it.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub models: BTreeMap<String, String>,
    /// The regular expression that a status code (of HTTP) or an error's text (of a function) must match
    /// as a whole to become this answer. Absent: this is the answer for all that matches no other.
    #[field(length = 1..)]
    pub selection_pattern: Option<String>,
    /// VTL templates by content type, which make the body out of the integration's. Absent: it goes
    /// through as it is.
    #[field(omit_default, aws = response_templates)]
    pub templates: BTreeMap<String, String>,
    /// `CONVERT_TO_BINARY` decodes the body from base64, `CONVERT_TO_TEXT` encodes it. Absent: neither.
    #[field(known = CONVERSIONS, with = Word::<sdk::ContentHandlingStrategy>)]
    pub content_handling: Option<String>,
    /// The one half that is live, where a method has a response and its integration none, or the other
    /// way round. Nobody can ask for that.
    #[field(not_in_answer, not_in_request)]
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

const HEADER: &str = "method.response.header.";

/// The headers that an integration fills.
mod filled_headers {
    use std::collections::{BTreeMap, HashMap};

    use super::{HEADER, short};
    use kind::Result;

    type Headers = BTreeMap<String, String>;

    pub(super) fn of(aws: Option<HashMap<String, String>>) -> Result<Option<Headers>> {
        let headers = aws.unwrap_or_default().into_iter();
        Ok(Some(headers.map(|(name, source)| (short(&name).to_owned(), source)).collect()))
    }

    pub(super) fn to_aws(own: &Headers) -> Result<Option<HashMap<String, String>>> {
        let filled = own.iter().filter(|(_, source)| !source.is_empty());
        let filled: HashMap<String, String> =
            filled.map(|(name, source)| (format!("{HEADER}{name}"), source.clone())).collect();
        Ok((!filled.is_empty()).then_some(filled))
    }
}

impl Method {
    /// The method as it is; `authorizers` and `validators` have the names by id.
    pub(super) fn live(
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
        let mut method = Self::demanded(Some(live.clone()), "resourceMethods")?;
        if let Some(integration) = &mut method.integration {
            integration.cache_namespace.take_if(|name| name == resource_id);
        }
        let request_validator = live.request_validator_id().map(|id| named(validators, id));
        Ok(Self { authorization, request_validator, responses: responses(live)?, ..method })
    }

    /// The names of the models of its requests and answers.
    pub(super) fn models(&self) -> impl Iterator<Item = &str> {
        let answers = self.responses.values().flat_map(|response| response.models.values());
        self.request_models.values().chain(answers).map(String::as_str)
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

fn responses(method: &sdk::Method) -> Result<BTreeMap<String, Response>> {
    let mut responses = BTreeMap::<String, Response>::new();
    for (status, live) in method.method_responses().into_iter().flatten() {
        // Whether a header is "required" changes nothing that API Gateway does.
        let headers = live.response_parameters().into_iter().flatten();
        let response = Response {
            headers: headers.map(|(name, _)| (short(name).to_owned(), String::new())).collect(),
            models: Field::of(live.response_models.clone())?.unwrap_or_default(),
            only: Some(Half::Method),
            ..Response::default()
        };
        responses.insert(status.clone(), response);
    }
    let answers = method.method_integration().and_then(|live| live.integration_responses());
    for (status, live) in answers.into_iter().flatten() {
        let filled = Response::demanded(Some(live.clone()), status)?;
        let response = match responses.remove(status) {
            Some(Response { mut headers, models, .. }) => {
                headers.extend(filled.headers);
                Response { headers, models, ..filled }
            }
            None => Response { only: Some(Half::Integration), ..filled },
        };
        responses.insert(status.clone(), response);
    }
    Ok(responses)
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
}
