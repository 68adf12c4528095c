//! What is written to look an object of a kind up.

use std::collections::BTreeSet;

use serde_json::json;

use super::addition::Addition;
use super::finder::Finder;
use kind::AnyKind;
use language::value::{Object, Value};

/// The schema of the lookups of a kind, as editors see it: the fields that identify an object, and those that every
/// kind has.
pub(super) fn published(kind: &dyn AnyKind, finders: &[Finder], additions: &[Addition]) -> Value {
    let of_kind = kind.published_schema();
    let mut properties = Object::new();
    for field in kind.identity_fields() {
        if let Some(schema) = of_kind.pointer(&format!("/properties/{field}")) {
            properties.insert(field.clone(), schema.clone());
        }
    }
    for finder in finders {
        properties.insert(finder.field.to_owned(), finder.schema.clone());
    }
    for addition in additions {
        let schema = json!({ "type": "boolean", "description": addition.description });
        properties.insert(addition.name.to_owned(), schema);
    }
    properties.extend(common(kind));
    let definitions = of_kind.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let used = used(&Value::Object(properties.clone()), &definitions);
    let definitions: Object =
        definitions.into_iter().filter(|(name, _)| used.contains(name)).collect();
    let mut schema = json!({
        "description": format!("An object of `{}` that exists, and that nothing here manages.", kind.name()),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    schema
}

/// The fields that lookups of every kind have.
fn common(kind: &dyn AnyKind) -> Object {
    let mut fields = Object::new();
    let mut add = |name: &str, schema: Value| drop(fields.insert(name.to_owned(), schema));
    add(
        "id",
        json!({
            "type": "string",
            "description": format!("What AWS knows the object by: {}.", kind.known_by()),
        }),
    );
    if kind.is_taggable() {
        add(
            "tags",
            json!({
                "type": "object",
                "additionalProperties": { "type": "string" },
                "x-texts": true,
                "description": "Tags that the object has, perhaps among others.",
            }),
        );
    }
    add(
        "where",
        json!({
            "type": "object",
            "description": "Fields and outputs with the values that the object has. A map in it needs to have these \
                            entries, perhaps among others; anything else is equal.",
        }),
    );
    add(
        "region",
        json!({
            "type": "string",
            "pattern": "^[a-z]{2}(-[a-z]+)+-[0-9]$",
            "description": "The region of the object, such as `us-east-2`, where it is not the environment's.",
        }),
    );
    add(
        "many",
        json!({
            "type": "boolean",
            "description": "Whether every object is meant that fits, of which there may be none. Then the lookup gives \
                            `ids`, and `all` with the outputs and the fields of each, both in the order of the ids.",
        }),
    );
    fields
}

/// The definitions to which a schema refers, and those to which these do.
fn used(schema: &Value, definitions: &Object) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut pending = references(schema);
    while let Some(name) = pending.pop() {
        if let Some(definition) = definitions.get(&name).filter(|_| used.insert(name.clone())) {
            pending.extend(references(definition));
        }
    }
    used
}

fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(object) => {
            let own = object.get("$ref").and_then(Value::as_str);
            let own = own.and_then(|target| target.strip_prefix("#/$defs/")).map(str::to_owned);
            own.into_iter().chain(object.values().flat_map(references)).collect()
        }
        Value::Array(list) => list.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
