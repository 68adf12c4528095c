//! What a stack writes that adds routes to an API of another, and what others may refer to.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::apigateway::rest_api::authorizer::Authorizer;
use crate::apigateway::rest_api::models::Models;
use crate::apigateway::rest_api::routes::{self, Routes};
use crate::apigateway::rest_api::spec::{EndpointType, RequestValidator, RestApi};
use crate::prelude::*;
use kind::Place;

/// Routes, models and authorizers on a REST API that another stack, or somebody else, owns. It holds its own and no
/// other: whatever else the API has stays as it is.
#[spec]
pub struct RestApiRoutes {
    /// Id of the REST API, such as `${lookups.shop.id}` of one that is looked up.
    #[field(required, create_only, length = 1..)]
    pub api: String,
    /// A name by which these routes are told from those that others add to the same API, 1–128 characters.
    #[field(required, create_only, value_only, length = 1..=128)]
    pub name: String,
    /// What bodies are like, by names of your own (letters and digits) that nobody else uses in the API. Routes may name
    /// models of others as well.
    #[field(omit_default)]
    pub models: Models,
    /// What is looked at before a request goes on, by names that nobody else uses in the API. Routes may name validators
    /// of others by their ids.
    #[field(omit_default)]
    pub request_validators: BTreeMap<String, RequestValidator>,
    /// Who decides whether a request may pass, by names that nobody else uses in the API. Routes may name authorizers of
    /// others by their ids.
    #[field(omit_default, grants)]
    pub authorizers: BTreeMap<String, Authorizer>,
    /// What is added: methods (`GET`, `POST` and so on, or `ANY`) by path, such as `/education/{id}`. Others may have
    /// other methods of the same path.
    #[field(omit_default)]
    #[schemars(extend("propertyNames" = routes::paths()))]
    pub routes: Routes,
    /// The stages that are to show the routes, which the API must have. Each deployment is a copy of the whole API: so
    /// what others have written by then and not deployed goes live with it. Of a stage that is taken out of the list, the
    /// routes disappear with the next deployment that does not hold them any more. Who pins a stage to a deployment, as
    /// Terraform's `aws_api_gateway_stage` does, takes the routes from it unless it ignores changes of `deployment_id`.
    #[field(omit_default)]
    #[schemars(inner(regex(pattern = r"^[A-Za-z0-9_-]{1,128}$")))]
    pub stages: BTreeSet<String>,
    /// Whether routes that are there already, and that no other stack has added, are taken over. Absent: they are
    /// refused.
    #[field(omit_default, value_only)]
    pub take_existing: bool,
    /// Tags of the routes. They stand in the API, in a model that lists what was added.
    #[field(omit_default)]
    pub tags: Tags,
}

outputs! {
    /// The name of what was added.
    name,
    /// ARN under which calls of the API stand, as the policies of functions and callers name it:
    /// `<this>/<stage>/<method>/<path>`.
    execution_arn,
}

impl Outputs {
    pub(super) fn of(api: &str, name: &str, place: &Place) -> Self {
        Self { name: Some(name.to_owned()), execution_arn: Some(place.arn("execute-api", api)) }
    }
}

/// The API's id and the name of the routes in an id of ours.
pub(super) fn parts(id: &str) -> Result<(&str, &str)> {
    let unfit = || AwsError::new(format!("`{id}` is not `<id of the API>/<name>`"));
    id.split_once('/').filter(|(api, name)| !api.is_empty() && !name.is_empty()).ok_or_else(unfit)
}

/// What identifies added routes: the API, and a name in it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub api: String,
    pub name: String,
}

impl RestApiRoutes {
    /// An API that holds these routes and nothing else.
    ///
    /// # Errors
    /// None that can happen.
    pub(super) fn alone(&self) -> Result<RestApi> {
        let empty: RestApi = serde_json::from_value(json!({ "name": self.name }))
            .map_err(|error| AwsError::new(error.to_string()))?;
        let api = RestApi { endpoint_type: EndpointType::Regional, ..empty };
        Ok(self.in_api(api).unfolded())
    }

    /// An API with these in the place of its own.
    fn in_api(&self, api: RestApi) -> RestApi {
        RestApi {
            models: self.models.clone(),
            request_validators: self.request_validators.clone(),
            authorizers: self.authorizers.clone(),
            routes: self.routes.clone(),
            ..api
        }
    }

    /// In their one spelling, which is the one that an API has.
    pub(super) fn canonical(self) -> Result<Self> {
        let RestApi { models, request_validators, authorizers, mut routes, .. } = self.alone()?;
        routes.retain(|_, methods| !methods.is_empty());
        Ok(Self { models, request_validators, authorizers, routes, ..self })
    }
}
