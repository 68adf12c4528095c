//! `POST /users`: makes a user of the platform, for anybody who asks.
//!
//! The caller is unknown, so the caller chooses nothing that gives rights. A body holds an address,
//! a password and a name; role, organization and group are always the ones that allow the least.
//!
//! # What a registration is
//!
//! A user in the pool, a membership in the first group, and a profile. They are made in this order,
//! and the last step of all turns the user's temporary password into a permanent one. So a user
//! whose password is permanent has everything else, unless the user has answered the pool's demand
//! for a new one in between: such a user has no rights but those of everybody. A run that fails
//! takes back what it did. A run that is killed leaves a user with a temporary password, which the
//! next registration of the same address takes for what it is and clears away, once nobody can be
//! working on it any more. A user who has ever been complete is never touched from here.
//!
//! # Who may have an address
//!
//! The user's name in the pool is a random UUID, and the e-mail address an alias of it: a pool with
//! e-mail aliases refuses names that look like addresses. The pool is the judge of who has an
//! address, for it makes sure in one step that an alias has one user. Asking first whether it is
//! taken only spares the attempt.
//!
//! # The address is not proven
//!
//! The pool accepts an alias only while the address counts as verified, and users are to sign in
//! with their address at once. So a new user's address counts as verified, and nobody has proven
//! that it is the user's. The alternatives are worse for now: an unverified address lets users sign
//! in by UUID alone, and the pool's own sign-up lets nobody in before a mail has arrived, which the
//! pool's default sender does for fifty mails a day.
//!
//! The risk is that somebody registers another's address before its owner does, who then gets a
//! conflict. What keeps it small: an address gives no rights anywhere, since role, organization and
//! group never follow from it; nothing is sent to it; and its owner takes the user over with a
//! forgotten password, whose code arrives in the owner's mailbox. Nothing may ever conclude from the
//! claim `email_verified` that an address was proven. The day that something needs a proof,
//! `email_verified` in the shared code's `UserPool::create` becomes `false`, and users prove the
//! address with the pool's own verification codes before it becomes their alias.

pub mod backend;
pub mod form;
pub mod handler;
pub mod settings;
mod user_id;

pub use backend::{Aws, Backend};
pub use handler::{CALL_LIMIT, Registration};
pub use settings::Settings;

use shared::api::{Routes, Who};

/// The function's routes.
pub fn routes<B: Backend>() -> Routes<Registration<B>> {
    Routes::of("user-registration").post("/users", "createUser", Who::Open, handler::register)
}
