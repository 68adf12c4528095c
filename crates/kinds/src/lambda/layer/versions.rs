//! The versions of a layer, who may use them, and which of them functions use.

use aws_sdk_lambda::operation::get_layer_version::GetLayerVersionOutput;
use aws_sdk_lambda::types as sdk;

use super::spec::{LayerPermission, Permissions};
use crate::lambda::Lambda;
use crate::lambda::function::permission;
use crate::lists::items;
use crate::prelude::*;

/// What AddLayerVersionPermission can allow.
const ACTION: &str = "lambda:GetLayerVersion";

/// Numbers and ARNs of the versions that there are; AWS gives none where there is no such layer.
async fn all(aws: &Aws, layer: &str) -> Result<Vec<sdk::LayerVersionsListItem>> {
    let request = aws.lambda().list_layer_versions().layer_name(layer);
    let versions = request.into_paginator().items().send().try_collect().await;
    Ok(optional(versions)?.unwrap_or_default())
}

pub(super) async fn newest(aws: &Aws, layer: &str) -> Result<Option<GetLayerVersionOutput>> {
    let versions = all(aws, layer).await?;
    let Some(number) = versions.iter().map(|version| version.version).max() else {
        return Ok(None);
    };
    let request = aws.lambda().get_layer_version().layer_name(layer).version_number(number);
    optional(request.send().await)
}

/// Who may use a version besides its account.
pub(super) async fn permissions(
    aws: &Aws,
    layer: &str,
    number: i64,
    arn: Option<&str>,
) -> Result<Permissions> {
    let request = aws.lambda().get_layer_version_policy().layer_name(layer).version_number(number);
    let policy = optional(request.send().await)?.and_then(|answer| answer.policy);
    let Some(policy) = policy.filter(|policy| !policy.is_empty()) else {
        return Ok(Permissions::new());
    };
    let statements = permission::of_policy(&policy, arn.unwrap_or_default())?.into_iter();
    let permissions = statements.map(|(id, statement)| {
        let (principal, organization) = (statement.principal, statement.organization);
        (id, LayerPermission { principal, organization })
    });
    Ok(permissions.collect())
}

/// Brings the statements of a version to what is wanted. One that differs is removed and added again.
pub(super) async fn write_permissions(
    aws: &Aws,
    layer: &str,
    number: i64,
    wanted: &Permissions,
    live: &Permissions,
) -> Result<()> {
    let lambda = aws.lambda();
    for (id, _) in live.iter().filter(|(id, live)| wanted.get(*id) != Some(live)) {
        let request = lambda.remove_layer_version_permission().layer_name(layer);
        deleted(request.version_number(number).statement_id(id).send().await)?;
    }
    for (id, permission) in wanted.iter().filter(|(id, wanted)| live.get(*id) != Some(wanted)) {
        let request = lambda.add_layer_version_permission().layer_name(layer);
        let request = request.version_number(number).statement_id(id).action(ACTION);
        let request = request.principal(permission.principal.as_str());
        request.set_organization_id(permission.organization.clone()).send().await?;
    }
    Ok(())
}

/// Deletes the versions before one that no function names, in none of its versions.
pub(super) async fn delete_unused(aws: &Aws, layer: &str, newest: i64) -> Result<()> {
    let mut older = all(aws, layer).await?;
    older.retain(|version| version.version < newest);
    if older.is_empty() {
        return Ok(());
    }
    let every = sdk::FunctionVersion::All;
    let functions = items!(aws.lambda().list_functions().function_version(every));
    let used: BTreeSet<&str> = functions
        .iter()
        .flat_map(|function| function.layers().iter().filter_map(|layer| layer.arn()))
        .collect();
    older.retain(|version| version.layer_version_arn().is_none_or(|arn| !used.contains(arn)));
    delete(aws, layer, older).await
}

pub(super) async fn delete_all(aws: &Aws, layer: &str) -> Result<()> {
    let versions = all(aws, layer).await?;
    delete(aws, layer, versions).await
}

async fn delete(aws: &Aws, layer: &str, versions: Vec<sdk::LayerVersionsListItem>) -> Result<()> {
    for version in versions {
        let request = aws.lambda().delete_layer_version().layer_name(layer);
        deleted(request.version_number(version.version).send().await)?;
    }
    Ok(())
}
