//! The IAM policies that a stack needs: one to plan, one to apply. Made offline, from what the kinds
//! declare that they call and from what the specs say.

mod gather;
mod policy;
mod resources;

pub use gather::policies;
pub use policy::{Policy, Statement, split};
pub use resources::Names;

/// The policies of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// Reading alone.
    pub plan: Policy,
    /// Reading, creating, changing and deleting.
    pub apply: Policy,
}
