//! What specs evaluate to and kinds serialise to: JSON values, with marks that may stand inside text
//! (what AWS has yet to invent, what AWS has not been asked, and "AWS's choice is fine"), and the types
//! that give a field its meaning so that two equal things are equal values.

pub mod auto;
mod instruction;
mod json;
mod matches;
mod ordered;
pub mod path;
mod pattern;
pub mod pending;
mod policy;
mod secret;
mod shared;
pub mod unknown;

pub use auto::Auto;
pub use instruction::Instruction;
pub use json::{Object, parts, type_name};
pub use matches::{Match, matches};
pub use ordered::Ordered;
pub use path::{Path, Segment, in_quotes, out_of_quotes};
pub use pattern::fits;
pub use policy::{PolicyDocument, UnreadablePolicy, texts};
pub use secret::Secret;
pub use serde_json::Value;
pub use shared::Shared;
