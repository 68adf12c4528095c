//! The identifier by which Cloud Control knows an object, and the properties from which it follows.

use std::collections::BTreeSet;

use language::value::Value;
use resource_types::{PropertyPath, ResourceType};

/// The properties by which an object is known before it exists: those of its identifier that a spec says. Where AWS
/// invents a part of that, those by which it can be found: its own name, and what AWS accepts only at creation besides,
/// as a name need not be unique; and what a list of such objects asks for.
pub(crate) fn identity_fields(known: &ResourceType) -> BTreeSet<String> {
    let is_written = |path: &&PropertyPath| !known.read_only.contains(path);
    let written = known.identifier.iter().filter(is_written);
    let mut fields: BTreeSet<String> =
        written.filter_map(|path| path.property().map(str::to_owned)).collect();
    if fields.len() < known.identifier.len() {
        let own_name = own_name(known);
        let created = known.published["properties"].as_object().into_iter().flatten();
        let created = created.filter(|(name, schema)| {
            let is_text = schema["type"] == "string" && schema["x-sensitive"] != true;
            schema["x-create-only"] == true && is_text && !name.contains("User")
        });
        if own_name.is_some() {
            fields.extend(created.map(|(name, _)| name.clone()));
        }
        fields.extend(own_name);
        let needs = known.handlers.iter().flat_map(|handlers| &handlers.list_needs);
        fields.extend(
            needs.filter(|name| known.published["properties"].get(name).is_some()).cloned(),
        );
    }
    fields
}

/// The property that is an object's own name, and not that of something else: `Name`, or `QueueName` of a queue.
pub(crate) fn own_name(known: &ResourceType) -> Option<String> {
    let type_name = known.name.rsplit("::").next()?;
    let names = ["Name".to_owned(), format!("{type_name}Name"), format!("{type_name}Identifier")];
    let is_own = |name: &&String| {
        let schema = &known.published["properties"][name.as_str()];
        schema["x-create-only"] == true && schema["type"] == "string"
    };
    names.iter().find(is_own).cloned()
}

/// A value as an output: text as it is, and everything else as JSON.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
