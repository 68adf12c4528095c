//! What stays as it is in the specs, and why.

use std::path::PathBuf;

use compiler::Address;
use compiler::stack::{Shared, ValueOrigin};
use language::value::Path;

/// A change of somebody's that the specs do not take over.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    pub address: Address,
    /// The field; the object as a whole where this is the root.
    pub field: Path,
    /// The file that its block stands in, where that was looked at.
    pub file: Option<PathBuf>,
    pub reason: Reason,
}

/// Why a change is not taken over.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The object was deleted.
    Deleted,
    /// No spec has the object.
    NoSpec,
    /// It must not be shown, so it stands in no file.
    Sensitive,
    /// The stack writes it itself: the tags by which it knows its objects.
    Ownership,
    /// The environment's tags, which every resource gets.
    EnvironmentTags,
    /// The specs have another value there by now than what was applied.
    ChangedInSpecs,
    /// What stands in the specs serves other resources as well.
    Shared(Shared),
    /// An expression makes it.
    Expression { line: usize, origins: Vec<ValueOrigin> },
    /// An alias in a line repeats what stands at an anchor.
    Alias { line: usize, anchor: String },
    /// What stands in a line is repeated by aliases.
    Anchored { line: usize, anchor: String, uses: usize },
    /// `<<` brings it in.
    Merged { line: usize },
    /// The file has it in another form than AWS, or in one that cannot be edited: why.
    Form { line: usize, why: String },
    /// The file cannot be edited at all: why.
    File { why: String },
}
