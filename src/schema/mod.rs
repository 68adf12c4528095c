//! The JSON Schema of a kind, which `schemars` generates from its struct, as the compiler reads it.
//!
//! One definition says everything of a field, beside the field: its type and AWS's limits (standard
//! keywords), its documentation, and its facts (keywords that start with `x-`).

mod check;
mod limits;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;

use crate::value::{Path, Segment, Value};

pub use check::{Check, Finding, Origin, check};

/// A JSON Schema, as far as `schemars` writes and we read it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Schema {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "$defs")]
    definitions: BTreeMap<String, Schema>,
    #[serde(rename = "type")]
    types: Option<Types>,
    pub description: Option<String>,
    pub default: Option<Value>,
    pub properties: BTreeMap<String, Schema>,
    pub required: BTreeSet<String>,
    additional_properties: Option<Additional>,
    items: Option<Box<Schema>>,
    #[serde(rename = "enum")]
    allowed: Vec<Value>,
    #[serde(rename = "const")]
    constant: Option<Value>,
    one_of: Vec<Schema>,
    any_of: Vec<Schema>,
    pattern: Option<String>,
    min_length: Option<usize>,
    max_length: Option<usize>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    min_items: Option<usize>,
    max_items: Option<usize>,
    min_properties: Option<usize>,
    max_properties: Option<usize>,
    #[serde(flatten)]
    facts: FieldFacts,
}

/// What the engine must know of a field, from the `x-` keywords on it or on what it stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FieldFacts {
    /// `x-create-only`: AWS takes it at creation alone, so a change replaces the object.
    #[serde(rename = "x-create-only")]
    pub create_only: bool,
    /// `x-append-only`: AWS takes new entries of this map at any time, and changes and removes none, so
    /// a change of an entry, or the lack of one, replaces the object.
    #[serde(rename = "x-append-only")]
    pub append_only: bool,
    /// `x-deferrable`: may be set after creation, so a cycle may be broken here.
    #[serde(rename = "x-deferrable")]
    pub deferrable: bool,
    /// `x-value-only`: AWS does not look whether what is named here exists, so a reference whose value
    /// can be predicted need not be waited for.
    #[serde(rename = "x-value-only")]
    pub value_only: bool,
    /// `x-from-files`: its kind makes something else of it, from files of the project that it names.
    #[serde(rename = "x-from-files")]
    pub from_files: bool,
    /// `x-sensitive`: never shown.
    #[serde(rename = "x-sensitive")]
    pub sensitive: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Types {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Additional {
    Allowed(bool),
    Each(Box<Schema>),
}

impl Schema {
    /// The schema of a type, for reading values of it.
    pub fn of<T: JsonSchema>() -> Self {
        let value = Self::generate::<T>();
        match serde_json::from_value(value) {
            Ok(schema) => schema,
            Err(error) => unreachable!("schemars writes JSON Schema: {error}"),
        }
    }

    /// The schema of a type, as it is published.
    pub fn generate<T: JsonSchema>() -> Value {
        SchemaSettings::draft2020_12()
            .into_generator()
            .into_root_schema_for::<T>()
            .to_value()
    }

    /// The facts of a field: its own, and those of everything it stands in.
    pub fn facts_of(&self, path: &Path) -> FieldFacts {
        let mut facts = FieldFacts::default();
        let mut schemas = vec![self];
        for segment in path.segments() {
            schemas = schemas
                .into_iter()
                .flat_map(|schema| self.step(schema, segment))
                .collect();
            for schema in &schemas {
                let own = schema.facts;
                let target = self.resolve(schema).facts;
                facts.create_only |= own.create_only || target.create_only;
                facts.append_only |= own.append_only || target.append_only;
                facts.deferrable |= own.deferrable || target.deferrable;
                facts.value_only |= own.value_only || target.value_only;
                facts.from_files |= own.from_files || target.from_files;
                facts.sensitive |= own.sensitive || target.sensitive;
            }
        }
        facts
    }

    /// The schemas that may describe what is one step inside `schema`.
    fn step<'a>(&'a self, schema: &'a Schema, segment: &Segment) -> Vec<&'a Schema> {
        let schema = self.resolve(schema);
        let mut found = Vec::new();
        match segment {
            Segment::Key(key) => {
                found.extend(schema.properties.get(key));
                if found.is_empty()
                    && let Some(Additional::Each(each)) = &schema.additional_properties
                {
                    found.push(each);
                }
            }
            Segment::Index(_) => found.extend(schema.items.as_deref()),
        }
        for choice in schema.one_of.iter().chain(&schema.any_of) {
            found.extend(self.step(choice, segment));
        }
        found
    }

    /// The fields of `value` that hold what they hold without being written.
    pub fn defaults_in(&self, value: &Value) -> Vec<Path> {
        let mut found = Vec::new();
        self.collect_defaults(&[self], value, &mut Path::root(), &mut found);
        found
    }

    fn collect_defaults(
        &self,
        schemas: &[&Schema],
        value: &Value,
        path: &mut Path,
        found: &mut Vec<Path>,
    ) {
        let segments: Vec<(Segment, &Value)> = match value {
            Value::Object(object) => {
                let keyed = object.iter();
                keyed
                    .map(|(key, value)| (Segment::Key(key.clone()), value))
                    .collect()
            }
            Value::Array(list) => {
                let indexed = list.iter().enumerate();
                indexed
                    .map(|(index, value)| (Segment::Index(index), value))
                    .collect()
            }
            _ => return,
        };
        for (segment, value) in segments {
            let inner: Vec<&Schema> = schemas
                .iter()
                .flat_map(|schema| self.step(schema, &segment))
                .collect();
            let is_default = inner
                .iter()
                .any(|schema| schema.default.as_ref() == Some(value));
            path.push(segment);
            match is_default {
                true => found.push(path.clone()),
                false => self.collect_defaults(&inner, value, path, found),
            }
            path.pop();
        }
    }

    /// Whether a value of this schema may have something at `path`.
    pub fn knows(&self, path: &Path) -> bool {
        let mut schemas = vec![self];
        for segment in path.segments() {
            schemas = schemas
                .into_iter()
                .flat_map(|schema| self.step(schema, segment))
                .collect();
        }
        !schemas.is_empty()
    }

    /// Whether a value at `path`, or something inside it, must not be shown.
    pub fn may_hold_sensitive(&self, path: &Path) -> bool {
        let mut inside = vec![self];
        for segment in path.segments() {
            let steps = inside.into_iter();
            inside = steps
                .flat_map(|schema| self.step(schema, segment))
                .collect();
        }
        let mut seen: Vec<&Schema> = Vec::new();
        while let Some(schema) = inside.pop() {
            let target = self.resolve(schema);
            if schema.facts.sensitive || target.facts.sensitive {
                return true;
            }
            if seen.iter().any(|known| std::ptr::eq(*known, target)) {
                continue;
            }
            seen.push(target);
            inside.extend(target.properties.values());
            inside.extend(target.items.as_deref());
            inside.extend(target.one_of.iter().chain(&target.any_of));
            if let Some(Additional::Each(each)) = &target.additional_properties {
                inside.push(each);
            }
        }
        self.facts_of(path).sensitive
    }

    /// What a `$ref` points at; `self` must be the root.
    pub fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        let name = schema
            .reference
            .as_deref()
            .and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.and_then(|name| self.definitions.get(name))
            .unwrap_or(schema)
    }

    /// All keywords that are not JSON Schema's own, anywhere in a generated schema.
    pub fn extensions(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    if key.starts_with("x-") {
                        found.insert(key.clone());
                    }
                    Self::extensions(value, found);
                }
            }
            Value::Array(list) => list.iter().for_each(|value| Self::extensions(value, found)),
            _ => {}
        }
    }

    fn type_names(&self) -> Vec<&str> {
        match &self.types {
            None => Vec::new(),
            Some(Types::One(name)) => vec![name],
            Some(Types::Many(names)) => names.iter().map(String::as_str).collect(),
        }
    }
}
