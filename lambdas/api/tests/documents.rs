//! What must be true of both documents.

use std::collections::BTreeSet;

use serde_json::Value;

/// All texts under a key, wherever it stands.
fn all<'a>(document: &'a Value, key: &str) -> Vec<&'a str> {
    match document {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let own = value.as_str().filter(|_| name == key);
                own.into_iter().chain(all(value, key)).collect::<Vec<_>>()
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(|value| all(value, key)).collect(),
        _ => Vec::new(),
    }
}

/// Calls something with every schema that has properties.
fn objects(document: &Value, look: &mut impl FnMut(&Value)) {
    if document["properties"].is_object() {
        look(document);
    }
    match document {
        Value::Object(fields) => fields.values().for_each(|value| objects(value, look)),
        Value::Array(values) => values.iter().for_each(|value| objects(value, look)),
        _ => {}
    }
}

#[test]
fn whatever_is_referred_to_is_there() {
    let document = api_documents::openapi();
    let references = all(&document, "$ref");
    assert!(references.len() > 30);
    for reference in references {
        let at = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(at).is_some(), "{reference}");
    }
    assert!(all(&api_documents::routes(), "$ref").is_empty(), "API Gateway gets models whole");
}

#[test]
fn no_two_operations_have_one_name_and_no_two_models() {
    let document = api_documents::openapi();
    let names = all(&document["paths"], "operationId");
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    // A type that is sent and got is the same both ways, or clients could not tell which it is.
    let mut sent = BTreeSet::new();
    let mut got = BTreeSet::new();
    for description in api_documents::descriptions() {
        sent.extend(description.takes.map(|model| model.name()));
        got.extend(description.gives.map(|model| model.name()));
    }
    assert_eq!(sent.intersection(&got).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn bodies_refuse_what_they_do_not_know_and_say_what_each_field_is() {
    let document = api_documents::routes();
    objects(&document["models"], &mut |schema| {
        assert_eq!(schema["additionalProperties"], false, "{schema}");
        for (name, field) in schema["properties"].as_object().unwrap() {
            assert!(field["description"].is_string() || name == "items", "{name} of {schema}");
        }
    });
    for (name, model) in document["models"].as_object().unwrap() {
        assert_eq!(model["minProperties"], 1, "{name}");
        assert_eq!(model["$schema"], "http://json-schema.org/draft-04/schema#", "{name}");
    }
}

#[test]
fn every_text_that_is_sent_has_a_limit() {
    fn look(name: &str, schema: &Value) {
        match schema["type"].as_str() {
            Some("string") => {
                let is_limited =
                    ["maxLength", "enum", "pattern"].iter().any(|it| !schema[it].is_null());
                assert!(is_limited, "{name}: {schema}");
            }
            Some("array") => {
                assert!(schema["maxItems"].is_u64(), "{name}: {schema}");
                look(name, &schema["items"]);
            }
            Some("object") => {
                for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                    look(name, field);
                }
            }
            _ => {}
        }
    }
    for (name, model) in api_documents::routes()["models"].as_object().unwrap() {
        look(name, model);
    }
}

#[test]
fn paths_declare_their_parameters() {
    let document = api_documents::openapi();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let wanted: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        for operation in methods.as_object().unwrap().values() {
            let parameters = operation["parameters"].as_array().unwrap();
            let declared = parameters.iter().filter(|parameter| parameter["in"] == "path");
            let declared = declared.map(|parameter| parameter["name"].as_str().unwrap());
            assert_eq!(declared.collect::<BTreeSet<_>>(), wanted, "{path}");
        }
    }
}
