//! The policies of a role: those that are its own, and those that are attached to it.

use std::sync::Arc;

use aws_sdk_iam::types::{EntityType, RoleDetail};
use futures_util::future::try_join_all;

use super::check::MOST_MANAGED_POLICIES;
use super::spec::Role;
use crate::children::side_by_side;
use crate::iam::Iam;
use crate::lists::{items, items_within};
use crate::prelude::*;
use kind::{Kind, batch_read};
use language::value::PolicyDocument;

/// The largest page that IAM gives.
const MOST_A_PAGE: i32 = 1000;

/// A call for each role takes so many, where a page of all roles' policies is one.
const CALLS_A_ROLE: usize = 2;

/// The policies of all roles, by their names: for roles that are read side by side, and where there are not too many
/// others.
pub(super) async fn all(aws: &Aws) -> Option<Arc<BTreeMap<String, RoleDetail>>> {
    let batch = batch_read::ids(aws, Role::NAME)?;
    let list = || async move {
        let request = aws.iam().get_account_authorization_details().filter(EntityType::Role);
        let request = request.max_items(MOST_A_PAGE);
        let pages = batch.len() * CALLS_A_ROLE;
        let roles = items_within!(pages, request, role_detail_list);
        let named = |role: RoleDetail| Some((role.role_name.clone()?, role));
        Ok(roles.map(|roles| roles.into_iter().filter_map(named).collect()))
    };
    batch_read::list(aws, "policies of roles", list).await
}

/// What all roles' policies say of one. Nothing where they are not known: AWS does not list a new role at once.
async fn detail(aws: &Aws, role: &str) -> Option<RoleDetail> {
    all(aws).await?.get(role).cloned()
}

pub(super) async fn inline(aws: &Aws, role: &str) -> Result<BTreeMap<String, PolicyDocument>> {
    if let Some(detail) = detail(aws, role).await {
        let policies = detail.role_policy_list.unwrap_or_default().into_iter();
        let policies = policies.map(|policy| {
            let document = policy.policy_document.unwrap_or_default();
            let name = policy.policy_name.unwrap_or_default();
            Ok((name, PolicyDocument::from_aws(&document)?))
        });
        return policies.collect();
    }
    let names = inline_names(aws, role).await?.into_iter();
    let policies = try_join_all(names.map(|name| inline_policy(aws, role, name))).await?;
    Ok(policies.into_iter().flatten().collect())
}

/// An inline policy, unless it was removed since it was listed.
async fn inline_policy(
    aws: &Aws,
    role: &str,
    name: String,
) -> Result<Option<(String, PolicyDocument)>> {
    let request = aws.iam().get_role_policy().role_name(role).policy_name(&name);
    let Some(answer) = optional(request.send().await)? else {
        return Ok(None);
    };
    Ok(Some((name, PolicyDocument::from_aws(&answer.policy_document)?)))
}

pub(super) async fn inline_names(aws: &Aws, role: &str) -> Result<Vec<String>> {
    Ok(items!(aws.iam().list_role_policies().role_name(role)))
}

pub(super) async fn managed(aws: &Aws, role: &str) -> Result<BTreeSet<String>> {
    if let Some(detail) = detail(aws, role).await {
        let attached = detail.attached_managed_policies.unwrap_or_default();
        return Ok(attached.into_iter().filter_map(|policy| policy.policy_arn).collect());
    }
    let attached = items!(aws.iam().list_attached_role_policies().role_name(role));
    Ok(attached.into_iter().filter_map(|policy| policy.policy_arn).collect())
}

/// What goes or shrinks comes before what grows, so that the policies never pass their common limit
/// on the way.
pub(super) async fn update_inline(role: &Role, aws: &Aws, name: &str, live: &Role) -> Result<()> {
    let gone = live.inline_policies.keys();
    for policy in gone.filter(|policy| !role.inline_policies.contains_key(*policy)) {
        delete_inline(aws, name, policy).await?;
    }
    let mut changed = Vec::from_iter(&role.inline_policies);
    changed.retain(|(policy, document)| live.inline_policies.get(*policy) != Some(document));
    let size_before =
        |policy: &str| live.inline_policies.get(policy).map_or(0, PolicyDocument::size);
    changed.sort_by_cached_key(|(policy, document)| {
        document.size().cast_signed() - size_before(policy).cast_signed()
    });
    for (policy, document) in changed {
        let request = aws.iam().put_role_policy().role_name(name).policy_name(policy);
        request.policy_document(document.to_string()).send().await?;
    }
    Ok(())
}

/// A role keeps its rights while policies change: what is new is attached first, where there is room.
pub(super) async fn update_managed(role: &Role, aws: &Aws, name: &str, live: &Role) -> Result<()> {
    let new: Vec<&String> = role.managed_policies.difference(&live.managed_policies).collect();
    let gone: Vec<&String> = live.managed_policies.difference(&role.managed_policies).collect();
    let is_crowded = live.managed_policies.len() + new.len() > MOST_MANAGED_POLICIES;
    if is_crowded {
        detach(aws, name, &gone).await?;
    }
    let attached = new.into_iter().map(async |policy| {
        let request = aws.iam().attach_role_policy().role_name(name).policy_arn(policy);
        Ok(request.send().await?)
    });
    side_by_side(attached.collect()).await?;
    if !is_crowded {
        detach(aws, name, &gone).await?;
    }
    Ok(())
}

pub(super) async fn detach(aws: &Aws, role: &str, policies: &[&String]) -> Result<()> {
    let detached = policies.iter().map(async |policy| {
        let request = aws.iam().detach_role_policy().role_name(role).policy_arn(*policy);
        deleted(request.send().await)
    });
    side_by_side(detached.collect()).await.map(drop)
}

pub(super) async fn delete_inline(aws: &Aws, role: &str, policy: &str) -> Result<()> {
    let request = aws.iam().delete_role_policy().role_name(role).policy_name(policy);
    deleted(request.send().await)
}
