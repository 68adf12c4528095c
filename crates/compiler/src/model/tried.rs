//! What an expression comes to that stands in no spec.

use language::value::Value;

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    pub value: Value,
    /// Whether it is made of something that must not be shown.
    pub is_sensitive: bool,
}
