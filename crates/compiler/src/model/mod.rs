//! What a stack is made of, and what evaluating it gives.

mod evaluation;
mod group;
mod module;
mod output_source;
mod resource;

pub use evaluation::{Evaluation, Reference};
pub use group::{Group, GroupOf};
pub use module::{Module, ModuleId, Modules, Moves, Origin};
pub use output_source::{DeferredOutputs, NoOutputs, OutputSource, predicted};
pub use resource::{Each, EachValue, Lifecycle, NamedAddress, Resource};
