//! Where the values of resources are written.

use std::path::PathBuf;

use language::diagnostic::{FileId, Span};
use language::value::Path;

/// What a value comes from that does not stand where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueOrigin {
    /// As expressions name it: `var.size`, `each.value`, `logs.log_group.api.arn`.
    pub name: String,
    pub from: From,
}

/// Who gives a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// The command line (`--var`), or the process environment (`DIATONIC_VAR_…`).
    CallerOf(String),
    /// A place in a file.
    Written(Span),
    /// AWS, or what is computed.
    Nowhere,
}

/// Why what is written of a resource is not its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// It stands in the file of a component that makes several of it; one is used at this place.
    Component { file: FileId, used: Span },
    /// It stands in the file of a component outside the project, which is used at this place.
    Elsewhere { file: FileId, used: Span },
    /// It is one of several that a `for_each` makes.
    ForEach(Span),
}

/// A block that makes one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The file, from the folder of the project on.
    pub file: PathBuf,
    /// Where in the file it stands.
    pub path: Path,
}
