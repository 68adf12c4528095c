//! JSON values, in the terms of specs.

use serde_json::Value;

use super::path::Segment;

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
