//! What somebody changed by hand, as edits of the specs.
//!
//! The files follow on each other, each using only what is listed before it:
//!
//! 1. `left`: what stays as it is in the specs, and why.
//! 2. `literal`: texts that expressions may stand in, and values that mean the same.
//! 3. `alignment`: which elements of two lists are the same.
//! 4. `field` and `editor`: the edits of one block.
//! 5. `elements`: those of a list in it.
//! 6. `proposal`: the edits of all files, for all that was changed.
//! 7. `outcome`: what the next plan says of them.
//! 8. `files`: the files, written together or not at all.

mod alignment;
mod editor;
mod elements;
mod field;
mod files;
mod left;
mod literal;
mod outcome;
mod proposal;

pub use files::write;
pub use left::{Left, Reason};
pub use outcome::{UnexpectedChange, unexpected_changes};
pub use proposal::{EditedFile, Proposal, Taken, propose};
