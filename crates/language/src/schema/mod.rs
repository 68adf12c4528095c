//! The JSON Schema of a kind, which `schemars` generates from its struct, as the compiler reads it.
//!
//! One definition says everything of a field, beside the field: its type and AWS's limits (standard
//! keywords), its documentation, and its facts (keywords that start with `x-`).

mod check;
mod findings;
mod forms;
mod limits;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;

use crate::value::{Path, Segment, Value, parts};

pub use check::{Check, Finding, Origin, check, has_errors};
pub use findings::Findings;

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
    title: Option<String>,
    pub description: Option<String>,
    pub default: Option<Value>,
    pub properties: BTreeMap<String, Schema>,
    pub required: BTreeSet<String>,
    additional_properties: Option<Additional>,
    property_names: Option<Box<Schema>>,
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
    /// `x-called-by`: the service that calls the function which is named here, such as
    /// `apigateway.amazonaws.com`. Where a field `credentials` beside it names a role, that calls it.
    #[serde(rename = "x-called-by")]
    called_by: Option<String>,
    /// `x-policy`: what of a policy stands here or, for a map, in each of its entries.
    #[serde(rename = "x-policy")]
    policy: Option<PolicyPart>,
    #[serde(flatten)]
    facts: FieldFacts,
}

/// The schema of text of which a list says what is known, and which may be another: AWS adds words, so one
/// that is not in the list is a warning.
pub fn open(mut known: schemars::Schema) -> schemars::Schema {
    let description = known.remove("description");
    let mut open = schemars::json_schema!({ "anyOf": [known, { "type": "string" }] });
    if let Some(description) = description {
        open.insert("description".to_owned(), description);
    }
    open
}

/// The forms of text of which some words are known, for the keyword `anyOf` of a field. See [`open`].
pub fn known_words(words: &[&str]) -> Value {
    serde_json::json!([{ "type": "string", "enum": words }, { "type": "string" }])
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
    /// `x-holds`: AWS does not delete what is named here, so it is taken out before that is deleted to be
    /// made anew.
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
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
    }

    /// Whether it is text that is none of a list.
    fn is_free_text(&self) -> bool {
        let lists_words = !self.allowed.is_empty() || self.constant.is_some();
        self.type_names() == ["string"] && !lists_words
    }

    /// The facts of a field: its own, and those of everything it stands in.
    pub fn facts_of(&self, path: &Path) -> FieldFacts {
        let mut facts = FieldFacts::default();
        let mut schemas = vec![self];
        for segment in path.segments() {
            schemas = schemas.into_iter().flat_map(|schema| self.step(schema, segment)).collect();
            for schema in &schemas {
                let own = schema.facts;
                let target = self.resolve(schema).facts;
                facts.create_only |= own.create_only || target.create_only;
                facts.append_only |= own.append_only || target.append_only;
                facts.deferrable |= own.deferrable || target.deferrable;
                facts.value_only |= own.value_only || target.value_only;
                facts.holds |= own.holds || target.holds;
                facts.from_files |= own.from_files || target.from_files;
                facts.texts |= own.texts || target.texts;
                facts.grants |= own.grants || target.grants;
                facts.sensitive |= own.sensitive || target.sensitive;
                // A field that may be left out is one of two forms: what it is, and nothing.
                let resolved = self.resolve(schema);
                for form in resolved.one_of.iter().chain(&resolved.any_of) {
                    facts.texts |= form.facts.texts || self.resolve(form).facts.texts;
                }
            }
        }
        facts
    }

    /// The schemas that may describe what is at the end of these steps.
    fn at(&self, segments: &[Segment]) -> Vec<&Schema> {
        segments.iter().fold(vec![self], |schemas, segment| {
            let schemas = schemas.into_iter();
            schemas.flat_map(|schema| self.step(schema, segment)).collect()
        })
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
        let is_default = |schemas: &[&Schema], value: &Value| {
            let mut schemas = schemas.iter();
            schemas.any(|schema| schema.default.as_ref() == Some(value))
        };
        let mut found = Vec::new();
        self.collect(&[self], value, &mut Path::root(), &is_default, &mut found);
        found
    }

    /// The fields of `value` that nobody can write.
    pub fn unknown_in(&self, value: &Value) -> Vec<Path> {
        let is_unknown = |schemas: &[&Schema], _: &Value| schemas.is_empty();
        let mut found = Vec::new();
        self.collect(&[self], value, &mut Path::root(), &is_unknown, &mut found);
        found
    }

    /// The outermost parts of a value for which, with the schemas that may describe them, `is` holds.
    fn collect(
        &self,
        schemas: &[&Schema],
        value: &Value,
        path: &mut Path,
        is: &dyn Fn(&[&Schema], &Value) -> bool,
        found: &mut Vec<Path>,
    ) {
        let parts = parts(value);
        // Where anything may stand, its parts are not described.
        let describes = |schema: &&Schema| self.resolve(schema).describes_parts();
        if !schemas.iter().any(describes) {
            return;
        }
        for (segment, value) in parts {
            let inner: Vec<&Schema> =
                schemas.iter().flat_map(|schema| self.step(schema, &segment)).collect();
            path.push(segment);
            match is(&inner, value) {
                true => found.push(path.clone()),
                false => self.collect(&inner, value, path, is, found),
            }
            path.pop();
        }
    }

    /// Whether the schema says anything of what a map or a list holds.
    fn describes_parts(&self) -> bool {
        let each = matches!(self.additional_properties, Some(Additional::Each(_)));
        let choices = !self.one_of.is_empty() || !self.any_of.is_empty();
        !self.properties.is_empty() || self.items.is_some() || each || choices
    }

    /// The service that calls the function which is named at `path` of a spec, if one does so by itself.
    pub fn caller_of(&self, path: &Path, spec: &Value) -> Option<&str> {
        let schemas = self.at(path.segments());
        let service = schemas.iter().find_map(|schema| {
            schema.called_by.as_deref().or(self.resolve(schema).called_by.as_deref())
        })?;
        let mut role = path.clone();
        role.pop();
        let role = role.key("credentials");
        let has_role = role.of(spec).is_some_and(|role| !role.is_null());
        (!has_role).then_some(service)
    }

    /// The policies and parts of policies in a value (`x-policy`), each with its place.
    pub fn policies_in(&self, value: &Value) -> Vec<(Path, PolicyPart)> {
        let mut found = Vec::new();
        self.collect_policies(&[self], value, &mut Path::root(), &mut found);
        found
    }

    fn collect_policies(
        &self,
        schemas: &[&Schema],
        value: &Value,
        path: &mut Path,
        found: &mut Vec<(Path, PolicyPart)>,
    ) {
        let held = schemas.iter().find_map(|schema| {
            let resolved = self.resolve(schema);
            let part = schema.policy.or(resolved.policy)?;
            let is_map = matches!(resolved.additional_properties, Some(Additional::Each(_)));
            Some((part, is_map))
        });
        let parts = parts(value);
        match held {
            Some((part, true)) => {
                let entries = parts.into_iter();
                found.extend(entries.map(|(segment, _)| {
                    let mut entry = path.clone();
                    entry.push(segment);
                    (entry, part)
                }));
            }
            Some((part, false)) => found.push((path.clone(), part)),
            None => {
                for (segment, value) in parts {
                    let inner: Vec<&Schema> =
                        schemas.iter().flat_map(|schema| self.step(schema, &segment)).collect();
                    if inner.is_empty() {
                        continue;
                    }
                    path.push(segment);
                    self.collect_policies(&inner, value, path, found);
                    path.pop();
                }
            }
        }
    }

    /// Whether what stands at `path` is a field of a struct, and no entry of a map.
    pub fn declares(&self, path: &Path) -> bool {
        let Some((Segment::Key(last), around)) = path.segments().split_last() else {
            return false;
        };
        let mut schemas = self.at(around).into_iter();
        schemas.any(|schema| self.has_property(schema, last))
    }

    fn has_property(&self, schema: &Schema, name: &str) -> bool {
        let schema = self.resolve(schema);
        let mut choices = schema.one_of.iter().chain(&schema.any_of);
        schema.properties.contains_key(name)
            || choices.any(|choice| self.has_property(choice, name))
    }

    /// Whether what stands at `path` is a text in a map of texts, at a key of its owner's.
    pub fn holds_texts_at(&self, path: &Path) -> bool {
        let is_text = |schema: &&Schema| self.resolve(schema).type_names().contains(&"string");
        matches!(path.segments(), [.., Segment::Key(_)])
            && !self.declares(path)
            && self.at(path.segments()).iter().any(is_text)
    }

    /// Whether a number or a flag at `path` is the text that it is written as: it stands in a map of texts,
    /// or in something that is all text.
    pub fn takes_as_text(&self, path: &Path) -> bool {
        self.holds_texts_at(path) && self.takes_only_text(path) || self.facts_of(path).texts
    }

    /// Whether what stands at `path` may be text, and neither a number nor a flag.
    pub fn takes_only_text(&self, path: &Path) -> bool {
        let schemas = self.at(path.segments());
        let wants = |name: &str| {
            let mut schemas = schemas.iter();
            schemas.any(|schema| self.resolve(schema).type_names().contains(&name))
        };
        wants("string") && !["boolean", "integer", "number"].into_iter().any(wants)
    }

    /// Whether any text may stand at `path`, and not only words of a list.
    pub fn takes_any_text(&self, path: &Path) -> bool {
        let is_free = |schema: &&Schema| {
            let schema = self.resolve(schema);
            let mut forms = schema.one_of.iter().chain(&schema.any_of);
            schema.is_free_text() || forms.any(|form| self.resolve(form).is_free_text())
        };
        self.at(path.segments()).iter().any(is_free)
    }

    /// Whether a value of this schema may have something at `path`.
    pub fn knows(&self, path: &Path) -> bool {
        !self.at(path.segments()).is_empty()
    }

    /// Whether a value at `path`, or something inside it, must not be shown.
    pub fn may_hold_sensitive(&self, path: &Path) -> bool {
        let mut inside = self.at(path.segments());
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

    /// Whether `value`, which stands at `path`, or something inside it, says who may do what.
    pub fn grants_access(&self, path: &Path, value: &Value) -> bool {
        self.facts_of(path).grants
            || match value {
                Value::Object(object) => {
                    object.iter().any(|(key, value)| self.grants_access(&path.key(key), value))
                }
                Value::Array(list) => list
                    .iter()
                    .enumerate()
                    .any(|(index, value)| self.grants_access(&path.index(index), value)),
                _ => false,
            }
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

    fn type_names(&self) -> Vec<&str> {
        match &self.types {
            None => Vec::new(),
            Some(Types::One(name)) => vec![name],
            Some(Types::Many(names)) => names.iter().map(String::as_str).collect(),
        }
    }
}
