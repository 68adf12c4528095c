//! What expressions may name.

/// A resource or a component as an expression names it, and the outputs that can be taken of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referable {
    /// `logs.log_group.api`, with the key of its instance where there is one.
    pub name: String,
    pub outputs: Vec<String>,
}
