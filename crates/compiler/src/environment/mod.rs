//! `environments/<name>.yaml`: which account and region a stack lives in, and what its variables are.

pub(crate) mod endpoint;
mod extends;
mod file;
mod folder;
mod settings;

pub use endpoint::fault as endpoint_fault;
pub use file::{Loaded, load, read, takes};
pub use folder::names;
pub use settings::{Environment, RateLimitSetting, RateLimitWord};
