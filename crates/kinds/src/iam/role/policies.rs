//! The policies of a role: those that are its own, and those that are attached to it.

use futures_util::future::try_join_all;

use super::check::MOST_MANAGED_POLICIES;
use super::spec::Role;
use crate::iam::Iam;
use crate::lists::items;
use crate::prelude::*;
use language::value::PolicyDocument;

pub(super) async fn inline(aws: &Aws, role: &str) -> Result<BTreeMap<String, PolicyDocument>> {
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
    for policy in new {
        let request = aws.iam().attach_role_policy().role_name(name).policy_arn(policy);
        request.send().await?;
    }
    if !is_crowded {
        detach(aws, name, &gone).await?;
    }
    Ok(())
}

pub(super) async fn detach(aws: &Aws, role: &str, policies: &[&String]) -> Result<()> {
    for policy in policies {
        let request = aws.iam().detach_role_policy().role_name(role).policy_arn(*policy);
        deleted(request.send().await)?;
    }
    Ok(())
}

pub(super) async fn delete_inline(aws: &Aws, role: &str, policy: &str) -> Result<()> {
    let request = aws.iam().delete_role_policy().role_name(role).policy_name(policy);
    deleted(request.send().await)
}
