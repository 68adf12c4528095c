//! What answers a method: a function, a web server, a service of AWS, or API Gateway itself.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_apigateway::operation::put_integration::builders::PutIntegrationInputBuilder;
use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::routes::sorted;
use crate::fields::{is_default, present};
use crate::words::words;
use aws::function_uri;
use kind::{Place, Result};
use language::schema::known_words;

/// What answers a method. `function` alone hands every request to a Lambda function.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Integration {
    /// ARN of the Lambda function, or of a version or alias of it, that answers. The function's
    /// `permissions` must allow it to `apigateway.amazonaws.com`, unless `credentials` do.
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9\-_.:$\{\}]+$"
    ))]
    #[schemars(extend("x-value-only" = true, "x-called-by" = "apigateway.amazonaws.com"))]
    #[schemars(extend("x-grants" = true))]
    pub function: Option<String>,
    /// What `uri` is: `HTTP`, `HTTP_PROXY`, `AWS` (any service; with `function`: one that gets and gives
    /// what templates make), `AWS_PROXY` or `MOCK` (API Gateway itself). Absent with `function`:
    /// `AWS_PROXY`.
    #[serde(rename = "type")]
    #[schemars(extend("x-grants" = true))]
    pub r#type: Option<IntegrationType>,
    /// The address of the web server, with `{parameters}` in it, or the
    /// `arn:aws:apigateway:<region>:<service>:path/…` or `…:action/…` of a service.
    #[schemars(length(min = 1))]
    #[schemars(extend("x-value-only" = true))]
    #[schemars(extend("x-grants" = true))]
    pub uri: Option<String>,
    /// The HTTP method by which it is called. Absent with `function`: `POST`.
    #[schemars(extend("anyOf" = known_words(&["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"])))]
    pub http_method: Option<String>,
    /// Id of the VPC link by which a server in a private network is reached. Absent: over the internet.
    #[schemars(length(min = 1))]
    #[schemars(extend("x-grants" = true))]
    pub vpc_link: Option<String>,
    /// ARN of the load balancer or its listener behind a VPC link of the second version.
    #[schemars(length(min = 1))]
    pub integration_target: Option<String>,
    /// ARN of the role as which API Gateway calls, or `arn:aws:iam::*:user/*` to pass the caller's own
    /// identity on. Absent: the function's or service's own policy must let it in.
    #[schemars(length(min = 1))]
    #[schemars(extend("x-grants" = true))]
    pub credentials: Option<String>,
    /// What the integration's request has, such as `integration.request.header.X`, and where it comes
    /// from: `method.request.header.<name>`, `context.<variable>`, `stageVariables.<name>` or `'text'`.
    #[serde(skip_serializing_if = "is_default")]
    pub request_parameters: BTreeMap<String, String>,
    /// VTL templates by content type, which make the integration's request body out of the caller's.
    #[serde(skip_serializing_if = "is_default")]
    pub request_templates: BTreeMap<String, String>,
    /// What becomes of bodies of a content type that no template is for: `WHEN_NO_MATCH` lets them
    /// through, `WHEN_NO_TEMPLATES` only if there is no template at all, `NEVER` refuses them (415).
    /// Absent: `WHEN_NO_MATCH`.
    #[schemars(extend("anyOf" = known_words(&["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"])))]
    pub passthrough_behavior: Option<String>,
    /// `CONVERT_TO_BINARY` decodes a request's body from base64, `CONVERT_TO_TEXT` encodes it. Absent:
    /// neither.
    #[schemars(extend("anyOf" = known_words(&["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"])))]
    pub content_handling: Option<String>,
    /// Milliseconds after which the caller gets a 504. 50–29,000; more (for `REGIONAL` and `PRIVATE`
    /// APIs) after a raise of the account's quota, and up to 900,000 where the answer is streamed.
    /// Absent: 29,000.
    #[schemars(range(min = 50, max = 900_000))]
    pub timeout_milliseconds: Option<i32>,
    /// The `request_parameters` of the method that tell cached answers apart.
    #[serde(skip_serializing_if = "is_default")]
    pub cache_key_parameters: BTreeSet<String>,
    /// A name under which methods share cached answers. Absent: each path has its own.
    #[schemars(length(min = 1))]
    pub cache_namespace: Option<String>,
    /// Whether a server's certificate need not come from a public authority. It is not wise.
    #[serde(skip_serializing_if = "is_default")]
    pub insecure_skip_verification: bool,
    /// `STREAM` passes an answer on as it comes. Absent: `BUFFERED`, once it is complete.
    #[schemars(extend("anyOf" = known_words(&["BUFFERED", "STREAM"])))]
    pub response_transfer_mode: Option<String>,
}

words! {
    /// The kinds of integrations, in AWS's words.
    IntegrationType = sdk::IntegrationType {
        Aws = "AWS",
        AwsProxy = "AWS_PROXY",
        Http = "HTTP",
        HttpProxy = "HTTP_PROXY",
        Mock = "MOCK",
    }
}

/// Integrations without an own timeout have this one (PutIntegration).
pub(super) const DEFAULT_TIMEOUT: i32 = 29_000;

impl Integration {
    /// API Gateway's own answer to every request.
    pub(super) fn mock(template: &str) -> Self {
        Self {
            r#type: Some(IntegrationType::Mock),
            request_templates: [("application/json".to_owned(), template.to_owned())].into(),
            ..Self::default()
        }
    }

    /// What it is, also where that follows from `function`.
    pub(super) fn kind(&self) -> Option<IntegrationType> {
        let of_function = self.function.as_ref().map(|_| IntegrationType::AwsProxy);
        self.r#type.or(of_function)
    }

    /// Whether the answer goes out as it is.
    pub(super) fn is_proxy(&self) -> bool {
        use IntegrationType::{AwsProxy, HttpProxy};
        matches!(self.kind(), Some(AwsProxy | HttpProxy))
    }

    pub(super) fn is_streamed(&self) -> bool {
        self.response_transfer_mode.as_deref() == Some("STREAM")
    }

    /// The one spelling of it: a function by its ARN, and nothing that goes without saying.
    pub(super) fn normalised(mut self) -> Self {
        let is_called = self.http_method.as_deref() == Some("POST");
        if let Some(function) = self.uri.as_deref().and_then(function_uri::function)
            && is_called
            && function_uri::is_streaming(self.uri.as_deref()) == self.is_streamed()
        {
            self.function = Some(function.to_owned());
            self.uri = None;
        }
        if self.function.is_some() {
            self.http_method.take_if(|method| method == "POST");
            self.r#type.take_if(|kind| *kind == IntegrationType::AwsProxy);
        }
        if self.r#type == Some(IntegrationType::Mock) {
            (self.uri, self.http_method) = (None, None);
        }
        self.passthrough_behavior.take_if(|behavior| behavior == "WHEN_NO_MATCH");
        self.response_transfer_mode.take_if(|mode| mode == "BUFFERED");
        self.timeout_milliseconds.take_if(|timeout| *timeout == DEFAULT_TIMEOUT);
        self
    }

    /// The same with what goes without saying. A function stands as `uri`.
    pub(super) fn in_full(mut self) -> Self {
        self.r#type = self.kind();
        if let Some(function) = self.function.take() {
            self.uri = Some(function);
            self.http_method.get_or_insert_with(|| "POST".to_owned());
        }
        self.passthrough_behavior.get_or_insert_with(|| "WHEN_NO_MATCH".to_owned());
        self.timeout_milliseconds.get_or_insert(DEFAULT_TIMEOUT);
        self
    }

    pub(super) fn of(live: &sdk::Integration, resource_id: &str) -> Result<Self> {
        Ok(Self {
            function: None,
            r#type: IntegrationType::present(live.r#type()),
            uri: present(live.uri()),
            http_method: present(live.http_method()),
            vpc_link: present(live.connection_id()),
            integration_target: present(live.integration_target()),
            credentials: present(live.credentials()),
            request_parameters: sorted(live.request_parameters()),
            request_templates: sorted(live.request_templates()),
            passthrough_behavior: present(live.passthrough_behavior()),
            content_handling: live.content_handling().map(|how| how.as_str().to_owned()),
            timeout_milliseconds: Some(live.timeout_in_millis()).filter(|timeout| *timeout != 0),
            cache_key_parameters: live.cache_key_parameters().iter().cloned().collect(),
            cache_namespace: present(live.cache_namespace()).filter(|name| name != resource_id),
            insecure_skip_verification: live
                .tls_config()
                .is_some_and(sdk::TlsConfig::insecure_skip_verification),
            response_transfer_mode: live
                .response_transfer_mode()
                .map(|mode| mode.as_str().to_owned()),
        }
        .normalised())
    }

    /// A call that writes all of it.
    pub(super) fn request(&self, place: &Place) -> PutIntegrationInputBuilder {
        let function = self.function.as_deref();
        let uri = function.map(|function| function_uri::of(function, self.is_streamed(), place));
        let method = self.function.as_ref().map(|_| "POST".to_owned());
        let connection = self.vpc_link.as_ref();
        let tls = sdk::TlsConfig::builder().insecure_skip_verification(true);
        PutIntegrationInputBuilder::default()
            .set_type(self.kind().map(Into::into))
            .set_uri(self.uri.clone().or(uri))
            .set_integration_http_method(self.http_method.clone().or(method))
            .set_connection_type(connection.map(|_| sdk::ConnectionType::VpcLink))
            .set_connection_id(self.vpc_link.clone())
            .set_integration_target(self.integration_target.clone())
            .set_credentials(self.credentials.clone())
            .set_request_parameters(some(&self.request_parameters))
            .set_request_templates(some(&self.request_templates))
            .set_passthrough_behavior(self.passthrough_behavior.clone())
            .set_content_handling(self.content_handling.as_deref().map(Into::into))
            .set_timeout_in_millis(self.timeout_milliseconds)
            .set_cache_key_parameters(
                (!self.cache_key_parameters.is_empty())
                    .then(|| self.cache_key_parameters.iter().cloned().collect()),
            )
            .set_cache_namespace(self.cache_namespace.clone())
            .set_tls_config(self.insecure_skip_verification.then(|| tls.build()))
            .set_response_transfer_mode(self.response_transfer_mode.as_deref().map(Into::into))
    }
}

/// A map as requests take it, or nothing where it is empty.
pub(super) fn some<V: Clone>(
    map: &BTreeMap<String, V>,
) -> Option<std::collections::HashMap<String, V>> {
    (!map.is_empty()).then(|| map.clone().into_iter().collect())
}
