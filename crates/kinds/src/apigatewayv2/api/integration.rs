//! What answers a route: a function, a web server, a service of AWS, or API Gateway itself.

use aws_sdk_apigatewayv2::operation::create_integration::builders::CreateIntegrationFluentBuilder;
use aws_sdk_apigatewayv2::operation::create_integration_response::builders::CreateIntegrationResponseFluentBuilder;
use aws_sdk_apigatewayv2::types as sdk;

use crate::forms::Word;
use crate::prelude::*;
use aws::function_uri;
use kind::Place;

/// What answers a route. `function` alone hands every request to a Lambda function. Routes with the same integration
/// share one in AWS.
#[spec(sdk::Integration, request = CreateIntegrationFluentBuilder)]
pub struct Integration {
    /// ARN of the Lambda function, or of a version or alias of it. Its `permissions` must allow it to
    /// `apigateway.amazonaws.com`, unless `credentials` do.
    #[field(pattern = FUNCTION, value_only, called_by = "apigateway.amazonaws.com", uses = "send")]
    #[field(grants, not_in_answer, not_in_request)]
    pub function: Option<String>,
    /// What `uri` is: `HTTP_PROXY` (a web server), `AWS_PROXY` (a function, or with `subtype` a service), and of a WebSocket
    /// API also `HTTP`, `AWS` and `MOCK`. Absent with `function` or `subtype`: `AWS_PROXY`.
    #[serde(rename = "type")]
    #[field(aws = integration_type, grants)]
    pub r#type: Option<IntegrationType>,
    /// The address of the web server or, with `vpc_link`, the ARN of a listener or of a service of Cloud Map.
    #[field(length = 1..=2048, value_only, grants, aws = integration_uri, not_in_request)]
    pub uri: Option<String>,
    /// The HTTP method by which it is called, or `ANY` for that of the caller. Absent with `function`: `POST`.
    #[field(length = 1..=64, aws = integration_method, not_in_request)]
    pub method: Option<String>,
    /// What a service of AWS is to do for an HTTP API, such as `SQS-SendMessage`.
    #[field(length = 1..=128, aws = integration_subtype)]
    pub subtype: Option<String>,
    /// Id of the VPC link by which a server in a private network is reached. Absent: over the internet.
    #[field(length = 1..=1024, grants, aws = connection_id)]
    pub vpc_link: Option<String>,
    /// ARN of the role as which API Gateway calls, or `arn:aws:iam::*:user/*` to pass the caller's own identity on.
    /// Absent: the function's own policy must let it in.
    #[field(length = 1.., grants, aws = credentials_arn)]
    pub credentials: Option<String>,
    /// What a function of an HTTP API is given, and gives: `2.0` (the default) or `1.0`.
    #[field(known = ["1.0", "2.0"], aws = payload_format_version, not_in_request)]
    pub payload_format: Option<String>,
    /// Milliseconds after which the caller gets an error. 50–30,000 of an HTTP API, 50–29,000 of a WebSocket API. Absent:
    /// the most.
    #[field(range = 50..=30_000, aws = timeout_in_millis)]
    pub timeout_milliseconds: Option<i32>,
    /// What is put into the integration's request, such as `append:header.X`, or with `subtype` the parameters of the
    /// service's call.
    #[field(omit_default)]
    pub request_parameters: BTreeMap<String, String>,
    /// What is put into the answers of an HTTP API, by their status.
    #[field(omit_default)]
    pub response_parameters: BTreeMap<String, BTreeMap<String, String>>,
    /// Templates of a WebSocket API, which make the integration's request out of a message.
    #[field(omit_default)]
    pub request_templates: BTreeMap<String, String>,
    /// Which of the templates of a WebSocket API is taken.
    #[field(length = 1..=128)]
    pub template_selection_expression: Option<String>,
    /// What becomes of messages of a WebSocket API that no template is for. Absent: `WHEN_NO_MATCH`, they pass.
    #[field(known = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"], with = Word::<sdk::PassthroughBehavior>)]
    pub passthrough_behavior: Option<String>,
    /// `CONVERT_TO_BINARY` decodes messages of a WebSocket API from base64, `CONVERT_TO_TEXT` encodes them. Absent:
    /// neither.
    #[field(known = CONVERSIONS, aws = content_handling_strategy, with = Word::<sdk::ContentHandlingStrategy>)]
    pub content_handling: Option<String>,
    /// The name that the certificate of a server behind `vpc_link` must have. Absent: it is not looked at.
    #[field(length = 1..=512, aws = tls_config, with = server_name, not_in_request)]
    pub server_name: Option<String>,
    /// What the integration is for. Absent: nothing is said.
    #[field(length = 1..=1024)]
    pub description: Option<String>,
    /// What becomes of the answers to a WebSocket API, by patterns of their status, or `$default`. Not with proxies.
    #[field(omit_default, not_in_answer, not_in_request)]
    pub responses: BTreeMap<String, IntegrationResponse>,
}

/// What becomes of an answer.
#[spec(sdk::IntegrationResponse, request = CreateIntegrationResponseFluentBuilder)]
pub struct IntegrationResponse {
    /// What is put into the message.
    #[field(omit_default)]
    pub response_parameters: BTreeMap<String, String>,
    /// Templates that make the message out of the answer.
    #[field(omit_default)]
    pub response_templates: BTreeMap<String, String>,
    /// Which of the templates is taken.
    #[field(length = 1..=128)]
    pub template_selection_expression: Option<String>,
    /// As of the integration.
    #[field(known = CONVERSIONS, aws = content_handling_strategy, with = Word::<sdk::ContentHandlingStrategy>)]
    pub content_handling: Option<String>,
}

conversions! {
    /// The one thing that AWS knows of the TLS of a server. Requests have another type for it.
    server_name: Option<String>, sdk::TlsConfig {
        |tls| Some(non_empty(tls.and_then(|tls| tls.server_name_to_verify))),
        |name| name.as_ref().map(|name| sdk::TlsConfig::builder().server_name_to_verify(name).build()),
    }
}

/// ARNs of functions, and of versions and aliases of them.
pub(super) const FUNCTION: &str =
    r"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9\-_.:$\{\}]+$";

/// What may become of a message between text and bytes.
const CONVERSIONS: [&str; 2] = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"];

aws_enum! {
    /// The kinds of integrations, in AWS's words.
    IntegrationType = sdk::IntegrationType {
        Aws = "AWS",
        AwsProxy = "AWS_PROXY",
        Http = "HTTP",
        HttpProxy = "HTTP_PROXY",
        Mock = "MOCK",
    }
}

impl Integration {
    /// What it is, also where that follows from other fields.
    pub(super) fn kind(&self) -> Option<IntegrationType> {
        let is_aws = self.function.is_some() || self.subtype.is_some();
        self.r#type.or(is_aws.then_some(IntegrationType::AwsProxy))
    }

    /// The most that it may take (quotas of HTTP and of WebSocket APIs).
    pub(super) fn most_milliseconds(is_http: bool) -> i32 {
        if is_http { 30_000 } else { 29_000 }
    }

    /// Brings it to its one spelling: a function by its ARN, and nothing that goes without saying.
    pub(super) fn normalise(&mut self, is_http: bool) {
        // HTTP APIs take the bare ARN of a function as well, and give it back.
        let bare = self
            .uri
            .as_deref()
            .filter(|uri| uri.contains(":lambda:") && uri.contains(":function:"));
        let called = bare.map(|uri| function_uri::function(uri).unwrap_or(uri).to_owned());
        if self.kind() == Some(IntegrationType::AwsProxy) && called.is_some() {
            (self.function, self.uri) = (called, None);
        }
        if self.function.is_some() || self.subtype.is_some() {
            self.r#type.take_if(|kind| *kind == IntegrationType::AwsProxy);
        }
        if self.function.is_some() {
            self.method.take_if(|method| method == "POST");
        }
        let usual = if is_http && self.function.is_some() { "2.0" } else { "1.0" };
        // It means nothing to a WebSocket API.
        self.payload_format.take_if(|format| format == usual || !is_http);
        self.passthrough_behavior.take_if(|behavior| behavior == "WHEN_NO_MATCH");
        let most = Self::most_milliseconds(is_http);
        self.timeout_milliseconds.take_if(|timeout| *timeout == 0 || *timeout >= most);
    }

    pub(super) fn creation(
        &self,
        request: CreateIntegrationFluentBuilder,
        is_http: bool,
        place: &Place,
    ) -> Result<CreateIntegrationFluentBuilder> {
        let function = self.function.as_deref();
        let uri = function.map(|function| function_uri::of(function, false, place));
        let method = function.map(|_| "POST".to_owned());
        let usual = if function.is_some() { "2.0" } else { "1.0" };
        let format = self.payload_format.clone().unwrap_or_else(|| usual.to_owned());
        let tls = self
            .server_name
            .as_ref()
            .map(|name| sdk::TlsConfigInput::builder().server_name_to_verify(name).build());
        Ok(self
            .fill(request)?
            .set_integration_type(self.kind().map(Into::into))
            .set_integration_uri(self.uri.clone().or(uri))
            .set_integration_method(self.method.clone().or(method))
            .set_payload_format_version(is_http.then_some(format))
            .set_connection_type(self.vpc_link.as_ref().map(|_| sdk::ConnectionType::VpcLink))
            .set_tls_config(tls))
    }
}
