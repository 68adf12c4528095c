//! What a pool holds by name, each with calls of its own: groups and resource servers. What the spec
//! does not name is removed.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cognito::Cognito;
use crate::fields::present;
use aws::{Aws, AwsError, optional};
use kind::Result;
use language::diff;

/// What must be done about one child.
#[derive(Debug, PartialEq)]
pub(super) enum Step<'a, T> {
    Create(&'a T),
    Update(&'a T),
    Delete,
}

/// The steps from the live children to those that are wanted: what goes comes first. What is left to
/// AWS does not differ.
pub(super) fn steps<'a, T: Serialize>(
    wanted: &'a BTreeMap<String, T>,
    live: &'a BTreeMap<String, T>,
) -> Vec<(&'a str, Step<'a, T>)> {
    let gone = live.keys().filter(|name| !wanted.contains_key(*name));
    let gone = gone.map(|name| (name.as_str(), Step::Delete));
    let rest = wanted.iter().filter_map(|(name, wanted)| {
        let step = match live.get(name) {
            None => Step::Create(wanted),
            Some(live) if differs(wanted, live) => Step::Update(wanted),
            Some(_) => return None,
        };
        Some((name.as_str(), step))
    });
    gone.chain(rest).collect()
}

fn differs<T: Serialize>(wanted: &T, live: &T) -> bool {
    let value = |it: &T| serde_json::to_value(it).unwrap_or_default();
    !diff::changes(&value(wanted), &value(live)).is_empty()
}

/// A group of users, which their tokens name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What the group is for. At most 2,048 characters. Absent: nothing is said.
    #[serde(default)]
    #[schemars(length(min = 1, max = 2048))]
    pub description: Option<String>,
    /// Which role counts of a user in several groups: that of the group with the lowest number. Absent:
    /// it comes after all that have one.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub precedence: Option<i32>,
    /// ARN of the role that members get from an identity pool. Absent: none.
    #[serde(default)]
    #[schemars(regex(pattern = r"^arn:[a-z-]+:iam::[0-9]{12}:role/.+$"))]
    #[schemars(extend("x-grants" = true))]
    pub role: Option<String>,
}

pub(super) async fn read_groups(aws: &Aws, pool: &str) -> Result<BTreeMap<String, Group>> {
    let request = aws.cognito().list_groups().user_pool_id(pool).limit(60);
    let mut pages = request.into_paginator().items().send();
    let mut groups = BTreeMap::new();
    while let Some(group) = pages.next().await {
        let group = group?;
        let name = group.group_name().unwrap_or_default();
        // Cognito itself makes one for the users of each identity provider.
        if !name.starts_with(&format!("{pool}_")) {
            groups.insert(name.to_owned(), Group::of(&group));
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
    for (name, step) in steps(wanted, live) {
        match step {
            Step::Create(group) => {
                let request = aws.cognito().create_group().user_pool_id(pool);
                request
                    .group_name(name)
                    .set_description(group.description.clone())
                    .set_precedence(group.precedence)
                    .set_role_arn(group.role.clone())
                    .send()
                    .await?;
            }
            Step::Update(group) => {
                let request = aws.cognito().update_group().user_pool_id(pool);
                let answer = request
                    .group_name(name)
                    .description(group.description.as_deref().unwrap_or_default())
                    .set_precedence(group.precedence)
                    .set_role_arn(group.role.clone())
                    .send()
                    .await?;
                if let Some(updated) = &answer.group {
                    group.check_taken_away(name, &Group::of(updated))?;
                }
            }
            Step::Delete => {
                let request = aws.cognito().delete_group().user_pool_id(pool);
                optional(request.group_name(name).send().await)?;
            }
        }
    }
    Ok(())
}

impl Group {
    /// AWS has no word for "no role" or "no precedence", and does not say whether leaving them out takes
    /// them away. A role that stays is one that members go on having, so that must not pass for done.
    fn check_taken_away(&self, name: &str, updated: &Self) -> Result<()> {
        let kept = [
            ("role", self.role.is_none() && updated.role.is_some()),
            ("precedence", self.precedence.is_none() && updated.precedence.is_some()),
        ];
        match kept.into_iter().find(|(_, is_kept)| *is_kept) {
            None => Ok(()),
            Some((field, _)) => Err(AwsError::new(format!(
                "AWS does not take the {field} of the group `{name}` away: write another one, or take \
                 the group away first, which its members then leave"
            ))),
        }
    }

    fn of(live: &sdk::GroupType) -> Self {
        Self {
            description: present(live.description()),
            precedence: live.precedence(),
            role: present(live.role_arn()),
        }
    }
}

/// An API whose parts tokens can give access to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceServer {
    /// A name for people. 1–256 letters, digits, spaces and `_+=,.@-`.
    #[schemars(length(min = 1, max = 256), regex(pattern = r"^[\w\s+=,.@-]+$"))]
    pub name: String,
    /// What a token may allow, by name, with a description of 1–256 characters each. Clients ask for
    /// `<identifier>/<name>`. 100 at the most.
    #[serde(default)]
    #[schemars(extend("maxProperties" = 100))]
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
        let identifier = server.identifier().unwrap_or_default().to_owned();
        servers.insert(identifier, ResourceServer::of(&server));
    }
    Ok(servers)
}

pub(super) async fn write_servers(
    aws: &Aws,
    pool: &str,
    wanted: &BTreeMap<String, ResourceServer>,
    live: &BTreeMap<String, ResourceServer>,
) -> Result<()> {
    for (identifier, step) in steps(wanted, live) {
        match step {
            Step::Create(server) => {
                let request = aws.cognito().create_resource_server().user_pool_id(pool);
                request
                    .identifier(identifier)
                    .name(&server.name)
                    .set_scopes(Some(server.scopes()?))
                    .send()
                    .await?;
            }
            Step::Update(server) => {
                let request = aws.cognito().update_resource_server().user_pool_id(pool);
                request
                    .identifier(identifier)
                    .name(&server.name)
                    .set_scopes(Some(server.scopes()?))
                    .send()
                    .await?;
            }
            Step::Delete => {
                let request = aws.cognito().delete_resource_server().user_pool_id(pool);
                optional(request.identifier(identifier).send().await)?;
            }
        }
    }
    Ok(())
}

impl ResourceServer {
    fn scopes(&self) -> Result<Vec<sdk::ResourceServerScopeType>> {
        let scopes = self.scopes.iter().map(|(name, description)| {
            Ok(sdk::ResourceServerScopeType::builder()
                .scope_name(name)
                .scope_description(description)
                .build()?)
        });
        scopes.collect()
    }

    fn of(live: &sdk::ResourceServerType) -> Self {
        let scopes = live.scopes().iter();
        Self {
            name: live.name().unwrap_or_default().to_owned(),
            scopes: scopes
                .map(|scope| (scope.scope_name().to_owned(), scope.scope_description().to_owned()))
                .collect(),
        }
    }
}
