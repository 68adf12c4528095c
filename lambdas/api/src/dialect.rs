//! The dialect of JSON Schema that both documents are written in: what draft 4 (API Gateway), OpenAPI 3.1 and every
//! generator of clients understand alike. What is absent is absent and never `null`, so no type has `null` besides; a
//! choice of words is an `enum`.

use serde_json::{Map, Value, json};

/// The same schema in this dialect.
pub fn plain(schema: Value) -> Value {
    match schema {
        Value::Object(fields) => object(fields),
        // `true`: anything.
        Value::Bool(true) => json!({}),
        other => other,
    }
}

fn object(fields: Map<String, Value>) -> Value {
    let mut fields: Map<String, Value> = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.clone(), field(&name, value)?)))
        .collect();
    if let Some(value) = fields.remove("const") {
        fields.insert("enum".to_owned(), json!([value]));
    }
    for name in ["anyOf", "oneOf"] {
        let Some(Value::Array(choices)) = fields.remove(name) else {
            continue;
        };
        let mut choices: Vec<Value> =
            choices.into_iter().filter(|choice| choice["type"] != "null").collect();
        match words(&choices) {
            Some(words) => {
                fields.insert("type".to_owned(), json!("string"));
                fields.insert("enum".to_owned(), words);
            }
            None if choices.len() == 1 => {
                if let Some(Value::Object(only)) = choices.pop() {
                    only.into_iter().for_each(|(name, value)| {
                        fields.entry(name).or_insert(value);
                    });
                }
            }
            None => {
                fields.insert(name.to_owned(), Value::Array(choices));
            }
        }
    }
    Value::Object(fields)
}

/// What becomes of one keyword.
fn field(name: &str, value: Value) -> Option<Value> {
    match (name, value) {
        // Sizes of Rust's numbers, and defaults that say nothing.
        ("$schema" | "title" | "format", _) | ("default", Value::Null) => None,
        ("type", Value::Array(mut types)) => {
            types.retain(|kind| kind != "null");
            Some(if types.len() == 1 { types.remove(0) } else { Value::Array(types) })
        }
        ("enum", Value::Array(mut values)) => {
            values.retain(|value| !value.is_null());
            Some(Value::Array(values))
        }
        ("properties" | "definitions" | "$defs", Value::Object(schemas)) => Some(Value::Object(
            schemas.into_iter().map(|(name, schema)| (name, plain(schema))).collect(),
        )),
        ("items" | "additionalProperties", Value::Bool(bool)) => Some(Value::Bool(bool)),
        ("items" | "additionalProperties" | "not", schema) => Some(plain(schema)),
        ("anyOf" | "oneOf" | "allOf", Value::Array(schemas)) => {
            Some(Value::Array(schemas.into_iter().map(plain).collect()))
        }
        (_, value) => Some(value),
    }
}

/// The words of a choice of words.
fn words(choices: &[Value]) -> Option<Value> {
    let mut words = Vec::new();
    for choice in choices {
        words.extend(choice["enum"].as_array()?.iter().cloned());
    }
    (!words.is_empty() && words.iter().all(Value::is_string)).then_some(Value::Array(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_absent_is_never_null() {
        let schema = json!({ "type": ["string", "null"], "default": null, "maxLength": 3 });
        assert_eq!(plain(schema), json!({ "type": "string", "maxLength": 3 }));
        let schema =
            json!({ "anyOf": [{ "$ref": "#/a" }, { "type": "null" }], "description": "d" });
        assert_eq!(plain(schema), json!({ "$ref": "#/a", "description": "d" }));
    }

    #[test]
    fn a_choice_of_words_is_an_enum() {
        let schema = json!({ "oneOf": [
            { "const": "a", "type": "string", "description": "A." },
            { "enum": ["b", "c"], "type": "string" },
        ]});
        assert_eq!(plain(schema), json!({ "type": "string", "enum": ["a", "b", "c"] }));
    }

    #[test]
    fn properties_keep_names_that_are_keywords_elsewhere() {
        let schema = json!({ "properties": { "title": { "type": "string" }, "format": true } });
        let expected = json!({ "properties": { "title": { "type": "string" }, "format": {} } });
        assert_eq!(plain(schema), expected);
    }
}
