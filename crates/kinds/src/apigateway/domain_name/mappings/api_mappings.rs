//! The mappings of a domain in the second API of API Gateway, which knows each by an id.

use aws_sdk_apigatewayv2::types as sdk;

use super::spec::{Mapping, Mappings, NONE, key, path};
use crate::apigatewayv2::{ApiGatewayV2, pages};
use crate::prelude::*;

async fn list(aws: &Aws, domain: &str) -> Result<Vec<sdk::ApiMapping>> {
    Ok(pages!(aws.api_gateway_v2().get_api_mappings().domain_name(domain)))
}

pub(super) async fn read(aws: &Aws, domain: &str) -> Result<Mappings> {
    let by_path = list(aws, domain).await?.into_iter().map(|mut live| {
        let path = path(live.api_mapping_key.take());
        // A mapping of a REST API may have none, which the first API has made.
        let stage = non_empty(live.stage.take()).filter(|stage| stage != NONE);
        let api = member(live, "apiId", |live| live.api_id)?;
        Ok((path, Mapping { api, stage }))
    });
    by_path.collect()
}

/// The ids of the mappings, by their paths.
pub(super) async fn ids(aws: &Aws, domain: &str) -> Result<BTreeMap<String, String>> {
    let by_path = list(aws, domain).await?.into_iter().map(|mut live| {
        let path = path(live.api_mapping_key.take());
        Ok((path, member(live, "apiMappingId", |live| live.api_mapping_id)?))
    });
    by_path.collect()
}

pub(super) async fn create(aws: &Aws, domain: &str, path: &str, mapping: &Mapping) -> Result<()> {
    let request = aws.api_gateway_v2().create_api_mapping().domain_name(domain);
    let request = request.set_api_mapping_key(key(path).map(str::to_owned));
    request.api_id(&mapping.api).set_stage(mapping.stage.clone()).send().await?;
    Ok(())
}

pub(super) async fn update(aws: &Aws, domain: &str, id: &str, mapping: &Mapping) -> Result<()> {
    let request = aws.api_gateway_v2().update_api_mapping().domain_name(domain).api_mapping_id(id);
    request.api_id(&mapping.api).set_stage(mapping.stage.clone()).send().await?;
    Ok(())
}

pub(super) async fn delete(aws: &Aws, domain: &str, id: &str) -> Result<()> {
    let request = aws.api_gateway_v2().delete_api_mapping().domain_name(domain);
    deleted(request.api_mapping_id(id).send().await)
}
