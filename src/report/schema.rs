//! The JSON Schemas of spec files and of environments, for editors.

use serde_json::json;

use compiler::environment::Environment;
use compiler::lookups;
use compiler::meta::{ComponentKeys, MetaKeys};
use compiler::{component_source_schema, declaration_schema};
use kind::{AnyKind, registry, secret_store};
use language::schema::Schema;
use language::value::{Object, Value, auto};

/// The schema of a file under `specs/`, with the types of AWS's registry that are given. Any other type is a section
/// of which it says nothing.
pub fn render(types: &[&'static dyn AnyKind]) -> Value {
    let kinds: Vec<&dyn AnyKind> =
        registry::all().into_iter().chain(types.iter().copied()).collect();
    let mut definitions = Object::new();
    let mut sections = Object::new();
    for kind in &kinds {
        let schema = embedded(kind.name(), kind.published_schema(), &mut definitions);
        definitions.insert(kind.name().to_owned(), schema);
        sections.insert(kind.name().to_owned(), named(kind.name()));
    }
    definitions.values_mut().for_each(allow_secrets);
    let mut meta_keys = embedded("meta", Schema::generate::<MetaKeys>(), &mut definitions);
    allow_expressions(&mut meta_keys);
    definitions.values_mut().for_each(allow_expressions);
    for kind in &kinds {
        if let Some(schema) = definitions.get_mut(kind.name()) {
            complete_resource(schema, &meta_keys);
        }
    }
    let variable = embedded("variable", declaration_schema(), &mut definitions);
    definitions.insert("variable".to_owned(), or_nothing(variable));
    sections.insert("variables".to_owned(), named("variable"));
    let mut lookups = Object::new();
    let of_types: Vec<_> =
        types.iter().filter_map(|kind| lookups::sort(kind.name()).ok()).collect();
    for sort in lookups::all().into_iter().chain(of_types) {
        let name = format!("existing.{}", sort.name());
        let mut schema = embedded(&name, sort.published_schema(), &mut definitions);
        schema["properties"]["enabled"] = json!({
            "type": "boolean",
            "description": "Whether it is looked up in this environment. Default: true.",
        });
        allow_expressions(&mut schema);
        lookups.insert(sort.name().to_owned(), named(&name));
        definitions.insert(name, schema);
    }
    sections.insert(
        "existing".to_owned(),
        json!({
            "type": "object",
            "properties": lookups,
            "patternProperties": { TYPE: { "type": ["object", "null"] } },
            "additionalProperties": false,
        }),
    );
    let source = embedded("component", component_source_schema(), &mut definitions);
    definitions.insert("component".to_owned(), source);
    sections.insert("components".to_owned(), named("component"));
    let mut component = embedded("use", Schema::generate::<ComponentKeys>(), &mut definitions);
    if let Value::Object(component) = &mut component {
        // Any other key is an input of the component.
        component.remove("required");
        component.insert("additionalProperties".to_owned(), true.into());
    }
    allow_expressions(&mut component);
    definitions.insert("use".to_owned(), or_nothing(component));
    for section in ["locals", "outputs"] {
        sections.insert(section.to_owned(), json!({ "type": "object" }));
    }
    definitions.insert("expression".to_owned(), expression());
    definitions.insert("secret".to_owned(), secret());
    json!({
        "$schema": DIALECT,
        "title": "diatonic specs",
        "type": "object",
        "properties": sections,
        "patternProperties": { TYPE: { "type": ["object", "null"] }, COMPONENT: named("use") },
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// The schema of the file of a component, which has inputs in place of what only specs have.
pub fn component(types: &[&'static dyn AnyKind]) -> Value {
    let mut schema = render(types);
    schema["title"] = "diatonic component".into();
    if let Value::Object(sections) = &mut schema["properties"] {
        sections.remove("existing");
        if let Some(variables) = sections.remove("variables") {
            sections.insert("inputs".to_owned(), variables);
        }
    }
    schema
}

/// The schema of a file under `environments/`, those that are shared included. Nothing is required in it, as any field may
/// stand in a file that it extends.
pub fn environment() -> Value {
    let mut definitions = Object::new();
    let mut schema = embedded("environment", Schema::generate::<Environment>(), &mut definitions);
    allow_expressions(&mut schema);
    definitions.values_mut().for_each(allow_expressions);
    definitions.insert("expression".to_owned(), expression());
    if let Value::Object(schema) = &mut schema {
        schema.remove("required");
        schema.insert("$schema".to_owned(), DIALECT.into());
        schema.insert("title".to_owned(), "diatonic environment".into());
        schema.insert("$defs".to_owned(), definitions.into());
    }
    schema
}

/// What the schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The form of the section of a component: `component.endpoint`.
const COMPONENT: &str = "^component\\.[A-Za-z_][A-Za-z0-9_-]*$";

/// The form of the name of a type: `AWS::SQS::Queue`.
const TYPE: &str = "^[A-Za-z0-9]+(::[A-Za-z0-9]+){2,3}$";

/// A section: definitions by name.
fn named(definition: &str) -> Value {
    json!({
        "type": ["object", "null"],
        "additionalProperties": { "$ref": format!("#/$defs/{definition}") },
    })
}

fn expression() -> Value {
    json!({ "type": "string", "pattern": r"[$%]\{", "description": "An expression: `${…}`." })
}

fn secret() -> Value {
    let names = secret_store::keys().map(|key| json!({ "required": [key] }));
    let properties = secret_store::keys().map(|key| (key.to_owned(), json!({ "type": "string" })));
    let mut properties: Object = properties.collect();
    properties.insert("key".to_owned(), json!({ "type": "string" }));
    json!({
        "type": "object",
        "description": "A secret that AWS keeps: it is read when it is applied.",
        "properties": properties,
        "additionalProperties": false,
        "oneOf": names.collect::<Vec<_>>(),
    })
}

/// A schema that stands among others: its own definitions move to theirs, under its name.
fn embedded(name: &str, mut schema: Value, definitions: &mut Object) -> Value {
    point_at(&mut schema, name);
    if let Value::Object(schema) = &mut schema {
        schema.remove("$schema");
        if let Some(Value::Object(own)) = schema.remove("$defs") {
            let own = own.into_iter();
            definitions.extend(own.map(|(key, definition)| (format!("{name}.{key}"), definition)));
        }
    }
    schema
}

/// Makes references point at the shared definitions, and drops defaults that say nothing to people.
fn point_at(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref")
                && let Some(target) = reference.strip_prefix("#/$defs/")
            {
                *reference = format!("#/$defs/{name}.{target}");
            }
            let is_silent = |value: &Value| value.is_null() || auto::accepts_any(value);
            if object.get("default").is_some_and(is_silent) {
                object.remove("default");
            }
            object.values_mut().for_each(|value| point_at(value, name));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| point_at(value, name)),
        _ => {}
    }
}

/// Lets a number and a boolean stand in a map of text, where they are taken as they are written.
fn or_scalar(schema: &mut Value) {
    if schema["type"] == "string" && schema.get("enum").is_none() {
        schema["type"] = json!(["boolean", "number", "string"]);
    }
}

/// Lets a reference to a secret stand wherever a text does.
fn allow_secrets(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), value) {
                    ("properties" | "patternProperties", Value::Object(properties)) => {
                        properties.values_mut().for_each(or_secret);
                    }
                    ("items", value) => or_secret(value),
                    ("additionalProperties", value) => {
                        or_scalar(value);
                        or_secret(value);
                    }
                    ("default" | "const" | "enum" | "required", _) => {}
                    (_, value) => allow_secrets(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(allow_secrets),
        _ => {}
    }
}

fn or_secret(schema: &mut Value) {
    allow_secrets(schema);
    if is_text(schema) && schema.get("enum").is_none() && schema.get("const").is_none() {
        or_definition("secret", schema);
    }
}

fn is_text(schema: &Value) -> bool {
    match &schema["type"] {
        Value::String(name) => name == "string",
        Value::Array(names) => names.iter().any(|name| name == "string"),
        _ => false,
    }
}

/// Lets an expression stand wherever a value that is not free text does.
fn allow_expressions(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), value) {
                    ("properties" | "patternProperties", Value::Object(properties)) => {
                        properties.values_mut().for_each(or_expression);
                    }
                    ("items", value) => or_expression(value),
                    ("additionalProperties", value) => {
                        or_expression(value);
                        or_scalar(value);
                    }
                    ("default" | "const" | "enum" | "required", _) => {}
                    (_, value) => allow_expressions(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(allow_expressions),
        _ => {}
    }
}

fn or_expression(schema: &mut Value) {
    allow_expressions(schema);
    if schema.is_object() && !takes_any_text(schema) {
        or_definition("expression", schema);
    }
}

/// Lets what a shared definition says stand in the place of something, beside whatever may stand there already.
fn or_definition(name: &str, schema: &mut Value) {
    let other = json!({ "$ref": format!("#/$defs/{name}") });
    if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.push(other);
        return;
    }
    let description = schema.get("description").cloned();
    let mut either = json!({ "anyOf": [schema.take(), other] });
    if let Some(description) = description {
        either["description"] = description;
    }
    *schema = either;
}

fn takes_any_text(schema: &Value) -> bool {
    let limits = ["enum", "const", "pattern", "minLength", "maxLength"];
    let forms = schema["anyOf"].as_array();
    forms.is_some_and(|forms| forms.iter().any(takes_any_text))
        || is_text(schema) && limits.iter().all(|limit| schema.get(limit).is_none())
}

/// What a block may omit, its name among it, and what every resource has besides.
fn complete_resource(schema: &mut Value, meta_keys: &Value) {
    let mut nothing_is_required = true;
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|field| field != "name");
        nothing_is_required = required.is_empty();
    }
    if let (Some(Value::Object(properties)), Value::Object(meta_keys)) =
        (schema.get_mut("properties"), &meta_keys["properties"])
    {
        properties.extend(meta_keys.clone());
    }
    if nothing_is_required {
        *schema = or_nothing(schema.take());
    }
}

/// A block of which nothing is written, as in `api:`.
fn or_nothing(mut schema: Value) -> Value {
    schema["type"] = json!(["object", "null"]);
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::meta;

    #[test]
    fn every_reference_leads_somewhere() {
        for schema in [render(&[]), component(&[]), environment()] {
            let text = schema.to_string();
            for (_, rest) in
                text.match_indices("\"#/$defs/").map(|(at, found)| text.split_at(at + found.len()))
            {
                let name = rest.split('"').next().unwrap_or_default();
                assert!(schema["$defs"][name].is_object(), "{name}");
            }
        }
    }

    #[test]
    fn every_setting_of_an_environment_is_described() {
        let schema = environment();
        let settings = schema["properties"].as_object().expect("settings");
        assert!(settings.contains_key("extends") && settings.contains_key("account"));
        for (name, setting) in settings {
            assert!(setting["description"].is_string(), "{name}");
        }
    }

    #[test]
    fn every_key_of_a_resource_is_described() {
        let schema = render(&[]);
        let group = &schema["$defs"]["logs.log_group"]["properties"];
        for key in meta::keys() {
            assert!(group[key]["description"].is_string(), "{key}");
        }
    }
}
