//! The functions of the expression language. They behave as Terraform's do, so that an expression
//! can be carried over as it is; the few departures stand in the docs of the module that departs.
//!
//! A body sees arguments that are fully evaluated. `try` and `can`, which look at expressions that
//! may fail, are therefore not here but in the evaluator.

mod arguments;
mod catalogue;
mod collections;
mod conversion;
mod decoded;
mod encoding;
mod files;
mod format;
mod fraction;
mod function;
mod json;
mod limits;
mod network;
mod numbers;
mod numeric;
mod patterns;
mod primitive;
mod sets;
#[cfg(test)]
mod testing;
mod text;
mod unification;
mod unknowns;
mod verbs;
mod words;

pub use catalogue::{all, find};
pub use function::{Function, Surroundings};
pub use numeric::{normalized_number, number_text};

pub(super) use limits::check_length;
pub(super) use numeric::{Numeric, too_large};
