//! What evaluations look at.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::address::Address;
use crate::model::Reference;
use language::value::Path;

/// What the evaluations of a scope have looked at.
#[derive(Default)]
pub struct Record {
    /// The references followed.
    pub references: Vec<Reference>,
    /// The fields that hold something sensitive.
    pub sensitive: BTreeSet<Path>,
    /// What the template at hand has looked at, which does not know its place.
    pub current: Trace,
    /// Whether anything sensitive has been looked at since this was last asked.
    pub met_sensitive: bool,
    /// Whether any template so far has a value that may change.
    pub may_change: bool,
    /// Whether anything has asked for instances that are not known yet.
    pub is_early: bool,
}

/// Outputs that an evaluation refers to, and whether each was known.
pub type References = IndexSet<(Address, &'static str, bool)>;

/// What an evaluation has looked at.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    pub references: References,
    /// Whether there is a sensitive value in what was evaluated.
    pub sensitive: bool,
    /// Whether its value may differ from one stage of compiling to the next, or between instances.
    pub may_change: bool,
}

impl Trace {
    /// Adds what another evaluation has looked at.
    pub fn add(&mut self, other: &Self) {
        self.references.extend(other.references.iter().cloned());
        self.may_change |= other.may_change;
    }
}
