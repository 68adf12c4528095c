//! Creates, changes and deletes a role.

use std::time::Duration;

use super::check::MOST_MANAGED_POLICIES;
use super::read::{inline_policy_names, instance_profiles, managed_policies};
use super::spec::Role;
use crate::iam::Iam;
use crate::iam::support::to_sdk_tags;
use crate::settings::write_tags;
use aws::{Aws, AwsError, deleted, optional, wait_until};
use kind::Result;
use language::value::PolicyDocument;

pub(super) async fn create(role: &Role, aws: &Aws) -> Result<String> {
    let request = role.fill(aws.iam().create_role())?;
    request.set_tags(Some(to_sdk_tags(&role.tags)?)).send().await?;
    wait_until("the role to be known", Duration::from_secs(120), async || {
        optional(aws.iam().get_role().role_name(&role.name).send().await)
    })
    .await?;
    Ok(role.name.clone())
}

pub(super) async fn update(role: &Role, aws: &Aws, name: &str, live: &Role) -> Result<()> {
    let iam = aws.iam();
    if role.trust_policy != live.trust_policy {
        let request = iam.update_assume_role_policy().role_name(name);
        request.policy_document(role.trust_policy.to_string()).send().await?;
    }
    if (&role.description, role.max_session_duration)
        != (&live.description, live.max_session_duration)
    {
        // UpdateRole takes both: the duration falls back to an hour where it is left out.
        let request = iam.update_role().role_name(name);
        let request = request.description(role.description.as_deref().unwrap_or_default());
        request.max_session_duration(role.max_session_duration).send().await?;
    }
    match &role.permissions_boundary {
        same if *same == live.permissions_boundary => {}
        Some(boundary) => {
            let request = iam.put_role_permissions_boundary().role_name(name);
            request.permissions_boundary(boundary).send().await?;
        }
        None => {
            deleted(iam.delete_role_permissions_boundary().role_name(name).send().await)?;
        }
    }
    update_inline_policies(role, aws, name, live).await?;
    update_managed_policies(role, aws, name, live).await?;
    let (untag, tag) = (iam.untag_role().role_name(name), iam.tag_role().role_name(name));
    write_tags!(role.tags, live.tags, untag, tag, to_sdk_tags);
    Ok(())
}

/// What goes or shrinks comes before what grows, so that the policies never pass their common limit
/// on the way.
async fn update_inline_policies(role: &Role, aws: &Aws, name: &str, live: &Role) -> Result<()> {
    let gone = live.inline_policies.keys();
    for policy in gone.filter(|policy| !role.inline_policies.contains_key(*policy)) {
        delete_inline_policy(aws, name, policy).await?;
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
async fn update_managed_policies(role: &Role, aws: &Aws, name: &str, live: &Role) -> Result<()> {
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

/// AWS refuses to delete a role on which anything hangs. What is the role's own goes with it; an instance profile is
/// somebody else's, so nothing is touched while one has the role.
pub(super) async fn delete(aws: &Aws, name: &str) -> Result<()> {
    let held = tokio::try_join!(
        managed_policies(aws, name),
        inline_policy_names(aws, name),
        instance_profiles(aws, name),
    );
    let Some((managed, inline, profiles)) = optional(held)? else {
        return Ok(());
    };
    if !profiles.is_empty() {
        return Err(in_use(name, &profiles));
    }
    detach(aws, name, &managed.iter().collect::<Vec<_>>()).await?;
    for policy in &inline {
        delete_inline_policy(aws, name, policy).await?;
    }
    deleted(aws.iam().delete_role().role_name(name).send().await)
}

fn in_use(name: &str, profiles: &[String]) -> AwsError {
    let profiles: Vec<String> = profiles.iter().map(|profile| format!("`{profile}`")).collect();
    let (plural, profiles) = (if profiles.len() > 1 { "s" } else { "" }, profiles.join(", "));
    AwsError {
        code: Some("DeleteConflict".to_owned()),
        ..AwsError::new(format!(
            "the instance profile{plural} {profiles} still have the role `{name}`: take it out first with `aws iam \
             remove-role-from-instance-profile`; nothing of the role was touched"
        ))
    }
}

async fn detach(aws: &Aws, role: &str, policies: &[&String]) -> Result<()> {
    for policy in policies {
        let request = aws.iam().detach_role_policy().role_name(role).policy_arn(*policy);
        deleted(request.send().await)?;
    }
    Ok(())
}

async fn delete_inline_policy(aws: &Aws, role: &str, policy: &str) -> Result<()> {
    let request = aws.iam().delete_role_policy().role_name(role).policy_name(policy);
    deleted(request.send().await)
}
