//! What a stack is made of, and what evaluating it gives.

mod evaluation;
mod fields;
mod group;
mod module;
mod module_id;
mod origin;
mod output_source;
mod referable;
mod resource;
mod tried;

pub use evaluation::{Evaluation, Reference, SecretUse};
pub use fields::{Fields, Predicted};
pub use group::{Group, GroupOf};
pub use module::{Module, Modules, Moves, Origin};
pub use module_id::ModuleId;
pub use origin::{Block, From, Shared, ValueOrigin};
pub use output_source::{DeferredOutputs, NoOutputs, OutputSource, predicted};
pub use referable::Referable;
pub use resource::{Each, EachValue, Lifecycle, NamedAddress, Resource};
pub use tried::Tried;
