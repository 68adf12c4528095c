//! Reads an identity pool with its roles and principal tags, and lists those of the account.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use aws_sdk_cognitoidentity::operation::get_identity_pool_roles::GetIdentityPoolRolesOutput;
use aws_sdk_cognitoidentity::types::IdentityPoolShortDescription;

use super::types::{RoleMapping, Roles};
use super::{IdentityPool, Outputs, arn, principal_tags};
use crate::cognito_identity::CognitoIdentity;
use crate::fields::present;
use aws::{Aws, tags, whole};
use kind::{Live, Result};

/// The name under which the pools of an account are kept for the run.
pub(super) const MEMO_KEY: &str = "cognito-identity/ListIdentityPools";

/// The ids of the pools that have a name.
pub(super) async fn find(aws: &Aws, name: &str) -> Result<Vec<String>> {
    let pools: Arc<Vec<IdentityPoolShortDescription>> =
        aws.memo().once(MEMO_KEY, || pools(aws)).await?;
    let named = pools.iter().filter(|pool| pool.identity_pool_name() == Some(name));
    Ok(named.filter_map(|pool| pool.identity_pool_id.clone()).collect())
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
    let mut spec = settings(pool);
    spec.roles = Roles::of(roles.roles.unwrap_or_default());
    spec.role_mappings = roles
        .role_mappings
        .unwrap_or_default()
        .into_iter()
        .map(|(key, mapping)| RoleMapping::of(&key, mapping))
        .collect::<Result<_>>()?;
    spec.principal_tags = principal_tags::read(aws, id, &spec.provider_names()).await?;
    Ok(Some(Live::new(
        Outputs { id: Some(id.to_owned()), arn: Some(arn(aws, id)), name: Some(spec.name.clone()) },
        spec,
    )))
}

async fn described(aws: &Aws, id: &str) -> Result<DescribeIdentityPoolOutput> {
    let request = aws.cognito_identity().describe_identity_pool();
    Ok(request.identity_pool_id(id).send().await?)
}

async fn roles(aws: &Aws, id: &str) -> Result<GetIdentityPoolRolesOutput> {
    let request = aws.cognito_identity().get_identity_pool_roles();
    Ok(request.identity_pool_id(id).send().await?)
}

/// What DescribeIdentityPool tells; the rest is empty.
fn settings(pool: DescribeIdentityPoolOutput) -> IdentityPool {
    let cognito = pool.cognito_identity_providers.unwrap_or_default();
    IdentityPool {
        name: pool.identity_pool_name,
        allow_unauthenticated: pool.allow_unauthenticated_identities,
        allow_classic_flow: pool.allow_classic_flow.unwrap_or(false),
        cognito_providers: cognito.into_iter().map(Into::into).collect(),
        login_providers: pool.supported_login_providers.unwrap_or_default().into_iter().collect(),
        openid_connect_providers: set(pool.open_id_connect_provider_arns),
        saml_providers: set(pool.saml_provider_arns),
        developer_provider_name: present(pool.developer_provider_name),
        roles: Roles::default(),
        role_mappings: BTreeSet::new(),
        principal_tags: BTreeSet::new(),
        tags: tags::from_aws(pool.identity_pool_tags.unwrap_or_default()),
    }
}

fn set(list: Option<Vec<String>>) -> BTreeSet<String> {
    list.into_iter().flatten().collect()
}
