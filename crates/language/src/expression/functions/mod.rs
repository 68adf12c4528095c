//! The functions of the expression language. They behave as Terraform's do, so that an expression
//! can be carried over as it is; the few departures stand in the docs of the module that departs.
//!
//! A body sees arguments that are fully evaluated. `try`, `can` and what deals with sensitivity look at
//! expressions, and are therefore not here but in the evaluator.

mod arguments;
mod aws;
#[cfg(test)]
mod cases;
mod catalogue;
mod collections;
mod conversion;
mod csv;
mod decoded;
mod digests;
mod encoding;
mod files;
mod format;
mod fraction;
mod function;
mod json;
mod limits;
mod lists;
mod network;
mod numbers;
mod numeric;
mod patterns;
mod primitive;
mod sets;
#[cfg(test)]
mod testing;
mod text;
mod time;
mod unification;
mod unknowns;
mod verbs;
mod words;
mod yaml_text;

pub use catalogue::{all, find};
pub use function::{Function, Surroundings};
pub use numeric::{normalized_number, number_text};

pub(super) use limits::check_length;
pub(super) use numeric::{Numeric, too_large};
