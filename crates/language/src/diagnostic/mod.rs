//! What is wrong with an input, as data: where, what, why, and how to fix it.
//!
//! Modules collect diagnostics and go on, so that one run reports every error; `report` draws them.

mod diagnostics;
mod listing;
mod sources;
mod suggestion;

pub use diagnostics::{Diagnostic, Diagnostics, Label, Severity};
pub use listing::{joined, listed, listed_or};
pub use sources::{FileId, Sources, Span};
pub use suggestion::{Suggestions, did_you_mean, suggestion, suggestion_in};
