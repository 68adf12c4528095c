//! The JSON Schema of spec files, for editors: the schemas of all kinds under one roof.

use serde_json::json;

use crate::kinds;
use crate::schema::Schema;
use crate::spec::meta::MetaKeys;
use crate::value::{Object, Value};

/// The schema of a file under `specs/`.
pub fn render() -> Value {
    let mut definitions = Object::new();
    let mut sections = Object::new();
    let meta_keys = define("meta", Schema::generate::<MetaKeys>(), &mut definitions);
    for kind in kinds::all() {
        let name = kind.name();
        let mut schema = define(name, kind.published_schema(), &mut definitions);
        with_meta_keys(&mut schema, &meta_keys);
        definitions.insert(name.to_owned(), schema);
        sections.insert(
            name.to_owned(),
            json!({ "type": "object", "additionalProperties": { "$ref": format!("#/$defs/{name}") } }),
        );
    }
    for section in ["variables", "locals", "outputs"] {
        sections.insert(section.to_owned(), json!({ "type": "object" }));
    }
    definitions.insert(
        "expression".to_owned(),
        json!({ "type": "string", "pattern": r"\$\{", "description": "An expression: `${…}`." }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "diatonic specs",
        "type": "object",
        "properties": sections,
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// Moves what a schema defines under the one roof, by names that start with its own.
fn define(name: &str, mut schema: Value, definitions: &mut Object) -> Value {
    let own = schema.get_mut("$defs").map(Value::take).unwrap_or_default();
    if let Value::Object(own) = own {
        for (key, mut definition) in own {
            adapt(&mut definition, name);
            definitions.insert(format!("{name}.{key}"), definition);
        }
    }
    adapt(&mut schema, name);
    if let Value::Object(schema) = &mut schema {
        schema.remove("$schema");
        schema.remove("$defs");
    }
    schema
}

/// Points references at the shared definitions, and lets an expression stand wherever a value that is
/// not text does.
fn adapt(schema: &mut Value, kind: &str) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref")
                && let Some(name) = reference.strip_prefix("#/$defs/")
            {
                *reference = format!("#/$defs/{kind}.{name}");
            }
            for (key, value) in object.iter_mut() {
                match (key.as_str(), value) {
                    ("properties" | "patternProperties", Value::Object(properties)) => {
                        properties
                            .values_mut()
                            .for_each(|value| adapt_value(value, kind));
                    }
                    ("items" | "additionalProperties", value) => adapt_value(value, kind),
                    ("default" | "const" | "enum" | "required", _) => {}
                    (_, value) => adapt(value, kind),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| adapt(value, kind)),
        _ => {}
    }
}

fn adapt_value(schema: &mut Value, kind: &str) {
    adapt(schema, kind);
    let takes_text = match schema.get("type") {
        Some(Value::String(name)) => {
            name == "string" && schema.get("enum").is_none() && schema.get("pattern").is_none()
        }
        Some(Value::Array(names)) => {
            names.iter().any(|name| name == "string") && schema.get("pattern").is_none()
        }
        _ => false,
    };
    if takes_text || !schema.is_object() {
        return;
    }
    let description = schema.get("description").cloned();
    let mut either = json!({ "anyOf": [schema.take(), { "$ref": "#/$defs/expression" }] });
    if let Some(description) = description {
        either["description"] = description;
    }
    *schema = either;
}

/// Every resource has these beside its kind's fields; and its name has a default.
fn with_meta_keys(schema: &mut Value, meta_keys: &Value) {
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|field| field != "name");
    }
    if let (Some(Value::Object(properties)), Value::Object(meta_keys)) =
        (schema.get_mut("properties"), &meta_keys["properties"])
    {
        properties.extend(meta_keys.clone());
    }
}
