//! What can be wrong.

/// What is wrong with a file, for who has uploaded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong(pub String);

impl Wrong {
    /// Something that is wrong.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}
