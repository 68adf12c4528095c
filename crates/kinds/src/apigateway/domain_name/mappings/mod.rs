//! What the paths of a domain lead to.
//!
//! API Gateway has two APIs for it. The first knows REST APIs, and the first part of a path; the second knows APIs of
//! every sort and paths of several parts, of some domains (`state::serves_every_api`), and wants a stage. Each mapping
//! stands in both, so that one list says everything: the second API's where it tells of the domain, else the first's.

mod api_mappings;
mod base_paths;

use aws_sdk_apigateway::operation::create_base_path_mapping::builders::CreateBasePathMappingFluentBuilder;
use aws_sdk_apigateway::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigateway::types as sdk;

use super::state;
use crate::apigateway::patch::Patch;
use crate::children::Children;
use crate::prelude::*;

/// What a path of a domain leads to.
#[spec(sdk::BasePathMapping, request = CreateBasePathMappingFluentBuilder, patch = Patch)]
pub struct Mapping {
    /// Id of the REST API (`apigateway.rest_api`); on a regional domain with `TLS_1_2` also of an HTTP or a WebSocket
    /// API (`apigatewayv2.api`). One domain cannot lead to a WebSocket API and to others.
    #[field(required, length = 1.., aws = rest_api_id, patch = "/restapiId")]
    pub api: String,
    /// Name of its stage, which must exist. Absent: callers name it, as the next part of the path, which REST APIs alone
    /// take.
    #[field(length = 1..=128, pattern = r"^(\$default|[A-Za-z0-9_-]+)$", patch)]
    pub stage: Option<String>,
}

pub(super) type Mappings = BTreeMap<String, Mapping>;

/// What AWS writes for a path or a stage that is not there.
const NONE: &str = "(none)";

/// Every mapping of a domain.
pub(super) async fn read(aws: &Aws, name: &str, domain: &GetDomainNameOutput) -> Result<Mappings> {
    match state::serves_every_api(domain) {
        true => api_mappings::read(aws, name).await,
        false => base_paths::read(aws, name).await,
    }
}

/// Makes, changes and deletes the mappings that differ.
pub(super) async fn update(
    aws: &Aws,
    name: &str,
    domain: &GetDomainNameOutput,
    wanted: &Mappings,
    live: &Mappings,
) -> Result<()> {
    let Children { create, update, delete } = Children::of(wanted, live);
    let has_ids = state::serves_every_api(domain) && !(update.is_empty() && delete.is_empty());
    let ids = match has_ids {
        true => api_mappings::ids(aws, name).await?,
        false => BTreeMap::new(),
    };
    let is_second = |mapping: &Mapping| mapping.stage.is_some() && state::serves_every_api(domain);
    for (path, mapping, live) in update {
        match ids.get(path).filter(|_| is_second(mapping)) {
            Some(id) => api_mappings::update(aws, name, id, mapping).await?,
            None => base_paths::update(aws, name, path, mapping, live).await?,
        }
    }
    for (path, mapping) in create {
        match is_second(mapping) {
            true => api_mappings::create(aws, name, path, mapping).await?,
            false => base_paths::create(aws, name, path, mapping).await?,
        }
    }
    for path in delete {
        match ids.get(path) {
            Some(id) => api_mappings::delete(aws, name, id).await?,
            None => base_paths::delete(aws, name, path).await?,
        }
    }
    Ok(())
}

/// A path as specs have it, of which AWS has no slash at the beginning.
fn path(key: Option<String>) -> String {
    let key = non_empty(key).filter(|key| key != NONE);
    format!("/{}", key.unwrap_or_default())
}

/// AWS's key of a path, of which the root has none.
fn key(path: &str) -> Option<&str> {
    Some(path.trim_start_matches('/')).filter(|key| !key.is_empty())
}
