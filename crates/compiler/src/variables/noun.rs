//! What messages call what has a declaration.

use std::fmt;

/// A variable of the specs, or an input of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Variable,
    Input,
}

impl Noun {
    /// What references to it start with.
    pub fn root(self) -> &'static str {
        match self {
            Self::Variable => "var",
            Self::Input => "input",
        }
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Variable => "variable",
            Self::Input => "input",
        })
    }
}
