//! Reads a role and its policies, and lists what hangs on it.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_iam::operation::get_role::GetRoleOutput;
use aws_sdk_iam::types;
use futures_util::future::try_join_all;

use super::spec::{Outputs, Role};
use crate::iam::Iam;
use crate::iam::support::from_sdk_tags;
use aws::{Aws, member, optional, whole};
use kind::{Live, Result};
use language::value::PolicyDocument;

pub(super) async fn read(aws: &Aws, name: &str) -> Result<Option<Live<Role>>> {
    let policies =
        async { tokio::try_join!(inline_policies(aws, name), managed_policies(aws, name)) };
    let Some((role, policies)) = whole(role(aws, name), policies).await? else {
        return Ok(None);
    };
    let (inline_policies, managed_policies) = policies;
    let outputs = Outputs {
        arn: Some(role.arn.clone()),
        name: Some(role.role_name.clone()),
        unique_id: Some(role.role_id.clone()),
    };
    let permissions_boundary = role.permissions_boundary.clone();
    let permissions_boundary =
        permissions_boundary.and_then(|boundary| boundary.permissions_boundary_arn);
    let tags = from_sdk_tags(role.tags.clone());
    let spec = aws::read::<GetRoleOutput, Role>(role)?;
    Ok(spec.map(|spec| {
        let spec = Role { permissions_boundary, inline_policies, managed_policies, tags, ..spec };
        Live::new(outputs, spec)
    }))
}

/// The role itself, with its tags: `ListRoles` would leave them out.
async fn role(aws: &Aws, name: &str) -> Result<types::Role> {
    let answer = aws.iam().get_role().role_name(name).send().await?;
    member(answer, "Role", |answer| answer.role)
}

async fn inline_policies(aws: &Aws, role: &str) -> Result<BTreeMap<String, PolicyDocument>> {
    let names = inline_policy_names(aws, role).await?;
    let policies =
        try_join_all(names.into_iter().map(|name| inline_policy(aws, role, name))).await?;
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

pub(super) async fn inline_policy_names(aws: &Aws, role: &str) -> Result<Vec<String>> {
    let request = aws.iam().list_role_policies().role_name(role).into_paginator();
    Ok(request.items().send().collect::<Result<_, _>>().await?)
}

pub(super) async fn managed_policies(aws: &Aws, role: &str) -> Result<BTreeSet<String>> {
    let request = aws.iam().list_attached_role_policies().role_name(role).into_paginator();
    let attached: Vec<types::AttachedPolicy> =
        request.items().send().collect::<Result<_, _>>().await?;
    Ok(attached.into_iter().filter_map(|policy| policy.policy_arn).collect())
}

/// The names of the instance profiles that hold the role.
pub(super) async fn instance_profiles(aws: &Aws, role: &str) -> Result<Vec<String>> {
    let request = aws.iam().list_instance_profiles_for_role().role_name(role).into_paginator();
    let profiles: Vec<types::InstanceProfile> =
        request.items().send().collect::<Result<_, _>>().await?;
    Ok(profiles.into_iter().map(|profile| profile.instance_profile_name).collect())
}
