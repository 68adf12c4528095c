//! What evaluating a resource gives.

use std::collections::BTreeSet;

use crate::address::Address;
use language::value::{Path, Value};

/// A reference that an evaluation followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field that holds it.
    pub field: Path,
    pub to: Address,
    pub output: String,
    /// Whether the value was known; what is not, AWS must invent first.
    pub known: bool,
}

/// A resource's fields with everything in them evaluated.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    pub spec: Value,
    pub references: Vec<Reference>,
    /// Fields that hold something from a sensitive variable.
    pub sensitive: BTreeSet<Path>,
}
