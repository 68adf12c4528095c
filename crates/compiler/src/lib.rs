//! From YAML files to a compiled stack: load, expand, resolve, without AWS and without credentials.
//!
//! The files follow on each other as the stages of compiling do; each uses only what is listed before it:
//!
//! 1. [`address`], [`identity`] and `options`: what things are called, and what to compile.
//! 2. `other_tools`: what to write for words of Terraform's and others' languages.
//! 3. [`lookups`]: what can be looked up under `existing:`.
//! 4. `read`: from YAML files to nodes that know their places, and from nodes to documents of declarations.
//! 5. `findings` and `evaluate`: the value of a node, and what is wrong with it at its place in the file.
//! 6. [`environment`] and `variables`: the values that depend on no resource.
//! 7. `model` and `scope`: resources and the groups that they form, and what an expression can refer to.
//! 8. [`secret_references`]: what of a spec is read when it is applied.
//! 9. `look_up`, `expand` and `declared_outputs`: which lookups, resources and outputs the documents declare.
//! 10. `ownership` and [`stack`]: the compiled stack, and its evaluation.
//! 11. `access` and `check`: who reaches what, and everything in a stack that cannot be right.
//! 12. [`compile`](mod@compile): all stages in their order.
//! 13. `safe_specs`: specs to keep, which hold no secret and compile again.

mod access;
pub mod address;
mod check;
pub mod compile;
mod cores;
mod declared_outputs;
mod each_text;
pub mod environment;
mod evaluate;
mod expand;
mod findings;
pub mod identity;
mod look_up;
pub mod lookups;
mod model;
mod options;
mod other_tools;
mod ownership;
mod read;
#[cfg(test)]
mod registered_kinds;
mod safe_specs;
mod scope;
pub mod secret_references;
pub mod stack;
mod variables;

pub use address::Address;
pub use compile::{compile, compile_in_memory, environment_of};
pub use cores::on_all_cores;
pub use identity::Identity;
pub use model::{
    DeferredOutputs, Evaluation, Fields, Lifecycle, NamedAddress, OutputSource, Predicted,
    Reference, Resource, SecretUse, Tried,
};
pub use options::{Failure, Options};
pub use ownership::tag_value;
pub use read::component_id::{Repository, without_detours};
pub use read::components::source_schema as component_source_schema;
pub use read::lock_file::LockFile;
pub use read::{document, meta_keys as meta, repositories, types_in_use, unknown_types};
pub use safe_specs::{CurrentFiles, SafeSpecs};
pub use scope::PendingLookup;
pub use stack::Stack;
pub use variables::{ENVIRONMENT_PREFIX, declaration_schema};
