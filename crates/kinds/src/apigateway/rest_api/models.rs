//! What bodies are like.

use crate::prelude::*;
use aws_sdk_apigateway::types as sdk;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

/// Models by name.
pub type Models = BTreeMap<String, Model>;

/// What a body is like.
#[spec]
pub struct Model {
    /// What it is for. Absent: nothing is said.
    #[field(length = 1..)]
    pub description: Option<String>,
    /// The content type of the bodies. AWS cannot change it: name the model otherwise then. Absent:
    /// `application/json`.
    #[field(default = json_type(), length = 1..)]
    pub content_type: String,
    /// The JSON Schema (draft 4) that bodies must fit. `$ref: "#/models/<name>"` is another model of the
    /// API.
    #[field(required)]
    #[schemars(with = "Value", extend("type" = ["object", "string"]))]
    pub schema: BodySchema,
}

fn json_type() -> String {
    "application/json".to_owned()
}

/// A JSON Schema, as a map or as JSON text. What is not JSON stays text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct BodySchema(Value);

impl From<Value> for BodySchema {
    fn from(value: Value) -> Self {
        match &value {
            Value::String(text) => Self(serde_json::from_str(text).unwrap_or(value)),
            _ => Self(value),
        }
    }
}

impl<'de> Deserialize<'de> for BodySchema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

const OWN: &str = "#/models/";

/// The address by which AWS knows the models of an API.
fn address(api: &str) -> String {
    format!("https://apigateway.amazonaws.com/restapis/{api}/models/")
}

impl BodySchema {
    pub(super) fn as_value(&self) -> &Value {
        &self.0
    }

    /// It without what says nothing of bodies.
    fn rules(&self) -> Value {
        let mut schema = self.0.clone();
        if let Value::Object(keywords) = &mut schema {
            keywords.retain(|keyword, _| !["$schema", "title"].contains(&keyword.as_str()));
        }
        schema
    }

    /// The other models that it names.
    pub(super) fn references(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        collect_references(&self.0, &mut found);
        found
    }
}

fn replace_references(schema: &mut Value, from: &str, to: &str) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(target) if key == "$ref" => {
                        if let Some(name) = target.strip_prefix(from) {
                            *target = format!("{to}{name}");
                        }
                    }
                    _ => replace_references(value, from, to),
                }
            }
        }
        Value::Array(list) => {
            list.iter_mut().for_each(|value| replace_references(value, from, to));
        }
        _ => {}
    }
}

fn collect_references<'a>(schema: &'a Value, found: &mut BTreeSet<&'a str>) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                let target = value.as_str().filter(|_| key == "$ref");
                found.extend(target.and_then(|target| target.strip_prefix(OWN)));
                collect_references(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}

impl Model {
    pub(super) fn live(live: &sdk::Model, api: &str) -> (String, Self) {
        let text = live.schema().unwrap_or("{}");
        let mut schema = serde_json::from_str(text).unwrap_or_else(|_| text.into());
        replace_references(&mut schema, &address(api), OWN);
        let model = Self {
            description: non_empty(live.description()),
            content_type: non_empty(live.content_type()).unwrap_or_else(json_type),
            schema: BodySchema(schema),
        };
        (live.name().unwrap_or_default().to_owned(), model)
    }

    /// The schema as AWS accepts it.
    pub(super) fn text(&self, api: &str) -> String {
        let mut schema = self.schema.0.clone();
        replace_references(&mut schema, OWN, &address(api));
        match schema {
            Value::String(text) => text,
            schema => schema.to_string(),
        }
    }

    /// A model that comes with every API.
    pub(super) fn built_in(name: &str) -> Option<Self> {
        let mut schema = json!({
            "$schema": "http://json-schema.org/draft-04/schema#",
            "title": format!("{name} Schema"),
            "type": "object",
        });
        match name {
            "Empty" => {}
            "Error" => schema["properties"] = json!({ "message": { "type": "string" } }),
            _ => return None,
        }
        Some(Self { description: None, content_type: json_type(), schema: BodySchema(schema) })
    }

    /// Whether it says of bodies what the model says that comes with every API.
    pub(super) fn is_built_in(&self, name: &str) -> bool {
        Self::built_in(name).is_some_and(|built_in| {
            built_in.schema.rules() == self.schema.rules()
                && built_in.content_type == self.content_type
        })
    }
}

/// The live models that must be re-created: those whose content type changes, which AWS does not do, and
/// those that name them, as AWS deletes none that another one names.
pub(super) fn replaced(wanted: &Models, live: &Models) -> BTreeSet<String> {
    let mut replaced = BTreeSet::new();
    for (name, model) in in_order(live) {
        let content_type = wanted.get(name).map(|wanted| &wanted.content_type);
        let is_other = content_type.is_some_and(|content_type| *content_type != model.content_type);
        let mut names = model.schema.references().into_iter();
        if is_other || names.any(|name| replaced.contains(name)) {
            replaced.insert(name.to_owned());
        }
    }
    replaced
}

/// The models in an order in which each comes after those that it names. Of those that name each other
/// any may come first.
pub(super) fn in_order(models: &Models) -> Vec<(&str, &Model)> {
    let mut ordered = Vec::new();
    let mut left: Vec<(&str, &Model)> =
        models.iter().map(|(name, model)| (name.as_str(), model)).collect();
    while !left.is_empty() {
        let waits = |(name, model): &(&str, &Model)| {
            let needs = model.schema.references();
            left.iter().any(|(other, _)| other != name && needs.contains(other))
        };
        let next = left.iter().position(|model| !waits(model));
        ordered.push(left.remove(next.unwrap_or(0)));
    }
    ordered
}
