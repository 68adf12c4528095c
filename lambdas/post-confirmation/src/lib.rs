//! Makes a user of the platform of somebody who has signed up with the pool and proven the address.
//!
//! Such a user gets what registration gives: a profile, an id of the platform, and the first group. The id is Cognito's own,
//! `sub`. As ever, nobody chooses what gives rights: the user is of no organization and has the first role.
//!
//! Cognito calls once for each sign-up, and again only if it has no answer within five seconds. The user counts as
//! confirmed whatever the function answers, and nobody calls again for who was missed. So a write that fails is logged, and
//! no reason to tell the user that the sign-up has failed: `sub` stands in for an id, no group means the least rights, and
//! the profile is made when the user first asks for it.
//!
//! A call that is repeated changes nothing: a profile that is there stays, and only attributes that the event lacks are
//! set.

pub mod event;
pub mod handler;
pub mod settings;

pub use handler::PostConfirmation;
pub use settings::Settings;
