//! An API as it is: a fixed number of calls, side by side.

use aws_sdk_apigatewayv2::operation::get_api::GetApiOutput;
use aws_sdk_apigatewayv2::types as sdk;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::try_join_all;
use sha2::{Digest, Sha256};

use super::authorizer::Authorizer;
use super::integration::{Integration, IntegrationResponse};
use super::models::Model;
use super::route::Route;
use super::spec::{Api, Outputs, Protocol};
use super::stage::Stage;
use crate::apigatewayv2::{ApiGatewayV2, pages};
use crate::prelude::*;
use kind::Place;

/// An API, and the ids of its parts.
#[derive(Default)]
pub struct ApiParts {
    pub(super) spec: Option<Api>,
    pub(super) endpoint: Option<String>,
    /// Every integration, those too that answer no route.
    pub(super) integrations: BTreeMap<String, Integration>,
    /// Ids of routes, and which integrations they have.
    pub(super) routes: BTreeMap<String, (String, Option<String>)>,
    pub(super) authorizers: BTreeMap<String, String>,
    pub(super) models: BTreeMap<String, String>,
}

/// What AWS makes by itself of an API that was made in one call ("quick create"): it removes it with the API alone.
fn is_managed(flag: Option<bool>) -> bool {
    flag == Some(true)
}

impl ApiParts {
    /// Six calls, one more for a WebSocket API and for stages that AWS does not deploy by itself, and one for each
    /// integration that says what becomes of answers.
    pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Self>> {
        let request = aws.api_gateway_v2().get_api().api_id(id);
        let Some(found) = optional(request.send().await)? else {
            return Ok(None);
        };
        let endpoint = found.api_endpoint.clone();
        let spec =
            Api::demanded(Some(found), "api").map_err(AwsError::in_answer::<GetApiOutput>)?;
        let (routes, integrations, authorizers, stages, models) = tokio::try_join!(
            async { Ok::<_, AwsError>(pages!(aws.api_gateway_v2().get_routes().api_id(id))) },
            integrations(aws, id),
            async { Ok(pages!(aws.api_gateway_v2().get_authorizers().api_id(id))) },
            async { Ok(pages!(aws.api_gateway_v2().get_stages().api_id(id))) },
            models(aws, id, spec.protocol),
        )?;
        let deployments = deployments(aws, id, &stages).await?;
        let is_http = spec.is_http();
        let mut parts = Self { endpoint, integrations, ..Self::default() };
        let mut api = spec;
        for live in authorizers {
            let (name, id) = (live.name.clone(), live.authorizer_id.clone());
            let name = name.unwrap_or_default();
            parts.authorizers.insert(name.clone(), id.unwrap_or_default());
            api.authorizers.insert(name, Authorizer::demanded(Some(live), "item")?);
        }
        for live in models {
            let name = live.name.clone().unwrap_or_default();
            parts.models.insert(name.clone(), live.model_id.clone().unwrap_or_default());
            api.models.insert(name, Model::demanded(Some(live), "item")?);
        }
        for live in routes {
            let key = live.route_key().unwrap_or_default().to_owned();
            let target = live.target().and_then(|target| target.strip_prefix("integrations/"));
            let ids = (live.route_id().unwrap_or_default().to_owned(), target.map(str::to_owned));
            let route = Route::of(&live, &parts.integrations, &parts.authorizers);
            parts.routes.insert(key.clone(), ids);
            api.routes.insert(key, route);
        }
        for live in stages.into_iter().filter(|stage| !is_managed(stage.api_gateway_managed)) {
            let name = live.stage_name.clone().unwrap_or_default();
            let shown = live.deployment_id.as_ref().and_then(|id| deployments.get(id)).cloned();
            let stage = Stage::demanded(Some(live), "item")?;
            let deployment = shown.filter(|_| !stage.auto_deploy);
            api.stages.insert(name, Stage { deployment, ..stage });
        }
        api.normalise();
        for integration in parts.integrations.values_mut() {
            integration.normalise(is_http);
        }
        parts.spec = Some(api);
        Ok(Some(parts))
    }

    pub(super) fn outputs(&self, id: &str, place: &Place) -> Outputs {
        let name = self.spec.as_ref().map(|spec| spec.name.clone());
        Outputs { name, endpoint: self.endpoint.clone(), ..Outputs::of_id(id, place) }
    }
}

impl Api {
    /// Says of each stage that AWS does not deploy by itself what it is to show.
    pub(super) fn deploy(&mut self) {
        let shown = (
            &self.routes, &self.authorizers, &self.models, &self.route_selection_expression,
            &self.api_key_selection_expression,
        );
        let text = serde_json::to_string(&shown).unwrap_or_default();
        let hash = STANDARD.encode(Sha256::digest(text));
        for stage in self.stages.values_mut() {
            stage.deployment = (!stage.auto_deploy).then(|| hash.clone());
        }
    }
}

async fn integrations(aws: &Aws, id: &str) -> Result<BTreeMap<String, Integration>> {
    let live: Vec<sdk::Integration> = pages!(aws.api_gateway_v2().get_integrations().api_id(id));
    let read = live.into_iter().map(|live| with_responses(aws, id, live));
    let integrations = try_join_all(read).await?;
    Ok(integrations.into_iter().collect())
}

/// An integration, with what becomes of its answers where it says something of that.
async fn with_responses(
    aws: &Aws,
    api: &str,
    live: sdk::Integration,
) -> Result<(String, Integration)> {
    let id = live.integration_id.clone().unwrap_or_default();
    let chooses =
        live.integration_response_selection_expression().is_some_and(|text| !text.is_empty());
    let integration = Integration::demanded(Some(live), "item")?;
    if !chooses {
        return Ok((id, integration));
    }
    let request =
        || aws.api_gateway_v2().get_integration_responses().api_id(api).integration_id(&id);
    let found: Vec<sdk::IntegrationResponse> = pages!(request());
    let mut responses = BTreeMap::new();
    for response in found {
        let key = response.integration_response_key.clone().unwrap_or_default();
        responses.insert(key, IntegrationResponse::demanded(Some(response), "item")?);
    }
    Ok((id, Integration { responses, ..integration }))
}

async fn models(aws: &Aws, id: &str, protocol: Protocol) -> Result<Vec<sdk::Model>> {
    if protocol != Protocol::WebSocket {
        return Ok(Vec::new());
    }
    let all = async { Ok::<_, AwsError>(pages!(aws.api_gateway_v2().get_models().api_id(id))) };
    Ok(optional(all.await)?.unwrap_or_default())
}

/// What deployments say of themselves, by their ids, if a stage shows one that we have made.
async fn deployments(
    aws: &Aws,
    id: &str,
    stages: &[sdk::Stage],
) -> Result<BTreeMap<String, String>> {
    if stages.iter().all(|stage| stage.auto_deploy().unwrap_or(false)) {
        return Ok(BTreeMap::new());
    }
    let found: Vec<sdk::Deployment> = pages!(aws.api_gateway_v2().get_deployments().api_id(id));
    let said = found.into_iter().filter_map(|it| Some((it.deployment_id?, it.description?)));
    Ok(said.collect())
}
