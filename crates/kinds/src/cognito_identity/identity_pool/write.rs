//! Creates, changes and deletes an identity pool.

use std::collections::{BTreeSet, HashMap};

use super::read::MEMO_KEY;
use super::types::{CognitoProvider, RoleMapping};
use super::{IdentityPool, arn, principal_tags};
use crate::cognito_identity::CognitoIdentity;
use aws::tags::{self, Tags};
use aws::{Aws, optional};
use kind::Result;

/// Every setting that CreateIdentityPool and UpdateIdentityPool take alike. UpdateIdentityPool resets what
/// is left out, the tags included.
macro_rules! with_settings {
    ($request:expr, $pool:expr) => {{
        let pool: &IdentityPool = $pool;
        let cognito = pool.cognito_providers.iter().map(CognitoProvider::request);
        $request
            .identity_pool_name(&pool.name)
            .allow_unauthenticated_identities(pool.allow_unauthenticated)
            .allow_classic_flow(pool.allow_classic_flow)
            .set_cognito_identity_providers(Some(cognito.collect()))
            .set_supported_login_providers(Some(map(&pool.login_providers)))
            .set_open_id_connect_provider_arns(Some(list(&pool.openid_connect_providers)))
            .set_saml_provider_arns(Some(list(&pool.saml_providers)))
            .set_developer_provider_name(pool.developer_provider_name.clone())
            .set_identity_pool_tags(Some(map(&pool.tags)))
    }};
}

pub(super) async fn create(pool: &IdentityPool, aws: &Aws) -> Result<String> {
    let request = with_settings!(aws.cognito_identity().create_identity_pool(), pool);
    let created = request.send().await?;
    aws.memo().forget(MEMO_KEY);
    Ok(created.identity_pool_id)
}

/// What hangs on a provider goes before the provider does, and comes after it.
pub(super) async fn update(
    pool: &IdentityPool,
    aws: &Aws,
    id: &str,
    live: &IdentityPool,
) -> Result<()> {
    principal_tags::remove(aws, id, &pool.principal_tags, &live.principal_tags).await?;
    if pool.settings() != live.settings() {
        write_settings(pool, aws, id).await?;
    }
    if (&pool.roles, &pool.role_mappings) != (&live.roles, &live.role_mappings) {
        write_roles(pool, aws, id).await?;
    }
    principal_tags::set(aws, id, &pool.principal_tags, &live.principal_tags).await?;
    update_tags(aws, id, &pool.tags, &live.tags).await
}

impl IdentityPool {
    /// What UpdateIdentityPool alone changes.
    fn settings(&self) -> impl PartialEq + '_ {
        (
            &self.name,
            self.allow_unauthenticated,
            self.allow_classic_flow,
            &self.cognito_providers,
            &self.login_providers,
            &self.openid_connect_providers,
            &self.saml_providers,
            &self.developer_provider_name,
        )
    }
}

async fn write_settings(pool: &IdentityPool, aws: &Aws, id: &str) -> Result<()> {
    let request = aws.cognito_identity().update_identity_pool();
    let request = with_settings!(request.identity_pool_id(id), pool);
    request.send().await?;
    aws.memo().forget(MEMO_KEY);
    Ok(())
}

/// The call sets roles and mappings as a whole.
async fn write_roles(pool: &IdentityPool, aws: &Aws, id: &str) -> Result<()> {
    let mappings = pool.role_mappings.iter();
    let mappings: Result<HashMap<_, _>> =
        mappings.map(|mapping| Ok((RoleMapping::key(mapping), mapping.request()?))).collect();
    let request = aws
        .cognito_identity()
        .set_identity_pool_roles()
        .identity_pool_id(id)
        .set_roles(Some(pool.roles.request()))
        .set_role_mappings(Some(mappings?));
    request.send().await?;
    Ok(())
}

async fn update_tags(aws: &Aws, id: &str, desired: &Tags, live: &Tags) -> Result<()> {
    let Some(changes) = tags::changes(desired, live) else {
        return Ok(());
    };
    if !changes.remove.is_empty() {
        let request = aws.cognito_identity().untag_resource();
        let request = request.resource_arn(arn(aws, id));
        request.set_tag_keys(Some(changes.remove)).send().await?;
    }
    if !changes.set.is_empty() {
        let request = aws.cognito_identity().tag_resource();
        let request = request.resource_arn(arn(aws, id));
        request.set_tags(Some(map(&changes.set))).send().await?;
    }
    Ok(())
}

pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    let request = aws.cognito_identity().delete_identity_pool();
    optional(request.identity_pool_id(id).send().await)?;
    aws.memo().forget(MEMO_KEY);
    Ok(())
}

fn list(set: &BTreeSet<String>) -> Vec<String> {
    set.iter().cloned().collect()
}

fn map(texts: &Tags) -> HashMap<String, String> {
    texts.clone().into_iter().collect()
}
