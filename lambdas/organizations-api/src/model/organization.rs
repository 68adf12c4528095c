use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::api::{Preferences, Role};
use shared::data::{Entity, Table};
use shared::plans::{ORGANIZATION_DATA, PROFILE, Plan};

/// An organization.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Organization {
    /// Its id, which is the tenant's.
    pub id: String,
    /// The same.
    pub organization_id: String,
    /// What it is called.
    pub name: String,
    /// What it pays for.
    pub plan: Plan,
    /// Whether anybody uses it.
    pub status: OrganizationStatus,
    /// How many people belong to it.
    pub member_count: i64,
    /// What its managers have set, for applications to read.
    pub settings: Map<String, Value>,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

/// Whether anybody uses an organization. It is closed when its last member deletes the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OrganizationStatus {
    #[default]
    Active,
    Closed,
}

/// An organization as it is stored. Of a person's own tenant there is the plan, if anything.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredOrganization {
    pub organization_id: String,
    /// [`PROFILE`]
    pub data_type: String,
    pub name: String,
    pub plan: Plan,
    pub status: OrganizationStatus,
    pub settings: Map<String, Value>,
    pub member_count: i64,
    /// How many of the members are owners.
    pub owner_count: i64,
    pub created_by_user_id: String,
    pub created_at: String,
    pub updated_at: String,
}

impl Entity for StoredOrganization {
    const TABLE: &'static Table = &ORGANIZATION_DATA;
}

impl StoredOrganization {
    /// A new one, whose only member is its owner.
    pub fn new(id: &str, name: String, owner: &str, now: &str) -> Self {
        Self {
            organization_id: id.to_owned(),
            data_type: PROFILE.to_owned(),
            name,
            member_count: 1,
            owner_count: 1,
            created_by_user_id: owner.to_owned(),
            created_at: now.to_owned(),
            updated_at: now.to_owned(),
            ..Self::default()
        }
    }
}

impl From<StoredOrganization> for Organization {
    fn from(stored: StoredOrganization) -> Self {
        Self {
            id: stored.organization_id.clone(),
            organization_id: stored.organization_id,
            name: stored.name,
            plan: stored.plan,
            status: stored.status,
            member_count: stored.member_count,
            settings: stored.settings,
            created_at: stored.created_at,
            updated_at: stored.updated_at,
        }
    }
}

/// An organization that the caller belongs to from now on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct JoinedOrganization {
    #[serde(flatten)]
    pub organization: Organization,
    /// What the caller is in it.
    pub role: Role,
    /// That the caller's token speaks of another tenant: refresh it, and call again with the new one.
    pub token_refresh_required: bool,
}

/// An organization to make.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    /// What it is called.
    #[garde(length(chars, min = 1, max = 100))]
    pub name: String,
}

/// What changes in an organization.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct OrganizationChange {
    /// What it is called.
    #[garde(length(chars, min = 1, max = 100))]
    pub name: Option<String>,
    /// What its managers set, for applications to read, in place of what there is: 8 KiB at most.
    pub settings: Option<Preferences>,
}
