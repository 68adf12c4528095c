//! `GET`, `PUT` and `DELETE /users/{user_id}`: a user's profile, for the user and for administrators
//! of the user's organization.
//!
//! # Who may
//!
//! Users reach their own profile: the claim `custom:user_id`, or `sub` for who has none, is the id in
//! the path. Members of an
//! administrators' group reach the profiles of their own organization: the claim
//! `custom:organization_id` is the organization in the stored profile. Everybody who belongs to no
//! organization has `individual` there, which is no organization, so nobody administers them. Groups
//! of administrators are named by a setting and there are none without it: no group of the platform
//! has administrators alone.
//!
//! Whoever has no right to a profile is told just that, whether or not there is one. That holds for
//! administrators too, who cannot be shown to have a right to what does not exist. So only the user
//! sees that a profile is missing.
//!
//! # What may change
//!
//! The name and the preferences. Address, role, organization and status decide what somebody is, and
//! users do not decide that about themselves. The name is also an attribute in the user pool; the
//! table changes first, and a call that fails in between is repeated.
//!
//! # Deleting
//!
//! First the user goes and then the profile. Once the user is gone nobody can sign in any more; the
//! profile still says whose administrators may finish what was interrupted, and the user's own token
//! works until it expires. A user who deletes what is gone succeeds; an administrator has no right to
//! it any more.
//!
//! Users who belong to an organization delete `/users/me`, which counts them out of it. An administrator removes such a
//! user from the organization first.

pub mod access;
pub mod backend;
pub mod handler;
pub mod settings;

pub use backend::{Aws, Backend};
pub use handler::UserProfile;
pub use settings::Settings;

use shared::api::{Routes, Who};

/// The function's routes.
pub fn routes<B: Backend>() -> Routes<UserProfile<B>> {
    const PROFILE: &str = "/users/{user_id}";
    // Users and their administrators: what a claim says is held against the profile.
    Routes::of("user-profile")
        .get(PROFILE, "getUser", Who::Any, handler::show)
        .put(PROFILE, "updateUser", Who::Any, handler::change)
        .delete(PROFILE, "deleteUser", Who::Any, handler::delete)
}
