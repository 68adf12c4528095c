//! What the paths of a domain lead to.

use aws_sdk_apigateway::operation::create_base_path_mapping::builders::CreateBasePathMappingFluentBuilder;
use aws_sdk_apigateway::types as sdk;

use crate::apigateway::ApiGateway;
use crate::apigateway::patch::Patch;
use crate::apigateway::support::{items, send_patch};
use crate::children::Children;
use crate::prelude::*;

/// What a path of a domain leads to.
#[spec(sdk::BasePathMapping, request = CreateBasePathMappingFluentBuilder, patch = Patch)]
pub struct Mapping {
    /// Id of the REST API.
    #[field(required, length = 1.., aws = rest_api_id, patch = "/restapiId")]
    pub api: String,
    /// Name of its stage, which must exist. Absent: callers name it, as the next part of the path.
    #[field(length = 1..=128, pattern = r"^[A-Za-z0-9_-]+$", patch)]
    pub stage: Option<String>,
}

pub(super) type Mappings = BTreeMap<String, Mapping>;

/// What AWS writes for a path or a stage that is not there.
const NONE: &str = "(none)";

pub(super) async fn read(aws: &Aws, domain: &str) -> Result<Mappings> {
    let mappings = items!(aws.api_gateway().get_base_path_mappings().domain_name(domain));
    let by_path = mappings.into_iter().map(|mut live| {
        live.stage.take_if(|stage| stage == NONE);
        let path = non_empty(live.base_path.take()).filter(|path| path != NONE);
        Ok((format!("/{}", path.unwrap_or_default()), Mapping::demanded(Some(live), "item")?))
    });
    by_path.collect()
}

/// AWS's name of a path, of which the root has one of its own.
fn base_path(path: &str) -> &str {
    match path.trim_start_matches('/') {
        "" => NONE,
        path => path,
    }
}

pub(super) async fn update(
    aws: &Aws,
    domain: &str,
    wanted: &Mappings,
    live: &Mappings,
) -> Result<()> {
    let Children { create, update, delete } = Children::of(wanted, live);
    for (path, mapping, live) in update {
        let patch = mapping.patch_fields(Some(live), "")?;
        let request = aws.api_gateway().update_base_path_mapping().domain_name(domain);
        send_patch!(patch, request.base_path(base_path(path)));
    }
    for (path, mapping) in create {
        let request = mapping.fill(aws.api_gateway().create_base_path_mapping())?;
        let base_path = Some(base_path(path)).filter(|path| *path != NONE).map(str::to_owned);
        request.domain_name(domain).set_base_path(base_path).send().await?;
    }
    for path in delete {
        self::delete(aws, domain, path).await?;
    }
    Ok(())
}

pub(super) async fn delete(aws: &Aws, domain: &str, path: &str) -> Result<()> {
    let request = aws.api_gateway().delete_base_path_mapping().domain_name(domain);
    deleted(request.base_path(base_path(path)).send().await)
}
