//! What answers a method: a function, a web server, a service of AWS, or API Gateway itself.

use aws_sdk_apigateway::operation::put_integration::builders::PutIntegrationInputBuilder;
use aws_sdk_apigateway::types as sdk;

use crate::apigateway::support::METHODS;
use crate::forms::Word;
use crate::prelude::*;
use aws::function_uri;
use kind::Place;

/// What answers a method. `function` alone hands every request to a Lambda function.
#[spec(sdk::Integration, request = PutIntegrationInputBuilder)]
#[inside(tls_config = sdk::TlsConfig)]
pub struct Integration {
    /// ARN of the Lambda function, or of a version or alias of it, that answers. The function's
    /// `permissions` must allow it to `apigateway.amazonaws.com`, unless `credentials` do.
    #[field(pattern = FUNCTION, value_only, called_by = "apigateway.amazonaws.com")]
    #[field(uses = "send", grants, not_in_answer, not_in_request)]
    pub function: Option<String>,
    /// What `uri` is: `HTTP`, `HTTP_PROXY`, `AWS` (any service; with `function`: one that gets and gives
    /// what templates make), `AWS_PROXY` or `MOCK` (API Gateway itself). Absent with `function`:
    /// `AWS_PROXY`.
    #[serde(rename = "type")]
    #[field(grants)]
    pub r#type: Option<IntegrationType>,
    /// The address of the web server, with `{parameters}` in it, or the
    /// `arn:aws:apigateway:<region>:<service>:path/…` or `…:action/…` of a service.
    #[field(length = 1.., value_only, grants)]
    pub uri: Option<String>,
    /// The HTTP method by which it is called. Absent with `function`: `POST`.
    #[field(known = METHODS, not_in_request)]
    pub http_method: Option<String>,
    /// Id of the VPC link by which a server in a private network is reached. Absent: over the internet.
    #[field(length = 1.., grants, aws = connection_id)]
    pub vpc_link: Option<String>,
    /// ARN of the load balancer or its listener behind a VPC link of the second version.
    #[field(length = 1..)]
    pub integration_target: Option<String>,
    /// ARN of the role as which API Gateway calls, or `arn:aws:iam::*:user/*` to pass the caller's own
    /// identity on. Absent: the function's or service's own policy must let it in.
    #[field(length = 1.., grants)]
    pub credentials: Option<String>,
    /// What the integration's request has, such as `integration.request.header.X`, and where it comes
    /// from: `method.request.header.<name>`, `context.<variable>`, `stageVariables.<name>` or `'text'`.
    #[field(omit_default)]
    pub request_parameters: BTreeMap<String, String>,
    /// VTL templates by content type, which make the integration's request body out of the caller's.
    #[field(omit_default)]
    pub request_templates: BTreeMap<String, String>,
    /// What becomes of bodies of a content type that no template is for: `WHEN_NO_MATCH` lets them
    /// through, `WHEN_NO_TEMPLATES` only if there is no template at all, `NEVER` refuses them (415).
    /// Absent: `WHEN_NO_MATCH`.
    #[field(known = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"])]
    pub passthrough_behavior: Option<String>,
    /// `CONVERT_TO_BINARY` decodes a request's body from base64, `CONVERT_TO_TEXT` encodes it. Absent:
    /// neither.
    #[field(known = CONVERSIONS, with = Word::<sdk::ContentHandlingStrategy>)]
    pub content_handling: Option<String>,
    /// Milliseconds after which the caller gets a 504. 50–29,000; more (for `REGIONAL` and `PRIVATE`
    /// APIs) after a raise of the account's quota, and up to 900,000 where the answer is streamed.
    /// Absent: 29,000.
    #[field(range = 50..=900_000, aws = timeout_in_millis)]
    pub timeout_milliseconds: Option<i32>,
    /// The `request_parameters` of the method that tell cached answers apart.
    #[field(omit_default)]
    pub cache_key_parameters: BTreeSet<String>,
    /// A name under which methods share cached answers. Absent: each path has its own.
    #[field(length = 1..)]
    pub cache_namespace: Option<String>,
    /// Whether a server's certificate need not come from a public authority. It is not wise.
    #[field(omit_default, aws = tls_config.insecure_skip_verification, with = unless_default)]
    pub insecure_skip_verification: bool,
    /// `STREAM` passes an answer on as it comes. Absent: `BUFFERED`, once it is complete.
    #[field(known = ["BUFFERED", "STREAM"], with = Word::<sdk::ResponseTransferMode>)]
    pub response_transfer_mode: Option<String>,
}

/// ARNs of functions, and of versions and aliases of them.
pub(super) const FUNCTION: &str =
    r"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9\-_.:$\{\}]+$";

/// What may become of a body between text and bytes.
pub(super) const CONVERSIONS: [&str; 2] = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"];

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

    /// Brings it to its one spelling: a function by its ARN, and nothing that goes without saying.
    pub(super) fn normalise(&mut self) {
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
        self.timeout_milliseconds.take_if(|timeout| [0, DEFAULT_TIMEOUT].contains(timeout));
    }

    /// Says what goes without saying. A function stands as `uri`.
    pub(super) fn spell_out(&mut self) {
        self.r#type = self.kind();
        if let Some(function) = self.function.take() {
            self.uri = Some(function);
            self.http_method.get_or_insert_with(|| "POST".to_owned());
        }
        self.passthrough_behavior.get_or_insert_with(|| "WHEN_NO_MATCH".to_owned());
        self.timeout_milliseconds.get_or_insert(DEFAULT_TIMEOUT);
    }

    /// A call that writes all of it, but for the method that it answers.
    pub(super) fn request(&self, place: &Place) -> Result<PutIntegrationInputBuilder> {
        let function = self.function.as_deref();
        let uri = function.map(|function| function_uri::of(function, self.is_streamed(), place));
        let method = function.map(|_| "POST".to_owned());
        let request = self.fill(PutIntegrationInputBuilder::default())?;
        Ok(request
            .set_type(self.kind().map(Into::into))
            .set_uri(self.uri.clone().or(uri))
            .set_integration_http_method(self.http_method.clone().or(method))
            .set_connection_type(self.vpc_link.as_ref().map(|_| sdk::ConnectionType::VpcLink)))
    }
}
