//! Why records cannot be read or written.

use thiserror::Error;

use crate::id::RunId;
use state::StateError;

/// Why there is no record, or none of use.
#[derive(Debug, Error)]
pub enum RunError {
    #[error("{0}")]
    Storage(Box<StateError>),
    #[error("there is no run `{id}`{}; `diatonic runs` lists them", .hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default())]
    Unknown { id: RunId, hint: Option<String> },
    #[error(
        "the record {location} is not readable: {reason}. Delete it if nothing is to go back to it: \
         nothing else reads it"
    )]
    Corrupt { location: String, reason: String },
    #[error(
        "the record {location} has format {found}, written by a newer diatonic: use that version"
    )]
    Newer { location: String, found: u32 },
}

impl From<StateError> for RunError {
    fn from(error: StateError) -> Self {
        Self::Storage(Box::new(error))
    }
}
