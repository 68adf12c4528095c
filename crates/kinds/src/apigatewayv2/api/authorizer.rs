//! Who decides whether a request may pass.

use aws_sdk_apigatewayv2::operation::create_authorizer::builders::CreateAuthorizerFluentBuilder;
use aws_sdk_apigatewayv2::operation::update_authorizer::builders::UpdateAuthorizerFluentBuilder;
use aws_sdk_apigatewayv2::types as sdk;

use super::integration::FUNCTION;
use crate::prelude::*;
use aws::function_uri;
use kind::Place;

/// An authorizer: an issuer of JSON web tokens, or a function that looks at the request.
#[spec(sdk::Authorizer, request = CreateAuthorizerFluentBuilder, update = UpdateAuthorizerFluentBuilder)]
#[inside(jwt_configuration = sdk::JwtConfiguration)]
pub struct Authorizer {
    /// Who issues the tokens that are taken, such as
    /// `https://cognito-idp.us-east-2.amazonaws.com/us-east-2_AbCdEfGhI`. HTTP APIs only.
    #[field(length = 1.., aws = jwt_configuration.issuer)]
    pub issuer: Option<String>,
    /// Whom a token must be for (`aud`, or `client_id`): one of these.
    #[field(omit_default, aws = jwt_configuration.audience)]
    pub audience: BTreeSet<String>,
    /// ARN of the function that looks at requests. Its `permissions` must allow it to `apigateway.amazonaws.com`,
    /// unless `credentials` do.
    #[field(pattern = FUNCTION, value_only, called_by = "apigateway.amazonaws.com", uses = "send")]
    #[field(not_in_request, not_in_update)]
    #[field(aws = authorizer_uri, with = called_function)]
    pub function: Option<String>,
    /// ARN of the role as which API Gateway calls the function. Absent: the function's own policy must let it in.
    #[field(length = 1.., aws = authorizer_credentials_arn)]
    pub credentials: Option<String>,
    /// What a function of an HTTP API is given, and gives: `2.0` (the default) or `1.0`.
    #[field(known = ["1.0", "2.0"], aws = authorizer_payload_format_version)]
    pub payload_format: Option<String>,
    /// Whether a function of an HTTP API answers `{ "isAuthorized": true }`, and no policy. Only with the format `2.0`.
    #[field(omit_default, aws = enable_simple_responses, with = unless_default)]
    pub simple_responses: bool,
    /// Where in the request the identity stands, such as `$request.header.Authorization` (HTTP) or
    /// `route.request.querystring.auth` (WebSocket). A request without any of them is refused (401) unasked.
    #[field(omit_default, aws = identity_source)]
    pub identity_sources: Vec<String>,
    /// Seconds for which a function's decision holds for the same identity, up to 3,600. Absent: 0, and it is asked again
    /// for every request. HTTP APIs only.
    #[field(omit_default, range = 0..=3600, aws = authorizer_result_ttl_in_seconds, with = unless_default)]
    pub result_ttl_seconds: i32,
}

/// The function that an authorizer's URI calls.
mod called_function {
    use aws::function_uri;
    use kind::Result;

    pub(super) fn of(uri: Option<String>) -> Result<Option<Option<String>>> {
        let uri = uri.filter(|uri| !uri.is_empty());
        Ok(Some(uri.map(|uri| function_uri::function(&uri).unwrap_or(&uri).to_owned())))
    }

    pub(super) fn to_aws(own: &Option<String>) -> Result<Option<String>> {
        Ok(own.clone())
    }
}

impl Authorizer {
    /// Without what goes without saying.
    pub(super) fn normalise(&mut self, is_http: bool) {
        let usual = if is_http { "2.0" } else { "1.0" };
        self.payload_format.take_if(|format| format == usual);
        if self.is_jwt() {
            // Tokens are looked at each time, whatever is said.
            self.result_ttl_seconds = 0;
        }
    }

    pub(super) fn is_jwt(&self) -> bool {
        self.function.is_none()
    }

    /// Whether AWS can bring `live` to this: it changes no type, and nothing removes these.
    pub(super) fn can_follow(&self, live: &Self) -> bool {
        self.is_jwt() == live.is_jwt()
            && (self.credentials.is_some() || live.credentials.is_none())
            && (!self.identity_sources.is_empty() || live.identity_sources.is_empty())
    }

    fn authorizer_type(&self) -> sdk::AuthorizerType {
        match self.is_jwt() {
            true => sdk::AuthorizerType::Jwt,
            false => sdk::AuthorizerType::Request,
        }
    }

    /// What AWS calls the authorization of the routes that it guards.
    pub(super) fn authorization_type(&self) -> sdk::AuthorizationType {
        match self.is_jwt() {
            true => sdk::AuthorizationType::Jwt,
            false => sdk::AuthorizationType::Custom,
        }
    }

    fn uri(&self, place: &Place) -> Option<String> {
        self.function.as_deref().map(|function| function_uri::of(function, false, place))
    }

    /// The format as AWS has to be told: it is about functions of HTTP APIs alone.
    fn format(&self, is_http: bool) -> Option<String> {
        let usual = || "2.0".to_owned();
        (is_http && !self.is_jwt()).then(|| self.payload_format.clone().unwrap_or_else(usual))
    }

    pub(super) fn creation(
        &self,
        request: CreateAuthorizerFluentBuilder,
        is_http: bool,
        place: &Place,
    ) -> Result<CreateAuthorizerFluentBuilder> {
        let request = self.fill(request)?.authorizer_type(self.authorizer_type());
        let request = request.set_authorizer_payload_format_version(self.format(is_http));
        // AWS does not say for how long a decision holds of which nothing is said.
        let has_ttl = is_http && !self.is_jwt();
        let request = request
            .set_authorizer_result_ttl_in_seconds(has_ttl.then_some(self.result_ttl_seconds));
        Ok(request.set_authorizer_uri(self.uri(place)))
    }

    /// Everything, as AWS keeps what it is not told.
    pub(super) fn change(
        &self,
        request: UpdateAuthorizerFluentBuilder,
        live: &Self,
        is_http: bool,
        place: &Place,
    ) -> Result<UpdateAuthorizerFluentBuilder> {
        let request = self.fill_update(request)?.authorizer_type(self.authorizer_type());
        let request = request.set_authorizer_payload_format_version(self.format(is_http));
        let request = request.set_authorizer_uri(self.uri(place));
        Ok(match self.is_jwt() {
            true => request,
            false => request
                .enable_simple_responses(self.simple_responses)
                .set_authorizer_result_ttl_in_seconds(
                    (self.result_ttl_seconds != live.result_ttl_seconds)
                        .then_some(self.result_ttl_seconds),
                ),
        })
    }
}
