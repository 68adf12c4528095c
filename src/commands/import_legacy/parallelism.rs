//! How much is done at once.

/// Steps that run at once.
pub(super) const PARALLELISM: usize = 32;
