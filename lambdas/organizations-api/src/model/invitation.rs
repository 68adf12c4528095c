use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::Id;
use shared::api::{Email, Role};
use shared::data::{Entity, Table};
use shared::plans::ORGANIZATION_DATA;

/// An invitation into an organization.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Invitation {
    /// Its id.
    pub id: Id,
    /// The organization.
    pub organization_id: String,
    /// Who is invited: whoever signs in with this address.
    pub email: String,
    /// What the invited user will be.
    pub role: Role,
    /// Who has invited.
    pub invited_by_user_id: String,
    /// Until when it is good, ISO 8601 in UTC.
    pub expires_at: String,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    /// The same.
    pub updated_at: String,
}

/// An invitation with what leads into the organization, which is told this once.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InvitationWithToken {
    #[serde(flatten)]
    pub invitation: Invitation,
    /// What the invited user sends to accept. It is stored nowhere.
    pub token: String,
}

/// An invitation as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredInvitation {
    pub organization_id: String,
    /// `invitation#<id>`
    pub data_type: String,
    pub email: String,
    pub role: Role,
    /// Of the secret in the token: SHA-256 in base64.
    pub token_hash: String,
    pub invited_by_user_id: String,
    /// ISO 8601 in UTC, so that texts compare as times do.
    pub expires_at: String,
    pub created_at: String,
    pub updated_at: String,
}

impl Entity for StoredInvitation {
    const TABLE: &'static Table = &ORGANIZATION_DATA;
}

impl StoredInvitation {
    /// What all invitations are stored under.
    pub const PREFIX: &str = "invitation#";

    /// The invitation as callers see it. What is stored under another name than an id is none.
    pub fn shown(self) -> Option<Invitation> {
        Some(Invitation {
            id: self.data_type.strip_prefix(Self::PREFIX)?.parse().ok()?,
            organization_id: self.organization_id,
            email: self.email,
            role: self.role,
            invited_by_user_id: self.invited_by_user_id,
            expires_at: self.expires_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// Somebody to invite.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Who is invited: whoever signs in with this address.
    pub email: Email,
    /// What the invited user will be: not above the caller's own role.
    pub role: Role,
}

/// An invitation to accept.
#[derive(Clone, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// What the invitation has told.
    #[garde(length(chars, min = 1, max = 256))]
    pub token: String,
}
