//! The JSON Schema of a kind, which `schemars` generates from its struct, as the compiler reads it.
//!
//! One definition says everything of a field, beside the field: its type and AWS's limits (standard
//! keywords), its documentation, and its facts (keywords that start with `x-`).

mod at_path;
mod check;
mod checker;
mod choices;
mod findings;
mod forms;
mod help;
mod in_value;
mod known_words;
mod limits;
mod model;
mod pattern;
mod rules;
mod structures;
mod types;
mod words;

pub use at_path::Reach;
pub use check::{Check, check};
pub use checker::Origin;
pub use findings::{Finding, Findings, has_errors};
pub use known_words::{known_words, open};
pub use model::{FieldFacts, PolicyPart, Schema};
pub use pattern::Pattern;
