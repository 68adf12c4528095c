//! What a stack is made of, and what evaluating it gives.

mod evaluation;
mod fields;
mod group;
mod module;
mod module_id;
mod output_source;
mod resource;

pub use evaluation::{Evaluation, Reference, SecretUse};
pub use fields::{Fields, Predicted};
pub use group::{Group, GroupOf};
pub use module::{Module, Modules, Moves, Origin};
pub use module_id::ModuleId;
pub use output_source::{DeferredOutputs, NoOutputs, OutputSource, predicted};
pub use resource::{Each, EachValue, Lifecycle, NamedAddress, Resource};
