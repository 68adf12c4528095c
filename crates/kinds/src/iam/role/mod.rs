//! `iam.role`: a role with its trust policy, its inline policies and the policies attached to it.

mod check;
mod permits;
mod policies;
mod spec;

use std::time::Duration;

use aws_sdk_iam::operation::get_role::GetRoleOutput;
use aws_sdk_iam::types as sdk;

use super::support::{PathAndName, from_sdk_tags, to_sdk_tags};
use crate::calls;
use crate::children::side_by_side;
use crate::iam::Iam;
use crate::lists::items;
use crate::parts::part;
use crate::prelude::*;
use crate::settings::{set_or_unset, write_tags};
use kind::{
    Abilities, Access, ActedWith, Calls, Concern, Facts, Grant, Kind, Listed, Live, OnlyWith,
    Parts, Place, WaitUntilUsable,
};
use serde_json::json;
pub use spec::{Outputs, Role};

impl Kind for Role {
    const NAME: &'static str = "iam.role";
    const FACTS: Facts = Facts::of(Concern::Access);
    const CONSOLE: Console = Console::Page("iam/home#/roles/details/{id}");
    const CALLS: &'static [Calls] = calls::IAM_ROLE;
    const ACCESS: &'static [Access] =
        &[Access::to("IAM", &["{arn}"]).except(&[(&["GetAccountAuthorizationDetails"], &["*"])])];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith { fields: &["inline_policies"], operations: &["PutRolePolicy"] },
        OnlyWith { fields: &["managed_policies"], operations: &["AttachRolePolicy"] },
        OnlyWith { fields: &["permissions_boundary"], operations: &["PutRolePermissionsBoundary"] },
    ];
    const ABILITIES: Abilities<Self> = Abilities::NONE.acted_with().waits_until_usable().listed();
    /// IAM keeps documents as they are, and knows nothing between attached and not.
    const CONFIRMED_BY_RESPONSE: &'static [&'static str] = &["inline_policies", "managed_policies"];
    const IMPACT_WHILE_ABSENT: &'static str = "whatever runs as it is refused, and policies elsewhere that name it as principal have to be saved again";
    type Identity = PathAndName;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &PathAndName, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &PathAndName, place: &Place) -> Outputs {
        Outputs {
            arn: Some(identity.arn("role", place)),
            name: Some(identity.name.clone()),
            ..Outputs::default()
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn existing(aws: &Aws, _: usize) -> Result<Option<BTreeSet<String>>> {
        let details = policies::all(aws).await;
        Ok(details.map(|details| details.keys().cloned().collect()))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        Self::read_parts(aws, id, &Parts::ALL).await
    }

    /// Its policies are asked for once the role is known to exist.
    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        let role = match parts.known(OWN_FIELDS) {
            Some(known) => Some(Live::new(known.outputs.clone(), known.spec.clone())),
            None => optional(role(aws, id).await)?.map(itself).transpose()?.flatten(),
        };
        let Some(Live { spec: role, outputs, .. }) = role else {
            return Ok(None);
        };
        let (inline_policies, managed_policies) = tokio::try_join!(
            part!(parts, inline_policies => policies::inline(aws, id)),
            part!(parts, managed_policies => policies::managed(aws, id)),
        )?;
        Ok(Some(Live::new(outputs, Self { inline_policies, managed_policies, ..role })))
    }

    /// IAM creates a role without policies.
    async fn created(&self, aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        itself(until_known(aws, id).await?)
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.iam().create_role())?;
        request.set_tags(Some(to_sdk_tags(&self.tags)?)).send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (iam, live) = (aws.iam(), &live.spec);
        if self.trust_policy != live.trust_policy {
            let request = iam.update_assume_role_policy().role_name(id);
            request.policy_document(self.trust_policy.to_string()).send().await?;
        }
        if (&self.description, self.max_session_duration)
            != (&live.description, live.max_session_duration)
        {
            // UpdateRole takes both: the duration falls back to an hour where it is left out.
            let request = iam.update_role().role_name(id);
            let request = request.description(self.description.as_deref().unwrap_or_default());
            request.max_session_duration(self.max_session_duration).send().await?;
        }
        set_or_unset!(
            self, live, permissions_boundary:
            |arn| iam.put_role_permissions_boundary().role_name(id).permissions_boundary(arn),
            deleted iam.delete_role_permissions_boundary().role_name(id)
        );
        tokio::try_join!(
            policies::update_inline(self, aws, id, live),
            policies::update_managed(self, aws, id, live),
        )?;
        let (untag, tag) = (iam.untag_role().role_name(id), iam.tag_role().role_name(id));
        write_tags!(self.tags, live.tags, untag, tag, to_sdk_tags);
        Ok(())
    }

    /// AWS refuses to delete a role on which anything hangs. What is the role's own goes with it; an instance profile is
    /// somebody else's, so nothing is touched while one has the role.
    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let held = tokio::try_join!(
            policies::managed(aws, id),
            policies::inline_names(aws, id),
            instance_profiles(aws, id),
        );
        let Some((managed, inline, profiles)) = optional(held)? else {
            return Ok(());
        };
        if !profiles.is_empty() {
            return Err(in_use(id, &profiles));
        }
        delete_with(aws, id, &managed, &inline).await
    }

    async fn delete_known(
        aws: &Aws,
        id: &str,
        Live { spec: known, .. }: &Live<Self>,
    ) -> Result<()> {
        let Some(profiles) = optional(instance_profiles(aws, id).await)? else {
            return Ok(());
        };
        if !profiles.is_empty() {
            return Err(in_use(id, &profiles));
        }
        let inline: Vec<String> = known.inline_policies.keys().cloned().collect();
        match delete_with(aws, id, &known.managed_policies, &inline).await {
            // Somebody has given it another policy since.
            Err(error) if error.code.as_deref() == Some(DELETE_CONFLICT) => {
                Self::delete(aws, id).await
            }
            outcome => outcome,
        }
    }
}

impl Listed for Role {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let roles = items!(aws.iam().list_roles());
        Ok(roles.into_iter().map(|role| role.role_name).collect())
    }
}

impl ActedWith for Role {
    fn permits(&self, action: &str, resource: &str) -> bool {
        permits::permits(self, action, resource)
    }

    fn permit(id: &str, actions: &[&str], resource: &str) -> Grant {
        let statement = json!({ "Effect": "Allow", "Action": actions, "Resource": resource });
        Grant::Element(Path::field("inline_policies").key(id).key("Statement"), statement)
    }
}

impl WaitUntilUsable for Role {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        until_known(aws, id).await.map(drop)
    }
}

/// What GetRole tells.
const OWN_FIELDS: &[&str] = &[
    "description", "max_session_duration", "name", "path", "permissions_boundary", "tags",
    "trust_policy",
];

/// The role as GetRole tells, without its policies.
fn itself(role: sdk::Role) -> Result<Option<Live<Role>>> {
    let outputs = Outputs {
        arn: Some(role.arn.clone()),
        name: Some(role.role_name.clone()),
        unique_id: Some(role.role_id.clone()),
    };
    let boundary = role.permissions_boundary.clone();
    let permissions_boundary = boundary.and_then(|boundary| boundary.permissions_boundary_arn);
    let tags = from_sdk_tags(role.tags.clone());
    let spec = aws::read::<GetRoleOutput, Role>(role)?;
    Ok(spec.map(|spec| Live::new(outputs, Role { permissions_boundary, tags, ..spec })))
}

/// Waits until IAM knows a role that was just created.
async fn until_known(aws: &Aws, name: &str) -> Result<sdk::Role> {
    wait_until("the role to be known", Duration::from_secs(120), async || {
        optional(role(aws, name).await)
    })
    .await
}

/// The role itself, with its tags: `ListRoles` would leave them out.
async fn role(aws: &Aws, name: &str) -> Result<sdk::Role> {
    let answer = aws.iam().get_role().role_name(name).send().await?;
    member(answer, "Role", |answer| answer.role)
}

/// The names of the instance profiles that hold the role.
async fn instance_profiles(aws: &Aws, role: &str) -> Result<Vec<String>> {
    let profiles = items!(aws.iam().list_instance_profiles_for_role().role_name(role));
    Ok(profiles.into_iter().map(|profile| profile.instance_profile_name).collect())
}

/// Deletes a role with its policies.
async fn delete_with(
    aws: &Aws,
    id: &str,
    managed: &BTreeSet<String>,
    inline: &[String],
) -> Result<()> {
    let managed: Vec<&String> = managed.iter().collect();
    tokio::try_join!(
        policies::detach(aws, id, &managed),
        side_by_side(
            inline.iter().map(|policy| policies::delete_inline(aws, id, policy)).collect()
        ),
    )?;
    deleted(aws.iam().delete_role().role_name(id).send().await)
}

/// IAM's word for a role on which something hangs.
const DELETE_CONFLICT: &str = "DeleteConflict";

fn in_use(name: &str, profiles: &[String]) -> AwsError {
    let profiles: Vec<String> = profiles.iter().map(|profile| format!("`{profile}`")).collect();
    let (plural, profiles) = (if profiles.len() > 1 { "s" } else { "" }, profiles.join(", "));
    AwsError {
        code: Some(DELETE_CONFLICT.to_owned()),
        ..AwsError::new(format!(
            "the instance profile{plural} {profiles} still have the role `{name}`: take it out first with `aws iam \
             remove-role-from-instance-profile`; nothing of the role was touched"
        ))
    }
}
