//! What callers send and get, and what is stored of it.

mod invitation;
mod me;
mod member;
mod organization;

pub use invitation::{
    Acceptance, Invitation, InvitationWithToken, NewInvitation, StoredInvitation,
};
pub use me::{Health, Me, TenantKind, TenantSummary};
pub use member::{Member, Membership, NewRole};
pub use organization::{
    JoinedOrganization, NewOrganization, Organization, OrganizationChange, OrganizationStatus,
    StoredOrganization,
};
