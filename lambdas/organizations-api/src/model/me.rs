use schemars::JsonSchema;
use serde::Serialize;
use shared::api::Role;
use shared::items::Profile;
use shared::plans::{Limits, Plan, Usage};

/// The caller: the profile, and the tenant that the caller's token speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Me {
    #[serde(flatten)]
    pub profile: Profile,
    /// To whom belongs what the caller sees and makes.
    pub tenant: TenantSummary,
    /// That the caller belongs to another tenant by now: refresh the token.
    pub token_refresh_required: bool,
}

/// A tenant, with what it may use and has used.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TenantSummary {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub kind: TenantKind,
    /// What the caller is in it.
    pub role: Role,
    /// What it pays for.
    pub plan: Plan,
    /// What the plan allows.
    pub limits: Limits,
    /// What is used of that.
    pub usage: Usage,
}

/// Whose a tenant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TenantKind {
    /// A person's who belongs to no organization.
    Personal,
    /// An organization's.
    Organization,
}

/// That the API answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Health {
    /// `ok`
    pub status: &'static str,
    /// The version of what answers.
    pub version: &'static str,
}
