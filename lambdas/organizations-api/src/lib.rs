//! `/users/me`, `/organizations` and `/invitations`: who belongs to which tenant, and as what.
//!
//! # Where it stands
//!
//! The table `organization-memberships` says who belongs to an organization. The user pool's attributes
//! `custom:organization_id` and `custom:role` say it again, so that it is in every token; so does the profile, whose
//! `organization_id` is what keeps a user in one organization at a time. Tokens are older than tables. So whatever grants
//! or takes rights here asks the table as well, and the same transaction makes sure that the answer still holds.
//!
//! # What is written first
//!
//! Tables and pool cannot change at once. Tables change first, in one transaction with the counters and the event, and
//! the pool follows. A call that fails in between is sent again, finds the tables changed, and finishes.
//!
//! # In whose name
//!
//! These tables grant rights, so no tenant's session may write them: the function does so in its own name, and the role of
//! tenants' data keeps answers for repeated calls and nothing else.
//!
//! # What remains
//!
//! An organization has an owner as long as it has members. Nobody gives a role above the own, nor changes or removes
//! somebody whose role is above it.

mod backend;
mod belonging;
mod health;
mod invitations;
mod me;
mod members;
pub mod model;
mod organizations;
mod settings;
pub mod tables;

pub use backend::{Organizations, Users};
pub use settings::Settings;

use shared::api::{Routes, Who};

/// The function's routes.
pub fn routes<U: Users>() -> Routes<Organizations<U>> {
    use Who::{Any, Individual, Manage, Open};
    Routes::of("organizations-api")
        .get("/users/me", "getMe", Any, me::show)
        .put("/users/me", "updateMe", Any, me::change)
        .delete("/users/me", "deleteMe", Any, me::delete)
        .post("/organizations", "createOrganization", Individual, organizations::create)
        .get("/organizations/me", "getOrganization", Any, organizations::show)
        .put("/organizations/me", "updateOrganization", Manage, organizations::change)
        .get("/organizations/me/members", "listMembers", Any, members::list)
        .put("/organizations/me/members/{user_id}", "updateMember", Manage, members::change)
        .delete("/organizations/me/members/{user_id}", "removeMember", Manage, members::remove)
        .get("/organizations/me/invitations", "listInvitations", Manage, invitations::list)
        .post("/organizations/me/invitations", "createInvitation", Manage, invitations::create)
        .delete(
            "/organizations/me/invitations/{invitation_id}",
            "deleteInvitation",
            Manage,
            invitations::delete,
        )
        .post("/invitations/accept", "acceptInvitation", Any, invitations::accept)
        .get("/health", "getHealth", Open, health::show)
}
