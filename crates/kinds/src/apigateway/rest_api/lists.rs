//! What API Gateway lists of an API.

use aws_sdk_apigateway::types as sdk;

use crate::apigateway::ApiGateway;
use crate::apigateway::support::{PAGE, items};
use crate::prelude::*;

/// All of a list that fits into one page: an API has at most ten authorizers, and never as many of the others as a page
/// holds.
macro_rules! one_page {
    ($request:expr) => {
        $request.limit(PAGE).send().await?.items.unwrap_or_default()
    };
}

/// The paths, with all that their methods have.
pub(super) async fn resources(aws: &Aws, id: &str) -> Result<Vec<sdk::Resource>> {
    Ok(items!(aws.api_gateway().get_resources().rest_api_id(id).embed("methods")))
}

pub(super) async fn models(aws: &Aws, id: &str) -> Result<Vec<sdk::Model>> {
    Ok(items!(aws.api_gateway().get_models().rest_api_id(id)))
}

pub(super) async fn deployments(aws: &Aws, id: &str) -> Result<Vec<sdk::Deployment>> {
    Ok(items!(aws.api_gateway().get_deployments().rest_api_id(id)))
}

pub(super) async fn authorizers(aws: &Aws, id: &str) -> Result<Vec<sdk::Authorizer>> {
    Ok(one_page!(aws.api_gateway().get_authorizers().rest_api_id(id)))
}

pub(super) async fn validators(aws: &Aws, id: &str) -> Result<Vec<sdk::RequestValidator>> {
    Ok(one_page!(aws.api_gateway().get_request_validators().rest_api_id(id)))
}

pub(super) async fn gateway_responses(aws: &Aws, id: &str) -> Result<Vec<sdk::GatewayResponse>> {
    Ok(one_page!(aws.api_gateway().get_gateway_responses().rest_api_id(id)))
}

pub(super) async fn stages(aws: &Aws, id: &str) -> Result<Vec<sdk::Stage>> {
    let answer = aws.api_gateway().get_stages().rest_api_id(id).send().await?;
    Ok(answer.item.unwrap_or_default())
}
