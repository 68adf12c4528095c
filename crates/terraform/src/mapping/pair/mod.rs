//! Which of Terraform's attributes is which field of ours, and in which form each of the two says it.

mod blocks;
mod constructors;
mod model;
mod openapi;
mod placing;
mod siblings;
mod sides;
#[cfg(test)]
mod tests;
mod values;

pub use constructors::TAGS;
pub use model::Pair;
pub use placing::put;
pub use siblings::Siblings;
pub use sides::{Said, Sides};

pub use constructors::{
    api_policy, blocks, called, choice, covers, document, documents, elements, ended, entries,
    entry, except, json, lifetime, member, named, names, number, only, open_api, opposite,
    prefixed, presence, same, split, templates, without, word,
};
