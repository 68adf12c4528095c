//! What an API serves.

use aws_sdk_apigatewayv2::operation::create_route::builders::CreateRouteFluentBuilder;
use aws_sdk_apigatewayv2::operation::update_route::builders::UpdateRouteInputBuilder;
use aws_sdk_apigatewayv2::types as sdk;

use super::integration::{FUNCTION, Integration};
use crate::prelude::*;
use crate::settings::set_changed;

/// What a route does with requests or messages.
#[spec(request = CreateRouteFluentBuilder)]
pub struct Route {
    /// ARN of the Lambda function, or of a version or alias of it, that answers: the same as `integration` with
    /// nothing else. Its `permissions` must allow it to `apigateway.amazonaws.com`.
    #[field(pattern = FUNCTION, value_only, called_by = "apigateway.amazonaws.com", grants, not_in_request)]
    pub function: Option<String>,
    /// What answers, where it is more than a function. Absent with `function`, and where nothing does.
    #[field(not_in_request)]
    pub integration: Option<Integration>,
    /// Who may call: `NONE` (everybody, the default), `AWS_IAM` (callers who sign their requests and are allowed
    /// `execute-api:Invoke`), or the name of one of `authorizers`.
    #[field(default = NONE.to_owned(), grants, not_in_request)]
    pub authorization: String,
    /// Scopes of which a token must have one. Only with an issuer of tokens.
    #[field(omit_default, grants, aws = authorization_scopes)]
    pub scopes: BTreeSet<String>,
    /// Whether callers of a WebSocket API need an API key.
    #[field(omit_default, grants, with = unless_default)]
    pub api_key_required: bool,
    /// A name of the operation. Absent: none.
    #[field(length = 1..=64)]
    pub operation_name: Option<String>,
    /// Where in a message of a WebSocket API stands which model it is of. Absent: there is one, `$default`.
    #[field(length = 1..=128)]
    pub model_selection_expression: Option<String>,
    /// Models that messages of a WebSocket API must fit.
    #[field(omit_default)]
    pub request_models: BTreeMap<String, String>,
    /// Whether the caller of a WebSocket API hears the answer on the connection.
    #[field(omit_default, not_in_request)]
    pub responds: bool,
}

pub(super) const NONE: &str = "NONE";
pub(super) const IAM: &str = "AWS_IAM";

/// How a route says that it answers.
pub(super) const RESPONDS: &str = "$default";

impl Route {
    /// The integration that answers, in its one spelling.
    pub(super) fn answering(&self) -> Option<Integration> {
        let of_function = || {
            let function = Some(self.function.clone()?);
            Some(Integration { function, ..Integration::default() })
        };
        self.integration.clone().or_else(of_function)
    }

    /// Without what goes without saying: a function alone is not an integration.
    pub(super) fn normalise(&mut self, is_http: bool) {
        if let Some(integration) = &mut self.integration {
            integration.normalise(is_http);
            let alone =
                Integration { function: integration.function.clone(), ..Integration::default() };
            if integration.function.is_some() && *integration == alone {
                (self.function, self.integration) = (alone.function, None);
            }
        }
    }

    /// What differs from a live route, besides what answers and who may call. Empty values remove.
    pub(super) fn change(&self, live: &Self) -> UpdateRouteInputBuilder {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let models = || self.request_models.clone().into_iter().collect();
        set_changed!(UpdateRouteInputBuilder::default(), self, live, {
            scopes: set_authorization_scopes(Vec::from_iter(self.scopes.clone())),
            api_key_required: set_api_key_required(self.api_key_required),
            operation_name: set_operation_name(text(&self.operation_name)),
            model_selection_expression:
                set_model_selection_expression(text(&self.model_selection_expression)),
            request_models: set_request_models(Some(models())),
            responds: set_route_response_selection_expression(match self.responds {
                true => RESPONDS.to_owned(),
                false => String::new(),
            }),
        })
    }

    pub(super) fn of(
        live: &sdk::Route,
        integrations: &BTreeMap<String, Integration>,
        authorizers: &BTreeMap<String, String>,
    ) -> Self {
        let target = live.target().and_then(|target| target.strip_prefix("integrations/"));
        let unnamed = live.authorization_type().map_or(NONE, |word| word.as_str()).to_owned();
        // The id may stay behind where nobody is asked any more.
        let is_guarded = ![NONE, IAM].contains(&unnamed.as_str());
        let guard = live.authorizer_id().filter(|id| is_guarded && !id.is_empty());
        let named = guard.map(|id| {
            let name = authorizers.iter().find(|(_, own)| *own == id);
            name.map_or_else(|| id.to_owned(), |(name, _)| name.clone())
        });
        let responds = live.route_response_selection_expression();
        Self {
            function: None,
            integration: target.and_then(|id| integrations.get(id)).cloned(),
            authorization: named.unwrap_or(unnamed),
            scopes: live.authorization_scopes().iter().cloned().collect(),
            api_key_required: live.api_key_required().unwrap_or(false),
            operation_name: non_empty(live.operation_name()),
            model_selection_expression: non_empty(live.model_selection_expression()),
            request_models: live
                .request_models()
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .collect(),
            responds: responds.is_some_and(|expression| !expression.is_empty()),
        }
    }
}
