//! What a stack owns and what was applied last. It is not a copy of the world: live AWS is the truth, and a
//! lost state is found again from tags and names.
//!
//! A [`State`] is one document. A [`Storage`] keeps it, in a folder or in a bucket, and writes it only where it
//! is as it was read; a [`Store`] is the state of a run under way, and a [`HeldLock`] keeps other runs out. What is
//! sensitive is never in it: [`marked`] puts a mark in its place.

mod applied_secret;
mod bucket;
mod error;
mod folder;
mod former;
mod held_lock;
mod location;
mod lock;
mod model;
mod process;
mod random;
mod readers;
mod redact;
mod storage;
mod store;
#[cfg(test)]
mod tests;
mod trusted_field;
mod unlock;

pub use applied_secret::AppliedSecret;
pub use bucket::OPERATIONS;
pub use error::StateError;
pub use folder::Folder;
pub use held_lock::{HeldLock, held};
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
pub use store::{FILE as STATE_FILE, Store};
pub use trusted_field::TrustedField;
pub use unlock::unlock;
