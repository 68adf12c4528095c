//! `environments/<name>.yaml`: which account and region a stack lives in, and what its variables are.

pub(crate) mod endpoint;
mod extends;
mod file;
mod folder;
mod settings;

pub use file::{Loaded, load, read};
pub use folder::names;
pub use settings::{Environment, RateLimitSetting, RateLimitWord};
