use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::api::Role;
use shared::data::{Entity, Table};
use shared::items::Profile;

use crate::tables::MEMBERSHIPS;

/// Somebody who belongs to an organization.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Member {
    /// The user.
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// The user.
    pub user_id: String,
    /// What the user is in the organization.
    pub role: Role,
    /// The address that the user signs in with.
    pub email: String,
    /// What the user wants to be called.
    pub full_name: String,
    /// When the user joined, ISO 8601 in UTC.
    pub joined_at: String,
    /// The same.
    pub created_at: String,
    /// When the role last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

impl Member {
    /// What is told of a member. Somebody whose profile is gone has no name.
    pub fn of(membership: Membership, profile: Option<Profile>) -> Self {
        let profile = profile.unwrap_or_default();
        Self {
            id: membership.user_id.clone(),
            organization_id: membership.organization_id,
            user_id: membership.user_id,
            role: membership.org_role,
            email: profile.email,
            full_name: profile.full_name,
            created_at: membership.joined_at.clone(),
            joined_at: membership.joined_at,
            updated_at: membership.updated_at,
        }
    }
}

/// That somebody belongs to an organization, as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    pub organization_id: String,
    pub user_id: String,
    pub org_role: Role,
    #[serde(default)]
    pub joined_at: String,
    #[serde(default)]
    pub updated_at: String,
}

impl Entity for Membership {
    const TABLE: &'static Table = &MEMBERSHIPS;
}

/// What a member is to be.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// The role: not above the caller's own.
    pub role: Role,
}
