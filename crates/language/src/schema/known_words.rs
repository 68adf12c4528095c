//! Text of which some words are known, and which may be another.

use serde_json::Value;

/// The schema of text of which a list says what is known, and which may be another: AWS adds words, so one
/// that is not in the list is a warning.
pub fn open(mut known: schemars::Schema) -> schemars::Schema {
    let description = known.remove("description");
    let mut open = schemars::json_schema!({ "anyOf": [known, { "type": "string" }] });
    if let Some(description) = description {
        open.insert("description".to_owned(), description);
    }
    open
}

/// The forms of text of which some words are known, for the keyword `anyOf` of a field. See [`open`].
pub fn known_words(words: &[&str]) -> Value {
    serde_json::json!([{ "type": "string", "enum": words }, { "type": "string" }])
}
