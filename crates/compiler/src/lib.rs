//! From YAML files to a compiled stack: load, expand, resolve, without AWS and without credentials.
//!
//! The files follow on each other as the stages of compiling do; each uses only what stands above it:
//!
//! 1. [`address`], [`identity`], [`options`](Options): what things are called, and what to compile.
//! 2. [`lookups`]: what can be looked up under `existing:`.
//! 3. `read`: from files to nodes that know their places, and from these to documents of declarations.
//! 4. `findings`, `evaluate`: the value of a node, and what is wrong with it, at its place in the file.
//! 5. [`environment`], `variables`: the values that do not depend on resources.
//! 6. `model`: resources, groups of them, and references; `scope`: what an expression refers to.
//! 7. `look_up`, `expand`, `declared_outputs`: which resources and outputs there are.
//! 8. [`stack`]: all of it, and its evaluation.
//! 9. `check`: everything in a stack that cannot be right.
//! 10. [`compile`](mod@compile): all stages in their order.
//! 11. `safe_specs`: specs to keep, which hold no secret and compile again.

pub mod address;
mod check;
pub mod compile;
mod declared_outputs;
pub mod environment;
mod evaluate;
mod expand;
mod findings;
mod foreign_words;
pub mod identity;
mod look_up;
pub mod lookups;
mod model;
mod options;
mod ownership;
mod read;
#[cfg(test)]
mod registered_kinds;
mod safe_specs;
mod scope;
pub mod stack;
mod variables;

pub use address::Address;
pub use compile::{compile, compile_in_memory};
pub use identity::Identity;
pub use model::{Evaluation, OutputSource, Reference, Resource};
pub use options::Options;
pub use read::{document, meta_keys as meta};
pub use safe_specs::{Present, SafeSpecs};
pub use scope::PendingLookup;
pub use stack::Stack;
pub use variables::{ENVIRONMENT_PREFIX, declaration_schema};
