//! The errors that API Gateway answers by itself.

use std::collections::BTreeMap;

use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::routes::sorted;
use crate::fields::{is_default, present};

/// Gateway responses by type, such as `UNAUTHORIZED`.
pub type GatewayResponses = BTreeMap<String, GatewayResponse>;

/// An error that API Gateway answers by itself, in other words than its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GatewayResponse {
    /// The status code. Absent: the one that the error has anyway.
    #[schemars(range(min = 100, max = 599))]
    pub status_code: Option<u16>,
    /// Headers by name, and where their values come from: `'text'` in single quotes,
    /// `method.request.header.<name>`, `context.<variable>` or `stageVariables.<name>`.
    #[serde(skip_serializing_if = "is_default")]
    pub headers: BTreeMap<String, String>,
    /// Bodies by content type. Variables such as `$context.error.messageString` stand for their values;
    /// there are no other directives. Absent: `{"message":$context.error.messageString}`.
    #[serde(skip_serializing_if = "is_default")]
    pub templates: BTreeMap<String, String>,
}

const HEADER: &str = "gatewayresponse.header.";
/// What a gateway response without templates says.
const USUAL_TEMPLATE: (&str, &str) =
    ("application/json", r#"{"message":$context.error.messageString}"#);

/// The types, and the status code of each (Gateway response types).
pub(super) const TYPES: [(&str, Option<u16>); 21] = [
    ("ACCESS_DENIED", Some(403)),
    ("API_CONFIGURATION_ERROR", Some(500)),
    ("AUTHORIZER_CONFIGURATION_ERROR", Some(500)),
    ("AUTHORIZER_FAILURE", Some(500)),
    ("BAD_REQUEST_BODY", Some(400)),
    ("BAD_REQUEST_PARAMETERS", Some(400)),
    ("DEFAULT_4XX", None),
    ("DEFAULT_5XX", None),
    ("EXPIRED_TOKEN", Some(403)),
    ("INTEGRATION_FAILURE", Some(504)),
    ("INTEGRATION_TIMEOUT", Some(504)),
    ("INVALID_API_KEY", Some(403)),
    ("INVALID_SIGNATURE", Some(403)),
    ("MISSING_AUTHENTICATION_TOKEN", Some(403)),
    ("QUOTA_EXCEEDED", Some(429)),
    ("REQUEST_TOO_LARGE", Some(413)),
    ("RESOURCE_NOT_FOUND", Some(404)),
    ("THROTTLED", Some(429)),
    ("UNAUTHORIZED", Some(401)),
    ("UNSUPPORTED_MEDIA_TYPE", Some(415)),
    ("WAF_FILTERED", Some(403)),
];

impl GatewayResponse {
    /// The type and the response, unless it is API Gateway's own.
    pub(super) fn of(live: &sdk::GatewayResponse) -> Option<(String, Self)> {
        if live.default_response() {
            return None;
        }
        let kind = live.response_type()?.as_str().to_owned();
        let parameters = live.response_parameters().into_iter().flatten();
        let response = Self {
            status_code: present(live.status_code()).and_then(|code| code.parse().ok()),
            headers: parameters
                .map(|(name, value)| {
                    let name = name.strip_prefix(HEADER).unwrap_or(name);
                    (name.to_owned(), value.clone())
                })
                .collect(),
            templates: sorted(live.response_templates()),
        };
        let response = response.normalised(&kind);
        Some((kind, response))
    }

    /// Without what goes without saying.
    pub(super) fn normalised(mut self, kind: &str) -> Self {
        let usual = TYPES.iter().find(|(name, _)| *name == kind);
        let usual = usual.and_then(|(_, status)| *status);
        self.status_code.take_if(|status| Some(*status) == usual);
        let (content_type, template) = USUAL_TEMPLATE;
        let is_usual = self.templates.len() == 1
            && self.templates.get(content_type).map(String::as_str) == Some(template);
        if is_usual {
            self.templates.clear();
        }
        self
    }

    /// The headers as requests name them.
    pub(super) fn parameters(&self) -> std::collections::HashMap<String, String> {
        let headers = self.headers.iter();
        headers
            .map(|(name, value)| match name.starts_with("gatewayresponse.") {
                true => (name.clone(), value.clone()),
                false => (format!("{HEADER}{name}"), value.clone()),
            })
            .collect()
    }
}
