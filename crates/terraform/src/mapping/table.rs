//! The words in which a service writes its part of the table: the types, the id by which our kind knows the object or
//! the object that they are parts of, and which of their attributes are which of its fields.
//!
//! What is not listed is not held against AWS.

pub use super::line::{Line, text};
pub use super::model::{own, part};
pub use super::pair::{
    api_policy, blocks, called, choice, covers, document, documents, elements, ended, entries,
    entry, except, json, lifetime, member, named, names, number, only, open_api, opposite,
    prefixed, presence, same, split, templates, without, word,
};
