//! What is added to one spec so that another object may reach what it describes.

use language::value::{Path, Value};

/// Who is to be let in, in the words of a spec.
#[derive(Debug, Clone, Default)]
pub struct Grantee {
    /// A name for what lets it in, of letters, digits and `-`, such as `events-rule-nightly`.
    pub id: String,
    /// The ARN of its calls, or a pattern of ARNs, as an expression: `${events.rule.nightly.arn}`.
    pub source: String,
    /// The ARN of what lets it in, as an expression.
    pub own_arn: String,
}

/// What is added to a spec. Its texts may be expressions, as in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Grant {
    /// An entry of a map, at its path.
    Entry(Path, Value),
    /// One more element of the list at a path.
    Element(Path, Value),
}

impl Grant {
    /// Where it stands, or the list in which it does.
    pub fn path(&self) -> &Path {
        match self {
            Self::Entry(path, _) | Self::Element(path, _) => path,
        }
    }
}
