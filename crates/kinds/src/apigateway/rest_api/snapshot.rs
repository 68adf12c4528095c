//! All that API Gateway holds of an API, with a fixed number of calls.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws_sdk_apigateway::operation::get_rest_api::GetRestApiOutput;
use aws_sdk_apigateway::types as sdk;
use futures_util::future::try_join_all;

use super::deployment::Summary;
use super::models::Model;
use super::routes::Method;
use super::{ApiKeySource, Authorizer, EndpointType, RequestValidator, RestApi, Stage, deployment};
use crate::apigateway::support::PAGE;
use crate::fields::present;
use aws::tags;
use aws::{Aws, AwsError, optional, whole};
use kind::{Place, Result};
use language::value::{Auto, PolicyDocument};

use super::gateway_responses::GatewayResponse;
use crate::apigateway::ApiGateway;

/// An API as API Gateway gives it, in parts.
#[derive(Debug)]
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

impl Snapshot {
    /// Nothing where the API itself does not exist. That something in it does not, says nothing of the API.
    pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Arc<Self>>> {
        let api = async {
            let request = aws.api_gateway().get_rest_api().rest_api_id(id);
            Ok(request.send().await?)
        };
        let parts = async {
            tokio::try_join!(
                resources(aws, id),
                authorizers(aws, id),
                validators(aws, id),
                models(aws, id),
                gateway_responses(aws, id),
                stages(aws, id),
                deployments(aws, id),
            )
        };
        let Some((api, parts)) = whole(api, parts).await? else {
            return Ok(None);
        };
        let (resources, authorizers, validators, models, gateway_responses, stages, deployments) =
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

    /// The API in the words of a spec, with nothing folded together.
    pub(super) fn spec(&self, place: &Place) -> Result<RestApi> {
        let api = &self.api;
        let id = api.id().unwrap_or_default();
        let endpoint = api.endpoint_configuration();
        let endpoint_type = endpoint.and_then(|endpoint| endpoint.types().first());
        let ip_address_type = endpoint.and_then(|endpoint| endpoint.ip_address_type());
        let authorizer_names = self.authorizer_names();
        let validator_names = self.validator_names();
        let mut routes = super::Routes::new();
        for resource in &self.resources {
            let resource_id = resource.id().unwrap_or_default();
            let mut methods = BTreeMap::new();
            for (verb, live) in resource.resource_methods().into_iter().flatten() {
                let method = Method::of(live, resource_id, &authorizer_names, &validator_names)?;
                methods.insert(verb.clone(), method);
            }
            routes.insert(resource.path().unwrap_or_default().to_owned(), methods);
        }
        Ok(RestApi {
            name: api.name().unwrap_or_default().to_owned(),
            description: present(api.description()),
            endpoint_type: EndpointType::present(endpoint_type).unwrap_or_default(),
            vpc_endpoint_ids: endpoint
                .map(|endpoint| endpoint.vpc_endpoint_ids().iter().cloned().collect())
                .unwrap_or_default(),
            ip_address_type: ip_address_type.map(|kind| kind.as_str().to_owned()),
            security_policy: Auto(api.security_policy().map(|policy| policy.as_str().to_owned())),
            endpoint_access_mode: Auto(
                api.endpoint_access_mode().map(|mode| mode.as_str().to_owned()),
            ),
            binary_media_types: api.binary_media_types().iter().cloned().collect(),
            minimum_compression_size: api.minimum_compression_size(),
            api_key_source: ApiKeySource::present(api.api_key_source()).unwrap_or_default(),
            disable_execute_api_endpoint: api.disable_execute_api_endpoint(),
            policy: present(api.policy())
                .map(|policy| policy_of(&policy, id, place))
                .transpose()?,
            cors: None,
            models: self.models.iter().map(|live| Model::of(live, id)).collect(),
            request_validators: self
                .validators
                .iter()
                .map(|live| {
                    let validator = RequestValidator {
                        body: live.validate_request_body(),
                        parameters: live.validate_request_parameters(),
                    };
                    (name_of(&validator_names, live.id()), validator)
                })
                .collect(),
            authorizers: self
                .authorizers
                .iter()
                .map(|live| Ok((name_of(&authorizer_names, live.id()), Authorizer::of(live)?)))
                .collect::<Result<_>>()?,
            gateway_responses: self
                .gateway_responses
                .iter()
                .filter_map(GatewayResponse::of)
                .collect(),
            routes,
            stages: self
                .stages
                .iter()
                .map(|live| {
                    let stage = Stage { deployment: self.shown(live), ..Stage::of(live) };
                    (live.stage_name().unwrap_or_default().to_owned(), stage)
                })
                .collect(),
            tags: tags::from_aws(api.tags().cloned().unwrap_or_default()),
        })
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

async fn resources(aws: &Aws, id: &str) -> Result<Vec<sdk::Resource>> {
    let request = aws.api_gateway().get_resources().rest_api_id(id);
    let pages = request.embed("methods").limit(PAGE).into_paginator();
    Ok(pages.items().send().collect::<Result<_, _>>().await?)
}

async fn models(aws: &Aws, id: &str) -> Result<Vec<sdk::Model>> {
    let request = aws.api_gateway().get_models().rest_api_id(id).limit(PAGE);
    let pages = request.into_paginator();
    Ok(pages.items().send().collect::<Result<_, _>>().await?)
}

async fn deployments(aws: &Aws, id: &str) -> Result<Vec<sdk::Deployment>> {
    let request = aws.api_gateway().get_deployments().rest_api_id(id);
    let pages = request.limit(PAGE).into_paginator();
    Ok(pages.items().send().collect::<Result<_, _>>().await?)
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

// An API has at most ten authorizers, and never as many of the others as a page holds.

async fn authorizers(aws: &Aws, id: &str) -> Result<Vec<sdk::Authorizer>> {
    let request = aws.api_gateway().get_authorizers().rest_api_id(id);
    let answer = request.limit(PAGE).send().await?;
    Ok(answer.items.unwrap_or_default())
}

async fn validators(aws: &Aws, id: &str) -> Result<Vec<sdk::RequestValidator>> {
    let request = aws.api_gateway().get_request_validators().rest_api_id(id);
    let answer = request.limit(PAGE).send().await?;
    Ok(answer.items.unwrap_or_default())
}

async fn gateway_responses(aws: &Aws, id: &str) -> Result<Vec<sdk::GatewayResponse>> {
    let request = aws.api_gateway().get_gateway_responses().rest_api_id(id);
    let answer = request.limit(PAGE).send().await?;
    Ok(answer.items.unwrap_or_default())
}

async fn stages(aws: &Aws, id: &str) -> Result<Vec<sdk::Stage>> {
    let answer = aws.api_gateway().get_stages().rest_api_id(id).send().await?;
    Ok(answer.item.unwrap_or_default())
}
