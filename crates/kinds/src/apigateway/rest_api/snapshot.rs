//! All that API Gateway holds of an API, with a fixed number of calls.

use std::sync::Arc;

use aws_sdk_apigateway::operation::get_rest_api::GetRestApiOutput;
use aws_sdk_apigateway::types as sdk;
use futures_util::future::try_join_all;

use super::authorizer::Authorizer;
use super::deployment::{self, Summary};
use super::gateway_responses;
use super::lists;
use super::models::Model;
use super::routes::Method;
use super::spec::{Outputs, RequestValidator, RestApi};
use super::stages::Stage;
use crate::apigateway::ApiGateway;
use crate::prelude::*;
use aws::whole;
use kind::{Parts, Place};
use language::value::PolicyDocument;

/// An API as API Gateway gives it, in parts.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub api: GetRestApiOutput,
    pub resources: Vec<sdk::Resource>,
    pub authorizers: Vec<sdk::Authorizer>,
    pub validators: Vec<sdk::RequestValidator>,
    pub models: Vec<sdk::Model>,
    pub gateway_responses: Vec<sdk::GatewayResponse>,
    pub stages: Vec<sdk::Stage>,
    pub deployments: Vec<sdk::Deployment>,
    /// What deployments that are shown and not ours hold, by their ids.
    pub summaries: BTreeMap<String, Summary>,
}

/// The fields that GetRestApi tells.
const SETTINGS: &[&str] = &[
    "api_key_source", "binary_media_types", "description", "disable_execute_api_endpoint",
    "endpoint_access_mode", "endpoint_type", "ip_address_type", "minimum_compression_size", "name",
    "policy", "security_policy", "tags", "vpc_endpoint_ids",
];

/// The fields that show in the methods of the paths.
const CONTENT: &[&str] = &["authorizers", "cors", "models", "request_validators", "routes"];

impl Snapshot {
    /// Nothing where the API itself does not exist. That something in it does not, says nothing of the API.
    pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Arc<Self>>> {
        let api = async { Ok(aws.api_gateway().get_rest_api().rest_api_id(id).send().await?) };
        let parts = async {
            tokio::try_join!(
                lists::resources(aws, id),
                lists::models(aws, id),
                lists::deployments(aws, id),
                lists::authorizers(aws, id),
                lists::validators(aws, id),
                lists::gateway_responses(aws, id),
                lists::stages(aws, id),
            )
        };
        let Some((api, parts)) = whole(api, parts).await? else {
            return Ok(None);
        };
        let (resources, models, deployments, authorizers, validators, gateway_responses, stages) =
            parts;
        let summaries = summaries(aws, id, &stages, &deployments).await?;
        Ok(Some(Arc::new(Self {
            api,
            resources,
            authorizers,
            validators,
            models,
            gateway_responses,
            stages,
            deployments,
            summaries,
        })))
    }

    /// The same API with what depends on some of its fields as it is now. What stages show may be new after any write.
    pub(super) async fn refreshed(
        &self,
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, RestApi>,
    ) -> Result<Arc<Self>> {
        macro_rules! fresh {
            ($part:ident, $fields:expr, $call:expr) => {
                parts.part($fields, |_| self.$part.clone(), $call)
            };
        }
        let api = async { Ok(aws.api_gateway().get_rest_api().rest_api_id(id).send().await?) };
        let (
            api,
            resources,
            models,
            authorizers,
            validators,
            gateway_responses,
            stages,
            deployments,
        ) = tokio::try_join!(
            fresh!(api, SETTINGS, api),
            fresh!(resources, CONTENT, lists::resources(aws, id)),
            fresh!(models, &["models"], lists::models(aws, id)),
            fresh!(authorizers, &["authorizers"], lists::authorizers(aws, id)),
            fresh!(validators, &["request_validators"], lists::validators(aws, id)),
            fresh!(
                gateway_responses,
                &["cors", "gateway_responses"],
                lists::gateway_responses(aws, id)
            ),
            lists::stages(aws, id),
            lists::deployments(aws, id),
        )?;
        let summaries = summaries(aws, id, &stages, &deployments).await?;
        Ok(Arc::new(Self {
            api,
            resources,
            authorizers,
            validators,
            models,
            gateway_responses,
            stages,
            deployments,
            summaries,
        }))
    }

    /// The same API with its paths and what they refer to as these are now.
    pub(super) async fn with_content_now(&self, aws: &Aws, id: &str) -> Result<Arc<Self>> {
        let (resources, models, authorizers, validators) = tokio::try_join!(
            lists::resources(aws, id),
            lists::models(aws, id),
            lists::authorizers(aws, id),
            lists::validators(aws, id),
        )?;
        Ok(Arc::new(Self { resources, models, authorizers, validators, ..self.clone() }))
    }

    pub(super) fn outputs(&self, place: &Place) -> Outputs {
        let mut resources = self.resources.iter();
        let root = resources.find(|resource| resource.path() == Some("/"));
        Outputs {
            name: self.api.name().map(str::to_owned),
            root_resource_id: root.and_then(|root| root.id.clone()),
            ..Outputs::of_id(self.api.id().unwrap_or_default(), place)
        }
    }

    /// The API in the words of a spec, with nothing folded together.
    pub(super) fn spec(&self, place: &Place) -> Result<RestApi> {
        let id = self.api.id().unwrap_or_default();
        let policy = non_empty(self.api.policy());
        let (authorizer_names, validator_names) = (self.authorizer_names(), self.validator_names());
        let mut spec = RestApi {
            policy: policy.map(|policy| policy_of(&policy, id, place)).transpose()?,
            models: self.models.iter().map(|live| Model::live(live, id)).collect(),
            gateway_responses: gateway_responses::live(&self.gateway_responses)?,
            ..RestApi::demanded(Some(self.api.clone()), "api")?
        };
        for live in &self.validators {
            let validator = RequestValidator::demanded(Some(live.clone()), "item")?;
            spec.request_validators.insert(name_of(&validator_names, live.id()), validator);
        }
        for live in &self.authorizers {
            let authorizer = Authorizer::demanded(Some(live.clone()), "item")?;
            spec.authorizers.insert(name_of(&authorizer_names, live.id()), authorizer);
        }
        for resource in &self.resources {
            let resource_id = resource.id().unwrap_or_default();
            let mut methods = BTreeMap::new();
            for (verb, live) in resource.resource_methods().into_iter().flatten() {
                let method = Method::live(live, resource_id, &authorizer_names, &validator_names)?;
                methods.insert(verb.clone(), method);
            }
            spec.routes.insert(resource.path().unwrap_or_default().to_owned(), methods);
        }
        for live in &self.stages {
            let stage = Stage { deployment: self.shown(live), ..Stage::live(live)? };
            spec.stages.insert(live.stage_name().unwrap_or_default().to_owned(), stage);
        }
        Ok(spec)
    }

    /// The hash of what a stage shows, or the deployment where it is not one of ours.
    fn shown(&self, stage: &sdk::Stage) -> Option<String> {
        let id = stage.deployment_id()?;
        Some(match hash_of(&self.deployments, id) {
            Some(hash) => hash.to_owned(),
            None => deployment::described(id, self.summaries.get(id), &self.resources),
        })
    }

    /// The names of authorizers by id.
    pub(super) fn authorizer_names(&self) -> BTreeMap<String, String> {
        unique(self.authorizers.iter().map(|live| (live.id(), live.name())))
    }

    /// The names of validators by id.
    pub(super) fn validator_names(&self) -> BTreeMap<String, String> {
        unique(self.validators.iter().map(|live| (live.id(), live.name())))
    }
}

/// Names by id. API Gateway does not mind two of one name: the second is known by its id as well.
fn unique<'a>(
    objects: impl Iterator<Item = (Option<&'a str>, Option<&'a str>)>,
) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (id, name) in objects {
        let (id, name) = (id.unwrap_or_default(), name.unwrap_or_default());
        let is_taken = names.values().any(|taken| taken == name);
        let name = match is_taken || name.is_empty() {
            true => format!("{name} ({id})"),
            false => name.to_owned(),
        };
        names.insert(id.to_owned(), name);
    }
    names
}

fn name_of(names: &BTreeMap<String, String>, id: Option<&str>) -> String {
    names.get(id.unwrap_or_default()).cloned().unwrap_or_default()
}

/// A policy as API Gateway gives it: escaped as if it stood in JSON text, and with the API's own ARN
/// where `execute-api:/` was written.
fn policy_of(text: &str, id: &str, place: &Place) -> Result<PolicyDocument> {
    let unescaped: Option<String> = serde_json::from_str(&format!("\"{text}\"")).ok();
    let text = unescaped.unwrap_or_else(|| text.to_owned());
    let own = place.arn("execute-api", &format!("{id}/"));
    Ok(PolicyDocument::from_aws(&text.replace(&own, "execute-api:/"))?)
}

/// The hash of a deployment's content, if it is one of ours.
fn hash_of<'a>(deployments: &'a [sdk::Deployment], id: &str) -> Option<&'a str> {
    let mut deployments = deployments.iter();
    let deployment = deployments.find(|deployment| deployment.id() == Some(id));
    deployment?.description().and_then(deployment::hash_in)
}

/// AWS's summaries of the deployments that stages show and that are not ours.
async fn summaries(
    aws: &Aws,
    id: &str,
    stages: &[sdk::Stage],
    deployments: &[sdk::Deployment],
) -> Result<BTreeMap<String, Summary>> {
    let shown = stages.iter().filter_map(|stage| stage.deployment_id());
    let foreign: BTreeSet<&str> =
        shown.filter(|shown| hash_of(deployments, shown).is_none()).collect();
    let calls = foreign.into_iter().map(|shown| async move {
        let request = aws.api_gateway().get_deployment().rest_api_id(id);
        let request = request.deployment_id(shown).embed("apisummary");
        // A stage may name a deployment that does not exist: then nobody knows what it shows.
        let deployment = optional(request.send().await)?;
        let summary = deployment.and_then(|deployment| deployment.api_summary);
        Ok::<_, AwsError>(summary.map(|summary| (shown.to_owned(), summary)))
    });
    let summaries = try_join_all(calls).await?;
    Ok(summaries.into_iter().flatten().collect())
}
