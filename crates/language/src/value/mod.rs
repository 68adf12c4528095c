//! What specs evaluate to and kinds serialise to: JSON values, with marks that may stand inside text
//! (what AWS has yet to invent, what AWS has not been asked, and "AWS's choice is fine"), and the types
//! that give a field its meaning so that two equal things are equal values.

pub mod auto;
mod instruction;
mod matches;
mod ordered;
pub mod path;
mod pattern;
pub mod pending;
mod policy;
mod secret;
pub mod unknown;

pub use auto::Auto;
pub use instruction::Instruction;
pub use matches::{Match, matches};
pub use ordered::Ordered;
pub use path::{Path, Segment, in_quotes, out_of_quotes};
pub use pattern::fits;
pub use policy::{PolicyDocument, UnreadablePolicy};
pub use secret::Secret;
pub use serde_json::Value;

/// A JSON object whose keys are sorted, as Terraform's maps are.
pub type Object = serde_json::Map<String, Value>;

/// The entries of a map and the elements of a list, each by its step of a path; of anything else, nothing.
pub fn parts(value: &Value) -> Vec<(Segment, &Value)> {
    match value {
        Value::Object(object) => {
            object.iter().map(|(key, value)| (Segment::Key(key.clone()), value)).collect()
        }
        Value::Array(list) => {
            list.iter().enumerate().map(|(index, value)| (Segment::Index(index), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The word that error messages use for the type of a value.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}
