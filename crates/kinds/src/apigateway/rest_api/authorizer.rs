//! Who decides whether a request may pass.

use std::collections::BTreeSet;

use aws_sdk_apigateway::operation::create_authorizer::builders::CreateAuthorizerInputBuilder;
use aws_sdk_apigateway::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::apigateway::patch::Patch;
use crate::fields::{is_default, present};
use crate::words::words;
use aws::function_uri;
use kind::{Place, Result};

/// An authorizer: a user pool, or a function that looks at tokens or requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorizer {
    /// `COGNITO_USER_POOLS`, or a function that sees the token (`TOKEN`) or the request (`REQUEST`).
    #[serde(rename = "type")]
    pub r#type: AuthorizerType,
    /// ARNs of the user pools whose tokens are taken. Only with `COGNITO_USER_POOLS`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(inner(regex(
        pattern = r"^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool/[\w-]+$"
    )))]
    pub user_pools: BTreeSet<String>,
    /// ARN of the function. Only with `TOKEN` and `REQUEST`. Its `permissions` must allow it to
    /// `apigateway.amazonaws.com`, unless `credentials` do.
    #[serde(default)]
    #[schemars(regex(
        pattern = r"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9\-_.:$\{\}]+$"
    ))]
    #[schemars(extend("x-value-only" = true, "x-called-by" = "apigateway.amazonaws.com"))]
    pub function: Option<String>,
    /// ARN of the role as which API Gateway calls the function. Absent: the function's own policy must
    /// let it in.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub credentials: Option<String>,
    /// Where in the request the identity stands, such as `method.request.header.Authorization`, also
    /// `method.request.querystring.…`, `context.…` and `stageVariables.…` with `REQUEST`. A request
    /// without any of them is refused (401) unasked. Absent: the header `Authorization`, but nothing with
    /// `REQUEST`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(inner(length(min = 1)))]
    pub identity_sources: Vec<String>,
    /// A regular expression that a token must match before the function is asked, and the audience
    /// (`aud`) of a user pool's token at all. Not with `REQUEST`.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub identity_validation_expression: Option<String>,
    /// Seconds for which a decision holds for the same identity, up to 3,600. 0: it is asked anew for
    /// every request. Absent: 300.
    #[serde(default = "five_minutes")]
    #[schemars(range(min = 0, max = 3600))]
    pub result_ttl_seconds: i32,
}

fn five_minutes() -> i32 {
    300
}

words! {
    /// The types of authorizers, in AWS's words.
    AuthorizerType = sdk::AuthorizerType {
        CognitoUserPools = "COGNITO_USER_POOLS",
        Token = "TOKEN",
        Request = "REQUEST",
    }
}

/// Where an identity stands unless something else is said.
const USUAL_SOURCE: &str = "method.request.header.Authorization";

impl Authorizer {
    pub(super) fn of(live: &sdk::Authorizer) -> Result<Self> {
        let uri = live.authorizer_uri().unwrap_or_default();
        let sources = live.identity_source().unwrap_or_default();
        let kind = AuthorizerType::present(live.r#type());
        Ok(Self {
            r#type: kind.unwrap_or(AuthorizerType::Token),
            user_pools: live.provider_arns().iter().cloned().collect(),
            function: present(Some(function_uri::function(uri).unwrap_or(uri))),
            credentials: present(live.authorizer_credentials()),
            identity_sources: sources
                .split(',')
                .map(|source| source.trim().to_owned())
                .filter(|source| !source.is_empty())
                .collect(),
            identity_validation_expression: present(live.identity_validation_expression()),
            result_ttl_seconds: live
                .authorizer_result_ttl_in_seconds()
                .unwrap_or_else(five_minutes),
        }
        .normalised())
    }

    /// Without what goes without saying.
    pub(super) fn normalised(mut self) -> Self {
        let is_usual = self.identity_sources.as_slice() == [USUAL_SOURCE];
        if is_usual && self.r#type != AuthorizerType::Request {
            self.identity_sources.clear();
        }
        self
    }

    /// Says what goes without saying.
    pub(super) fn spell_out(&mut self) {
        if self.identity_sources.is_empty() && self.r#type != AuthorizerType::Request {
            self.identity_sources.push(USUAL_SOURCE.to_owned());
        }
    }

    /// What AWS calls the authorization of the methods that it guards.
    pub(super) fn authorization_type(&self) -> &'static str {
        match self.r#type {
            AuthorizerType::CognitoUserPools => "COGNITO_USER_POOLS",
            _ => "CUSTOM",
        }
    }

    fn identity_source(&self) -> Option<String> {
        match (self.identity_sources.is_empty(), self.r#type) {
            (false, _) => Some(self.identity_sources.join(",")),
            (true, AuthorizerType::Request) => None,
            (true, _) => Some(USUAL_SOURCE.to_owned()),
        }
    }

    fn uri(&self, place: &Place) -> Option<String> {
        let function = self.function.as_deref();
        function.map(|function| function_uri::of(function, false, place))
    }

    pub(super) fn creation(&self, name: &str, place: &Place) -> CreateAuthorizerInputBuilder {
        let pools = self.user_pools.iter().cloned().collect();
        CreateAuthorizerInputBuilder::default()
            .name(name)
            .r#type(self.r#type.into())
            .set_provider_arns((!self.user_pools.is_empty()).then_some(pools))
            .set_authorizer_uri(self.uri(place))
            .set_authorizer_credentials(self.credentials.clone())
            .set_identity_source(self.identity_source())
            .set_identity_validation_expression(self.identity_validation_expression.clone())
            .authorizer_result_ttl_in_seconds(self.result_ttl_seconds)
    }

    /// What turns a live authorizer into this one.
    pub(super) fn patch(&self, live: &Self, place: &Place) -> Patch {
        let mut patch = Patch::default();
        if self.r#type != live.r#type {
            patch.replace("/type", self.r#type.as_str());
        }
        patch.elements("/providerARNs", &self.user_pools, &live.user_pools);
        let (uri, live_uri) = (self.uri(place), live.uri(place));
        patch.text("/authorizerUri", uri.as_ref(), live_uri.as_ref());
        patch.text("/authorizerCredentials", self.credentials.as_ref(), live.credentials.as_ref());
        let (source, live_source) = (self.identity_source(), live.identity_source());
        patch.text("/identitySource", source.as_ref(), live_source.as_ref());
        patch.text(
            "/identityValidationExpression",
            self.identity_validation_expression.as_ref(),
            live.identity_validation_expression.as_ref(),
        );
        patch.change(
            "/authorizerResultTtlInSeconds",
            &self.result_ttl_seconds,
            &live.result_ttl_seconds,
        );
        patch
    }
}
