//! The mappings of a domain in the first API of API Gateway.

use super::spec::{Mapping, Mappings, NONE, key, path};
use crate::apigateway::ApiGateway;
use crate::apigateway::support::{items, send_patch};
use crate::prelude::*;

pub(super) async fn read(aws: &Aws, domain: &str) -> Result<Mappings> {
    let mappings = items!(aws.api_gateway().get_base_path_mappings().domain_name(domain));
    let by_path = mappings.into_iter().map(|mut live| {
        live.stage.take_if(|stage| stage == NONE);
        Ok((path(live.base_path.take()), Mapping::demanded(Some(live), "item")?))
    });
    by_path.collect()
}

pub(super) async fn create(aws: &Aws, domain: &str, path: &str, mapping: &Mapping) -> Result<()> {
    let request = mapping.fill(aws.api_gateway().create_base_path_mapping())?;
    let base_path = key(path).map(str::to_owned);
    request.domain_name(domain).set_base_path(base_path).send().await?;
    Ok(())
}

pub(super) async fn update(
    aws: &Aws,
    domain: &str,
    path: &str,
    mapping: &Mapping,
    live: &Mapping,
) -> Result<()> {
    let patch = mapping.patch_fields(Some(live), "")?;
    let request = aws.api_gateway().update_base_path_mapping().domain_name(domain);
    send_patch!(patch, request.base_path(key(path).unwrap_or(NONE)));
    Ok(())
}

pub(super) async fn delete(aws: &Aws, domain: &str, path: &str) -> Result<()> {
    let request = aws.api_gateway().delete_base_path_mapping().domain_name(domain);
    deleted(request.base_path(key(path).unwrap_or(NONE)).send().await)
}
