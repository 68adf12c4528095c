//! Reads an identity pool with its roles and principal tags, and lists those of the account.

use std::sync::Arc;

use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use aws_sdk_cognitoidentity::operation::get_identity_pool_roles::GetIdentityPoolRolesOutput;
use aws_sdk_cognitoidentity::types::IdentityPoolShortDescription;

use super::principal_tags;
use super::types::{IdentityPool, Outputs, RoleMapping, Roles};
use crate::cognito_identity::CognitoIdentity;
use aws::{self, Aws, whole};
use kind::{Live, Result};

/// The name under which the pools of an account are kept for the run.
const MEMO_KEY: &str = "cognito-identity/ListIdentityPools";

/// The ids of the pools that have a name.
pub(super) async fn find(aws: &Aws, name: &str) -> Result<Vec<String>> {
    let pools: Arc<Vec<IdentityPoolShortDescription>> =
        aws.memo().once(MEMO_KEY, || pools(aws)).await?;
    let named = pools.iter().filter(|pool| pool.identity_pool_name() == Some(name));
    Ok(named.filter_map(|pool| pool.identity_pool_id.clone()).collect())
}

/// Forgets the list of pools, which a write has made stale.
pub(super) fn forget(aws: &Aws) {
    aws.memo().forget(MEMO_KEY);
}

/// The ARN of a pool, by which its tags are changed.
pub(super) fn arn(aws: &Aws, id: &str) -> String {
    aws.place().arn("cognito-identity", &format!("identitypool/{id}"))
}

async fn pools(aws: &Aws) -> Result<Vec<IdentityPoolShortDescription>> {
    const MOST_A_PAGE: i32 = 60;
    let request = aws.cognito_identity().list_identity_pools();
    let pages = request.max_results(MOST_A_PAGE).into_paginator().items();
    Ok(pages.send().collect::<Result<_, _>>().await?)
}

pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<IdentityPool>>> {
    let Some((pool, roles)) = whole(described(aws, id), roles(aws, id)).await? else {
        return Ok(None);
    };
    let mappings = roles.role_mappings.unwrap_or_default().into_iter();
    let spec = aws::read::<DescribeIdentityPoolOutput, IdentityPool>(pool)?;
    let Some(mut spec) = spec else {
        return Ok(None);
    };
    spec.roles = Roles::of(roles.roles.unwrap_or_default());
    spec.role_mappings =
        mappings.map(|(key, mapping)| RoleMapping::of(&key, mapping)).collect::<Result<_>>()?;
    spec.principal_tags = principal_tags::read(aws, id, &spec.provider_names()).await?;
    let (arn, name) = (arn(aws, id), spec.name.clone());
    let outputs = Outputs { id: Some(id.to_owned()), arn: Some(arn), name: Some(name) };
    Ok(Some(Live::new(outputs, spec)))
}

async fn described(aws: &Aws, id: &str) -> Result<DescribeIdentityPoolOutput> {
    let request = aws.cognito_identity().describe_identity_pool();
    Ok(request.identity_pool_id(id).send().await?)
}

async fn roles(aws: &Aws, id: &str) -> Result<GetIdentityPoolRolesOutput> {
    let request = aws.cognito_identity().get_identity_pool_roles();
    Ok(request.identity_pool_id(id).send().await?)
}
