//! Records a sign-in, after Cognito has authenticated the user and before it hands out tokens.
//!
//! Cognito wants the event back unchanged, and refuses the sign-in if it gets an error. So only an
//! event that is not what Cognito documents is an error here; a write that fails is logged, and the
//! user signs in all the same.

pub mod event;
pub mod handler;
pub mod settings;

pub use handler::PostAuthentication;
pub use settings::Settings;
