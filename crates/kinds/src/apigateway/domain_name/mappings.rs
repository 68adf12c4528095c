//! What the paths of a domain lead to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::apigateway::ApiGateway;
use crate::apigateway::support::{PAGE, Patch};
use crate::fields::present;
use aws::{Aws, optional};
use kind::Result;

/// What a path of a domain leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Id of the REST API.
    #[schemars(length(min = 1))]
    pub api: String,
    /// Name of its stage, which must exist. Absent: callers name it, as the next part of the path.
    #[serde(default)]
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[A-Za-z0-9_-]+$"))]
    pub stage: Option<String>,
}

pub(super) type Mappings = BTreeMap<String, Mapping>;

/// What AWS writes for a path or a stage that is not there.
const NONE: &str = "(none)";

pub(super) async fn read(aws: &Aws, domain: &str) -> Result<Mappings> {
    let request = aws.api_gateway().get_base_path_mappings();
    let request = request.domain_name(domain).limit(PAGE);
    let mut pages = request.into_paginator().items().send();
    let mut mappings = Mappings::new();
    while let Some(mapping) = pages.next().await {
        let mapping = mapping?;
        let live =
            Mapping { stage: named(mapping.stage()), api: mapping.rest_api_id.unwrap_or_default() };
        let base_path = named(mapping.base_path.as_deref());
        mappings.insert(format!("/{}", base_path.unwrap_or_default()), live);
    }
    Ok(mappings)
}

fn named(text: Option<&str>) -> Option<String> {
    present(text).filter(|text| text != NONE)
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
    for (path, mapping) in wanted {
        match live.get(path) {
            Some(live) if live == mapping => {}
            Some(live) => mapping.change(aws, domain, path, live).await?,
            None => mapping.create(aws, domain, path).await?,
        }
    }
    for path in live.keys().filter(|path| !wanted.contains_key(*path)) {
        delete(aws, domain, path).await?;
    }
    Ok(())
}

pub(super) async fn delete(aws: &Aws, domain: &str, path: &str) -> Result<()> {
    let request = aws.api_gateway().delete_base_path_mapping();
    let request = request.domain_name(domain).base_path(base_path(path));
    optional(request.send().await)?;
    Ok(())
}

impl Mapping {
    async fn create(&self, aws: &Aws, domain: &str, path: &str) -> Result<()> {
        let request = aws
            .api_gateway()
            .create_base_path_mapping()
            .domain_name(domain)
            .set_base_path(Some(base_path(path).to_owned()).filter(|path| path != NONE))
            .rest_api_id(&self.api)
            .set_stage(self.stage.clone());
        request.send().await?;
        Ok(())
    }

    async fn change(&self, aws: &Aws, domain: &str, path: &str, live: &Self) -> Result<()> {
        let mut patch = Patch::default();
        patch.text("/restapiId", Some(&self.api), Some(&live.api));
        patch.text("/stage", self.stage.as_ref(), live.stage.as_ref());
        let request = aws
            .api_gateway()
            .update_base_path_mapping()
            .domain_name(domain)
            .base_path(base_path(path))
            .set_patch_operations(patch.operations());
        request.send().await?;
        Ok(())
    }
}
