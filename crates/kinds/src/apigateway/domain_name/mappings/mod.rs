//! What the paths of a domain lead to.
//!
//! API Gateway has two APIs for it. The first knows REST APIs, and the first part of a path; the second knows APIs of
//! every sort and paths of several parts, of some domains (`state::serves_every_api`), and wants a stage. Each mapping
//! stands in both, so that one list says everything: the second API's where it tells of the domain, else the first's.

mod api_mappings;
mod base_paths;
mod spec;

use aws_sdk_apigateway::operation::get_domain_name::GetDomainNameOutput;

use super::state;
use crate::children::Children;
use crate::prelude::*;

pub use spec::{Mapping, Mappings};

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
