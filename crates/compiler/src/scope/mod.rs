//! What expressions can refer to, and a record of what they did refer to.
//!
//! [`Names`] holds what there is; a [`ResourceScope`] looks a reference up in it for one evaluation.

mod absent;
mod components;
mod depth;
mod evaluated;
mod existing;
mod fields;
mod lists;
mod named_values;
mod names;
mod references;
mod resource_outputs;
mod resource_scope;
mod trace;

pub use depth::check_depth;
pub use evaluated::Constants;
pub use existing::{Existing, Outcome, PendingLookup};
pub use names::Names;
pub use references::sort_and_name;
pub use resource_scope::{Instance, ResourceScope};
pub use trace::Record;
