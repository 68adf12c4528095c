//! Which of Terraform's attributes is which field of ours, and in which form each of the two says it.

mod constructors;
mod form;
mod model;
mod openapi;
mod siblings;
mod sides;
#[cfg(test)]
mod tests;
mod values;

pub use constructors::TAGS;
pub use model::Pair;
pub use siblings::Siblings;
pub use sides::{Said, Sides};

pub use constructors::{
    api_policy, called, covers, document, documents, entries, entry, except, json, lifetime,
    member, named, names, only, open_api, opposite, prefixed, presence, same, split, templates,
    without, word,
};
