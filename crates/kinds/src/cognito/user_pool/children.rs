//! What a pool holds by name, each with calls of its own: groups and resource servers. What the spec
//! does not name is removed.

use aws_sdk_cognitoidentityprovider::operation::create_group::builders::CreateGroupFluentBuilder;
use aws_sdk_cognitoidentityprovider::operation::create_resource_server::builders::CreateResourceServerFluentBuilder;
use aws_sdk_cognitoidentityprovider::operation::list_groups::ListGroupsOutput;
use aws_sdk_cognitoidentityprovider::operation::list_resource_servers::ListResourceServersOutput;
use aws_sdk_cognitoidentityprovider::operation::update_group::UpdateGroupOutput;
use aws_sdk_cognitoidentityprovider::operation::update_group::builders::UpdateGroupFluentBuilder;
use aws_sdk_cognitoidentityprovider::operation::update_resource_server::builders::UpdateResourceServerFluentBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::children::{Children, side_by_side};
use crate::cognito::Cognito;
use crate::prelude::*;
use aws::{self};

/// A group of users, which their tokens name.
#[spec(sdk::GroupType, request = CreateGroupFluentBuilder, update = UpdateGroupFluentBuilder)]
pub struct Group {
    /// What the group is for. At most 2,048 characters. Absent: nothing is said.
    #[field(length = 1..=2048, not_in_update)]
    pub description: Option<String>,
    /// Which role counts of a user in several groups: that of the group with the lowest number. Absent:
    /// it comes after all that have one.
    #[field(range = 0..)]
    pub precedence: Option<i32>,
    /// ARN of the role that members get from an identity pool. Absent: none.
    #[field(pattern = r"^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", grants, aws = role_arn)]
    pub role: Option<String>,
}

pub(super) async fn read_groups(aws: &Aws, pool: &str) -> Result<BTreeMap<String, Group>> {
    let request = aws.cognito().list_groups().user_pool_id(pool).limit(60);
    let mut pages = request.into_paginator().items().send();
    let mut groups = BTreeMap::new();
    while let Some(group) = pages.next().await {
        let group = group?;
        let name = group.group_name.clone().unwrap_or_default();
        // Cognito itself makes one for the users of each identity provider.
        if !name.starts_with(&format!("{pool}_")) {
            let group = aws::read::<ListGroupsOutput, Group>(group)?;
            groups.extend(group.map(|group| (name, group)));
        }
    }
    Ok(groups)
}

pub(super) async fn write_groups(
    aws: &Aws,
    pool: &str,
    wanted: &BTreeMap<String, Group>,
    live: &BTreeMap<String, Group>,
) -> Result<()> {
    let children = Children::of(wanted, live);
    // What goes makes room.
    let gone = children.delete.into_iter().map(|name| async move {
        let request = aws.cognito().delete_group().user_pool_id(pool);
        deleted(request.group_name(name).send().await)
    });
    side_by_side(gone.collect()).await?;
    let changed = children.update.into_iter().map(|(name, group, _)| async move {
        let request = aws.cognito().update_group().user_pool_id(pool).group_name(name);
        let description = group.description.as_deref().unwrap_or_default();
        let answer = group.fill_update(request)?.description(description).send().await?;
        match aws::read::<UpdateGroupOutput, Group>(answer.group)? {
            Some(updated) => group.check_taken_away(name, &updated),
            None => Ok(()),
        }
    });
    let new = children.create.into_iter().map(|(name, group)| async move {
        let request = aws.cognito().create_group().user_pool_id(pool).group_name(name);
        group.fill(request)?.send().await?;
        Ok(())
    });
    tokio::try_join!(side_by_side(changed.collect()), side_by_side(new.collect()))?;
    Ok(())
}

impl Group {
    /// AWS has no word for "no role" or "no precedence", and does not say whether leaving them out removes
    /// them. A role that stays is one that members go on having, so that must not pass for done.
    fn check_taken_away(&self, name: &str, updated: &Self) -> Result<()> {
        let kept = [
            ("role", self.role.is_none() && updated.role.is_some()),
            ("precedence", self.precedence.is_none() && updated.precedence.is_some()),
        ];
        match kept.into_iter().find(|(_, is_kept)| *is_kept) {
            None => Ok(()),
            Some((field, _)) => Err(AwsError::new(format!(
                "AWS does not remove the {field} of the group `{name}`: write another one, or remove \
                 the group first, which its members then leave"
            ))),
        }
    }
}

/// An API whose parts tokens can give access to.
#[spec(
    sdk::ResourceServerType, request = CreateResourceServerFluentBuilder,
    update = UpdateResourceServerFluentBuilder
)]
pub struct ResourceServer {
    /// A name for people. 1–256 letters, digits, spaces and `_+=,.@-`.
    #[field(required, length = 1..=256, pattern = r"^[\w\s+=,.@-]+$")]
    pub name: String,
    /// What a token may allow, by name, with a description of 1–256 characters each. Clients ask for
    /// `<identifier>/<name>`. 100 at most.
    #[field(entries = ..=100, with = scopes)]
    pub scopes: BTreeMap<String, String>,
}

pub(super) async fn read_servers(
    aws: &Aws,
    pool: &str,
) -> Result<BTreeMap<String, ResourceServer>> {
    let request = aws.cognito().list_resource_servers().user_pool_id(pool);
    let mut pages = request.max_results(50).into_paginator().items().send();
    let mut servers = BTreeMap::new();
    while let Some(server) = pages.next().await {
        let server = server?;
        let identifier = server.identifier.clone().unwrap_or_default();
        let server = aws::read::<ListResourceServersOutput, ResourceServer>(server)?;
        servers.extend(server.map(|server| (identifier, server)));
    }
    Ok(servers)
}

pub(super) async fn write_servers(
    aws: &Aws,
    pool: &str,
    wanted: &BTreeMap<String, ResourceServer>,
    live: &BTreeMap<String, ResourceServer>,
) -> Result<()> {
    let children = Children::of(wanted, live);
    // What goes makes room.
    let gone = children.delete.into_iter().map(|identifier| async move {
        let request = aws.cognito().delete_resource_server().user_pool_id(pool);
        deleted(request.identifier(identifier).send().await)
    });
    side_by_side(gone.collect()).await?;
    let changed = children.update.into_iter().map(|(identifier, server, _)| async move {
        let request = aws.cognito().update_resource_server().user_pool_id(pool);
        server.fill_update(request.identifier(identifier))?.send().await?;
        Ok(())
    });
    let new = children.create.into_iter().map(|(identifier, server)| async move {
        let request = aws.cognito().create_resource_server().user_pool_id(pool);
        server.fill(request.identifier(identifier))?.send().await?;
        Ok(())
    });
    tokio::try_join!(side_by_side(changed.collect()), side_by_side(new.collect()))?;
    Ok(())
}

conversions! {
    /// Scopes by name, which AWS lists.
    scopes: BTreeMap<String, String>, Vec<sdk::ResourceServerScopeType> {
        |said| {
            let scopes = said.into_iter().flatten();
            Some(scopes.map(|scope| (scope.scope_name, scope.scope_description)).collect())
        },
        |scopes| {
            let scope = |(name, description)| {
                let scope = sdk::ResourceServerScopeType::builder().scope_name(name);
                scope.scope_description(description).build()
            };
            Some(scopes.iter().map(scope).collect::<Result<_, _>>()?)
        },
    }
}
