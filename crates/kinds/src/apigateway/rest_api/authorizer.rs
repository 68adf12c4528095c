//! Who decides whether a request may pass.

use aws_sdk_apigateway::operation::create_authorizer::builders::CreateAuthorizerInputBuilder;
use aws_sdk_apigateway::types as sdk;

use super::integration::FUNCTION;
use crate::apigateway::patch::Patch;
use crate::prelude::*;
use aws::function_uri;
use kind::Place;

/// An authorizer: a user pool, or a function that looks at tokens or requests.
#[spec(sdk::Authorizer, request = CreateAuthorizerInputBuilder, patch = Patch)]
pub struct Authorizer {
    /// `COGNITO_USER_POOLS`, or a function that sees the token (`TOKEN`) or the request (`REQUEST`).
    #[serde(rename = "type")]
    #[field(required, patch)]
    pub r#type: AuthorizerType,
    /// ARNs of the user pools whose tokens are taken. Only with `COGNITO_USER_POOLS`.
    #[field(omit_default, aws = provider_arns, patch = elements("/providerARNs"))]
    #[schemars(inner(regex(
        pattern = r"^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool/[\w-]+$"
    )))]
    pub user_pools: BTreeSet<String>,
    /// ARN of the function. Only with `TOKEN` and `REQUEST`. Its `permissions` must allow it to
    /// `apigateway.amazonaws.com`, unless `credentials` do.
    #[field(pattern = FUNCTION, value_only, called_by = "apigateway.amazonaws.com", uses = "send", not_in_request)]
    #[field(aws = authorizer_uri, with = called_function)]
    pub function: Option<String>,
    /// ARN of the role as which API Gateway calls the function. Absent: the function's own policy must
    /// let it in.
    #[field(length = 1.., aws = authorizer_credentials, patch)]
    pub credentials: Option<String>,
    /// Where in the request the identity stands, such as `method.request.header.Authorization`, also
    /// `method.request.querystring.…`, `context.…` and `stageVariables.…` with `REQUEST`. A request
    /// without any of them is refused (401) unasked. Absent: the header `Authorization`, but nothing with
    /// `REQUEST`.
    #[field(omit_default, aws = identity_source, with = sources, patch)]
    #[schemars(inner(length(min = 1)))]
    pub identity_sources: Vec<String>,
    /// A regular expression that a token must match before the function is asked, and the audience
    /// (`aud`) of a user pool's token at all. Not with `REQUEST`.
    #[field(length = 1.., patch)]
    pub identity_validation_expression: Option<String>,
    /// Seconds for which a decision holds for the same identity, up to 3,600. 0: it is asked again for
    /// every request. Absent: 300.
    #[field(default = 300, range = 0..=3600, aws = authorizer_result_ttl_in_seconds, patch)]
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

/// The places of an identity, which AWS has in one text.
mod sources {
    use kind::Result;

    pub(super) fn of(aws: Option<String>) -> Result<Option<Vec<String>>> {
        let sources = aws.unwrap_or_default();
        let sources = sources.split(',').map(str::trim).filter(|source| !source.is_empty());
        Ok(Some(sources.map(str::to_owned).collect()))
    }

    pub(super) fn to_aws(own: &[String]) -> Result<Option<String>> {
        Ok((!own.is_empty()).then(|| own.join(",")))
    }
}

aws_enum! {
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
    /// Without what goes without saying.
    pub(super) fn normalise(&mut self) {
        let is_usual = self.identity_sources.as_slice() == [USUAL_SOURCE];
        if is_usual && self.r#type != AuthorizerType::Request {
            self.identity_sources.clear();
        }
    }

    /// Says what goes without saying.
    pub(super) fn spell_out(&mut self) {
        if self.identity_sources.is_empty() && self.r#type != AuthorizerType::Request {
            self.identity_sources.push(USUAL_SOURCE.to_owned());
        }
    }

    fn in_full(&self) -> Self {
        let mut full = self.clone();
        full.spell_out();
        full
    }

    /// What AWS calls the authorization of the methods that it guards.
    pub(super) fn authorization_type(&self) -> &'static str {
        match self.r#type {
            AuthorizerType::CognitoUserPools => "COGNITO_USER_POOLS",
            _ => "CUSTOM",
        }
    }

    /// The address of the function; empty where none decides.
    fn uri(&self, place: &Place) -> String {
        let function = self.function.as_deref();
        function.map(|function| function_uri::of(function, false, place)).unwrap_or_default()
    }

    pub(super) fn creation(
        &self,
        name: &str,
        place: &Place,
    ) -> Result<CreateAuthorizerInputBuilder> {
        let request = self.in_full().fill(CreateAuthorizerInputBuilder::default())?;
        let uri = Some(self.uri(place)).filter(|uri| !uri.is_empty());
        Ok(request.name(name).set_authorizer_uri(uri))
    }

    /// What turns a live authorizer into this one.
    pub(super) fn patch(&self, live: &Self, place: &Place) -> Result<Patch> {
        let mut patch = self.in_full().patch_fields(Some(&live.in_full()), "")?;
        patch.change("/authorizerUri", &self.uri(place), &live.uri(place));
        Ok(patch)
    }
}
