//! A difference, and how much it matters.

use crate::inventory::InstanceId;
use language::value::{Path, Value};

/// An attribute that a state and AWS do not agree on.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The resource that has it: the object's own, or that of a part.
    pub instance: InstanceId,
    /// As in `tags_all.Name`.
    pub attribute: String,
    /// Where it is in a live object.
    pub field: Path,
    pub weight: Weight,
    pub values: Values,
}

/// What a difference means to whoever takes the object over. The first are told first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Somebody may do more, or other things, than Terraform says.
    Access,
    /// The object has something that Terraform does not know.
    Addition,
    /// Something is otherwise.
    Change,
}

/// What the two say.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// It is secret, or may well be.
    Hidden,
    /// Nothing is null.
    Shown { said: Value, live: Value },
}
