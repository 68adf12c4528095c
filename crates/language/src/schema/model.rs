//! A JSON Schema as `schemars` writes it, and the steps inside it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;

use crate::value::{Segment, Value};

/// A JSON Schema, as far as `schemars` writes and we read it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Schema {
    #[serde(rename = "$ref")]
    pub(super) reference: Option<String>,
    #[serde(rename = "$defs")]
    pub(super) definitions: BTreeMap<String, Schema>,
    #[serde(rename = "type")]
    pub(super) types: Option<Types>,
    pub(super) title: Option<String>,
    pub description: Option<String>,
    pub default: Option<Value>,
    pub properties: BTreeMap<String, Schema>,
    pub required: BTreeSet<String>,
    pub(super) additional_properties: Option<Additional>,
    pub(super) property_names: Option<Box<Schema>>,
    pub(super) items: Option<Box<Schema>>,
    #[serde(rename = "enum")]
    pub(super) allowed: Vec<Value>,
    #[serde(rename = "const")]
    pub(super) constant: Option<Value>,
    pub(super) one_of: Vec<Schema>,
    pub(super) any_of: Vec<Schema>,
    pub(super) pattern: Option<String>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) min_properties: Option<usize>,
    pub(super) max_properties: Option<usize>,
    pub(super) exclusive_minimum: Option<f64>,
    pub(super) exclusive_maximum: Option<f64>,
    pub(super) multiple_of: Option<f64>,
    pub(super) unique_items: bool,
    /// `application/json` where a text holds JSON.
    pub(super) content_media_type: Option<String>,
    /// What must be there where a property is.
    pub(super) dependent_required: BTreeMap<String, Vec<String>>,
    /// `x-required-one-of`: of each group of alternatives, exactly one is there. An alternative is a list of
    /// properties that are there together.
    #[serde(rename = "x-required-one-of")]
    pub(super) required_one_of: Vec<Vec<Vec<String>>>,
    /// `x-required-any-of`: of each group of alternatives, at least one is there.
    #[serde(rename = "x-required-any-of")]
    pub(super) required_any_of: Vec<Vec<Vec<String>>>,
    /// `x-excludes`: what must not be there where a property is.
    #[serde(rename = "x-excludes")]
    pub(super) excludes: BTreeMap<String, Vec<String>>,
    /// `x-read-only`: the properties that AWS sets, which nobody writes and `properties` does not have.
    #[serde(rename = "x-read-only")]
    pub(super) read_only: BTreeSet<String>,
    /// `x-any-case`: AWS accepts the words of `enum` in capitals and in small letters.
    #[serde(rename = "x-any-case")]
    pub(super) any_case: bool,
    /// `x-unordered`: a list that is a set, as AWS keeps it in any order.
    #[serde(rename = "x-unordered")]
    pub(super) unordered: bool,
    /// `x-takes-unknown`: at the root of a schema whose values are no struct of ours, so that what AWS has yet to invent
    /// may stand for a value of any type.
    #[serde(rename = "x-takes-unknown")]
    pub(super) takes_unknown: bool,
    /// `x-json`: text that holds JSON, or an object that may be written as such a text.
    #[serde(rename = "x-json")]
    pub(super) json: bool,
    /// `x-called-by`: the service that reaches what is named here by itself, such as `apigateway.amazonaws.com`.
    /// Where a role is named beside it and `x-uses` says what that does, it does. Where other things
    /// may be named as well, and another service calls each, a map from the service in their ARNs.
    #[serde(rename = "x-called-by")]
    pub(super) called_by: Option<CalledBy>,
    /// `x-uses`: what is done with what is named here by whoever acts with the nearest role.
    #[serde(rename = "x-uses")]
    pub(super) uses: Option<String>,
    /// `x-policy`: what of a policy stands here or, for a map, in each of its entries.
    #[serde(rename = "x-policy")]
    pub(super) policy: Option<PolicyPart>,
    #[serde(flatten)]
    pub(super) facts: FieldFacts,
}

/// The service that calls what a field names.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum CalledBy {
    One(String),
    /// By the service in the ARN of what is called, such as `lambda`.
    Each(BTreeMap<String, String>),
}

impl CalledBy {
    /// The service that calls what has this ARN.
    pub(super) fn of(&self, arn: &str) -> Option<&str> {
        match self {
            Self::One(service) => Some(service),
            Self::Each(services) => services.get(arn.split(':').nth(2)?).map(String::as_str),
        }
    }
}

/// What of a policy a field holds: a document, by whose it is, or one of a document's elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyPart {
    /// A document: what a role or user may do.
    Identity,
    /// A document: who may take on a role.
    Trust,
    /// A document: who may do what with the object.
    Resource,
    /// Who may do something: a service, an account, an ARN or `*`.
    Principal,
    /// What they may do.
    Action,
}

/// What the engine must know of a field, from the `x-` keywords on it or on what it stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FieldFacts {
    /// `x-create-only`: AWS accepts it only at creation, so a change replaces the object.
    #[serde(rename = "x-create-only")]
    pub create_only: bool,
    /// `x-append-only`: AWS accepts new entries of this map at any time, and changes and removes none, so
    /// a change of an entry, or the lack of one, replaces the object.
    #[serde(rename = "x-append-only")]
    pub append_only: bool,
    /// `x-deferrable`: may be set after creation, so a cycle may be broken here.
    #[serde(rename = "x-deferrable")]
    pub deferrable: bool,
    /// `x-late`: set by a call of its own. So where it waits longer than the rest of a
    /// new object, it waits alone. Only with `x-deferrable`.
    #[serde(rename = "x-late")]
    pub late: bool,
    /// `x-value-only`: AWS does not look whether what is named here exists, so a reference whose value
    /// can be predicted need not be waited for.
    #[serde(rename = "x-value-only")]
    pub value_only: bool,
    /// `x-holds`: AWS does not delete what is named here, so it is taken out before that is deleted to be
    /// recreated.
    #[serde(rename = "x-holds")]
    pub holds: bool,
    /// `x-from-files`: its kind makes something else of it, from files of the project that it names.
    #[serde(rename = "x-from-files")]
    pub from_files: bool,
    /// `x-texts`: AWS makes text of every number and flag in it, so they are taken as they are written.
    #[serde(rename = "x-texts")]
    pub texts: bool,
    /// `x-grants`: says who may do what.
    #[serde(rename = "x-grants")]
    pub grants: bool,
    /// `x-sensitive`: never shown.
    #[serde(rename = "x-sensitive")]
    pub sensitive: bool,
    /// `x-write-only`: AWS accepts it and does not give it back.
    #[serde(rename = "x-write-only")]
    pub write_only: bool,
}

/// The keyword `type`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Types {
    One(String),
    Many(Vec<String>),
}

/// The keyword `additionalProperties`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Additional {
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
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
    }

    /// Whether it is text that is none of a list.
    pub(super) fn is_free_text(&self) -> bool {
        let lists_words = !self.allowed.is_empty() || self.constant.is_some();
        self.type_names() == ["string"] && !lists_words
    }

    /// Whether a text must hold JSON: in the place of an object that it describes, or by itself.
    pub(super) fn takes_json_text(&self) -> bool {
        let types = self.type_names();
        let in_place_of_object = types.contains(&"object") && !self.properties.is_empty();
        in_place_of_object || self.content_media_type.as_deref() == Some("application/json")
    }

    /// The schemas that may describe what is at the end of these steps.
    pub(super) fn at(&self, segments: &[Segment]) -> Vec<&Schema> {
        segments.iter().fold(vec![self], |schemas, segment| {
            let schemas = schemas.into_iter();
            schemas.flat_map(|schema| self.step(schema, segment)).collect()
        })
    }

    /// The schemas that may describe what is one step inside `schema`.
    pub(super) fn step<'a>(&'a self, schema: &'a Schema, segment: &Segment) -> Vec<&'a Schema> {
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

    /// Whether the schema says anything of what a map or a list holds.
    pub(super) fn describes_parts(&self) -> bool {
        let each = matches!(self.additional_properties, Some(Additional::Each(_)));
        let choices = !self.one_of.is_empty() || !self.any_of.is_empty();
        !self.properties.is_empty() || self.items.is_some() || each || choices
    }

    /// What a `$ref` points at; `self` must be the root.
    pub fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        let name =
            schema.reference.as_deref().and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.and_then(|name| self.definitions.get(name)).unwrap_or(schema)
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

    /// The types that a value may have, by the names that JSON Schema gives them.
    pub(super) fn type_names(&self) -> Vec<&str> {
        match &self.types {
            None => Vec::new(),
            Some(Types::One(name)) => vec![name],
            Some(Types::Many(names)) => names.iter().map(String::as_str).collect(),
        }
    }
}
