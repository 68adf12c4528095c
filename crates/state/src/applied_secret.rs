//! Which versions of secrets an object was made of.

use serde::{Deserialize, Serialize};

use language::value::Path;

/// A field that holds a secret to which the spec refers, as it was last applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedSecret {
    pub field: Path,
    /// What the spec says, as `ssm:/shop/token`.
    pub reference: String,
    /// The version that was read.
    pub version: String,
}
