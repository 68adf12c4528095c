//! The identifier by which Cloud Control knows an object, and the properties from which it follows.

use std::collections::{BTreeMap, BTreeSet};

use kind::{OutputField, Prediction};
use language::value::{Value, pending, unknown};
use resource_types::{PropertyPath, ResourceType};

/// What stands between the parts of an identifier of several properties
/// (<https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-identifier.html>).
const BETWEEN: &str = "|";

/// The properties by which an object is known before it exists: those of its identifiers that a spec says, and the
/// names that AWS takes at creation alone.
pub(crate) fn identity_fields(known: &ResourceType) -> BTreeSet<String> {
    let is_written = |path: &&PropertyPath| !known.read_only.contains(path);
    let additional = known.additional_identifiers.iter().flatten();
    let of_identifiers = known.identifier.iter().chain(additional).filter(is_written);
    let mut fields: BTreeSet<String> = of_identifiers.filter_map(top).collect();
    let properties = known.published["properties"].as_object().into_iter().flatten();
    let names = properties.filter(|(name, schema)| {
        let is_name = name.ends_with("Name") || name.ends_with("Identifier");
        is_name && schema["x-create-only"] == true && schema["type"] == "string"
    });
    fields.extend(names.map(|(name, _)| name.clone()));
    fields
}

fn top(path: &PropertyPath) -> Option<String> {
    match path.segments() {
        [name] => Some(name.clone()),
        _ => None,
    }
}

/// The identifier and the outputs that follow from the properties that are known.
pub(crate) fn predict(
    identifier: &[PropertyPath],
    outputs: &[OutputField],
    identity: &Value,
) -> Prediction {
    let known = |path: &PropertyPath| {
        let value = identity.get(path.to_string())?;
        let text = text_of(value)?;
        let is_known = !unknown::in_text(&text) && !pending::in_text(&text);
        is_known.then_some(text)
    };
    let parts: Option<Vec<String>> = identifier.iter().map(known).collect();
    let id = parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join(BETWEEN));
    let mut predicted: BTreeMap<String, Option<String>> =
        outputs.iter().map(|output| (output.name.clone(), None)).collect();
    predicted.extend(identifier.iter().map(|path| (path.to_string(), known(path))));
    predicted.insert("id".to_owned(), id.clone());
    Prediction { id, outputs: predicted }
}

/// A value as an output: text as it is, and everything else as JSON.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
