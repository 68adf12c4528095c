//! The IAM policies that a stack needs: one to plan, one to apply. Made offline, from what the kinds
//! declare that they call and from what the specs say.

mod collect;
mod policy;
mod resources;

pub use collect::policies;
pub use policy::{Policies, Policy, Statement, split};
pub use resources::Names;
