//! Which operations of AWS each kind calls, read from the source of the kinds.
//!
//! An operation is called where a function names it, as in `aws.iam().get_role()`. What `find`, `read` and `tags` reach
//! is read by, and what the other functions of a kind reach is written by. A function reaches those that it names by a
//! path, and the methods of the kind's folder that it names; a kind in the folder of another uses that one's as well.

mod kinds;
mod model;
mod operations;
mod reach;
mod source;

pub use source::{FILE, text};
