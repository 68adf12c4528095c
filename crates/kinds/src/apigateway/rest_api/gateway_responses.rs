//! The errors that API Gateway answers by itself.

use crate::prelude::*;
use aws_sdk_apigateway::operation::put_gateway_response::builders::PutGatewayResponseFluentBuilder;
use aws_sdk_apigateway::types as sdk;

/// Gateway responses by type, such as `UNAUTHORIZED`.
pub type GatewayResponses = BTreeMap<String, GatewayResponse>;

/// An error that API Gateway answers by itself, in other words than its own.
#[spec(sdk::GatewayResponse, request = PutGatewayResponseFluentBuilder)]
pub struct GatewayResponse {
    /// The status code. Absent: the one that the error has anyway.
    #[field(range = 100..=599, with = status_code)]
    pub status_code: Option<u16>,
    /// Headers by name, and where their values come from: `'text'` in single quotes,
    /// `method.request.header.<name>`, `context.<variable>` or `stageVariables.<name>`.
    #[field(omit_default, aws = response_parameters, with = parameters)]
    pub headers: BTreeMap<String, String>,
    /// Bodies by content type. Variables such as `$context.error.messageString` stand for their values;
    /// there are no other directives. Absent: `{"message":$context.error.messageString}`.
    #[field(omit_default, aws = response_templates)]
    pub templates: BTreeMap<String, String>,
}

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

/// The status code, which AWS writes as text.
mod status_code {
    use kind::Result;

    pub(super) fn of(aws: Option<String>) -> Result<Option<Option<u16>>> {
        Ok(Some(aws.and_then(|code| code.parse().ok())))
    }

    pub(super) fn to_aws(own: &Option<u16>) -> Result<Option<String>> {
        Ok(own.map(|code| code.to_string()))
    }
}

/// The headers, which are the only parameters of a gateway response.
mod parameters {
    use std::collections::{BTreeMap, HashMap};

    use kind::Result;

    const HEADER: &str = "gatewayresponse.header.";

    type Headers = BTreeMap<String, String>;

    pub(super) fn of(aws: Option<HashMap<String, String>>) -> Result<Option<Headers>> {
        let own = |name: String| name.strip_prefix(HEADER).map(str::to_owned).unwrap_or(name);
        let headers = aws.unwrap_or_default().into_iter();
        Ok(Some(headers.map(|(name, value)| (own(name), value)).collect()))
    }

    pub(super) fn to_aws(own: &Headers) -> Result<Option<HashMap<String, String>>> {
        let parameter = |name: &String| match name.starts_with("gatewayresponse.") {
            true => name.clone(),
            false => format!("{HEADER}{name}"),
        };
        Ok(Some(own.iter().map(|(name, value)| (parameter(name), value.clone())).collect()))
    }
}

/// The responses that are not API Gateway's own.
pub(super) fn live(responses: &[sdk::GatewayResponse]) -> Result<GatewayResponses> {
    let own = responses.iter().filter(|live| !live.default_response());
    let own = own.filter_map(|live| {
        let kind = live.response_type()?.as_str().to_owned();
        let response = GatewayResponse::demanded(Some(live.clone()), &kind);
        Some(response.map(|response| (kind, response)))
    });
    own.collect()
}

impl GatewayResponse {
    /// Without what goes without saying.
    pub(super) fn normalise(&mut self, kind: &str) {
        let usual = TYPES.iter().find(|(name, _)| *name == kind);
        let usual = usual.and_then(|(_, status)| *status);
        self.status_code.take_if(|status| Some(*status) == usual);
        let (content_type, template) = USUAL_TEMPLATE;
        let is_usual = self.templates.len() == 1
            && self.templates.get(content_type).map(String::as_str) == Some(template);
        if is_usual {
            self.templates.clear();
        }
    }
}
