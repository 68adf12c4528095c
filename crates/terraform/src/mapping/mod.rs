//! The table of Terraform's types: which is an object of ours, which a part of one, and which is none
//! that the cloud knows. A type that is not in it has no kind.

mod lookup;
mod model;
mod pair;
mod table;
mod translation;

pub use lookup::{mapping, parts_of};
pub use model::{Mapping, Meaning};
pub use pair::{Pair, Said, Siblings, Sides, TAGS};
pub use translation::{Translation, kind_of, translation};
