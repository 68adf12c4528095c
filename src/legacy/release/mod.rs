//! What Terraform needs to let go of objects that are taken over, as texts. Nothing of Terraform's is
//! changed: its owner does that, with these.

mod order;
mod removed;
mod script;
mod state_copy;

pub use order::dependents_first;
pub use removed::removed_blocks;
pub use script::state_rm_script;
pub use state_copy::{CopyError, state_copy};
