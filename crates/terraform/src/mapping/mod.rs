//! The table of Terraform's types: which is an object of ours, which a part of one, and which is none
//! that the cloud knows. A type that is not in it has no kind.
//!
//! Each service's part of the table stands with its kinds, written in the words of [`table`], and is
//! [registered](register) with them.

mod line;
mod lookup;
mod model;
mod no_objects;
mod pair;
pub mod table;
mod translation;

pub use lookup::{mapping, parts_of, register, types};
pub use model::{Mapping, Meaning};
pub use pair::{Pair, Said, Siblings, Sides, TAGS, put};
pub use translation::{Translation, kind_of, translation};
