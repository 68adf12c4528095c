//! Bodies that fit a model: what must be there, or one field where nothing must.

use serde_json::{Map, Value, json};

use crate::vertical::Things;

/// A body for a model, about these things.
pub fn body(schema: &Value, things: &Things) -> Value {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().unwrap();
    let mut body = Map::new();
    for (name, schema) in properties {
        let is_needed = required.iter().any(|needed| needed == name);
        let is_any = required.is_empty() && body.is_empty();
        if is_needed || is_any {
            body.insert(name.clone(), value(name, schema, things));
        }
    }
    Value::Object(body)
}

fn value(name: &str, schema: &Value, things: &Things) -> Value {
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    match schema["type"].as_str() {
        Some("string") if schema["pattern"].is_string() => json!(things.id(name)),
        Some("string") if things.has(name) => json!(things.id(name)),
        Some("string") if name == "email" => json!("somebody@example.com"),
        Some("string") => json!("Passw0rd"),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| json!(0)),
        Some("boolean") => json!(true),
        Some("array") => {
            let least = schema["minItems"].as_u64().unwrap_or_default();
            let single = name.strip_suffix('s').unwrap_or(name);
            (0..least).map(|_| value(single, &schema["items"], things)).collect()
        }
        Some("object") if schema.get("properties").is_some() => body(schema, things),
        _ => json!({}),
    }
}
