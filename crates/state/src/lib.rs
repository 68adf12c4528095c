//! What a stack owns and what was applied last. It is not a copy of the world: live AWS is the truth, and a
//! lost state is found again from tags and names.
//!
//! A [`State`] is one document, and while a run changes a large one, a journal beside it. A [`Storage`] keeps it, in a folder or in a bucket, and writes it only where it
//! is as it was read; a [`Store`] is the state of a run under way, and a [`HeldLock`] keeps other runs out. What is
//! sensitive is never in it: [`marked`] puts a mark in its place.

mod applied_secret;
mod bucket;
mod change;
mod document;
mod error;
mod folder;
mod former;
mod held_lock;
mod journal;
mod journal_writer;
mod loading;
mod location;
mod lock;
mod model;
mod own_file;
mod process;
mod random;
mod readers;
mod redact;
mod storage;
mod store;
#[cfg(test)]
mod tests;
mod touched;
mod trusted_field;
mod unlock;

pub use applied_secret::AppliedSecret;
pub use bucket::OPERATIONS;
pub use error::StateError;
pub use folder::Folder;
pub use held_lock::{HeldLock, held};
pub use journal::FILES as JOURNAL_FILES;
pub use loading::{FILE as STATE_FILE, read_state, read_state_in_folder};
pub use location::Location;
pub use lock::Lock;
pub use model::{Entry, FORMAT, Intent, Move, State};
pub use process::ProcessStatus;
pub use random::random_text;
pub use readers::{FILE as READERS_FILE, Readers};
pub use redact::{
    REDACTED, forget_fingerprints, is_kept_as, is_reference, is_sensitive, marked, marked_at,
    marked_like, redact, shown_mark, shown_path,
};
pub use storage::{Storage, Stored};
pub use store::Store;
pub use trusted_field::TrustedField;
pub use unlock::unlock;
