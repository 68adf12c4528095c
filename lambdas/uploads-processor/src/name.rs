//! As whom the function works.

/// The name under which the function works for tenants. No user is called so.
pub const NAME: &str = "uploads-processor";
