//! What a schema says and nobody checks.

/// Something that a registry schema says and that is not checked: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub place: String,
    pub what: String,
}
