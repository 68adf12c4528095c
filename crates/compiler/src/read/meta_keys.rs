//! The keys that every resource may have beside the fields of its kind, as they are written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::node::{Content, Entry};
use super::spelling;
use aws::regions;
use language::diagnostic::Diagnostics;
use language::schema::Schema;
use language::value::{Path, Value};

/// The keys, as users write them.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "a schema alone: each key is read at its own time")]
pub struct MetaKeys {
    /// Takes over an object that exists and belongs to no stack.
    adopt: bool,
    /// Addresses of resources that must be done before this one, where no field refers to them.
    depends_on: Vec<String>,
    /// Whether the resource exists in this environment. Default: true.
    enabled: bool,
    /// Makes an instance for each entry of a map, or for each text of a list: `each.key` and
    /// `each.value` in its fields.
    for_each: ForEach,
    /// `auto` adds what is missing to the functions, queues, topics and roles of the stack so that they let in what
    /// AWS does for this resource. Plans show it there.
    grants: Grants,
    /// How the resource is changed and deleted.
    lifecycle: LifecycleKeys,
    /// The address that the resource had before: its object stays, and the state gets the new address.
    moved_from: String,
    /// The AWS region, such as `us-east-2`, where it is not the environment's.
    #[schemars(extend("title" = "AWS region", "anyOf" = regions::schema()))]
    region: String,
}

/// The keys that every use of a component may have beside the inputs, as users write them.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "a schema alone: each key is read at its own time")]
pub struct ComponentKeys {
    /// Addresses of resources and components that must be done before anything in this one.
    depends_on: Vec<String>,
    /// Whether the component exists in this environment. Default: true.
    enabled: bool,
    /// Makes an instance for each entry of a map, or for each text of a list: `each.key` and
    /// `each.value` in its inputs.
    for_each: ForEach,
    /// The address that the component had before; or, for each resource in it that had another, its address in the
    /// component and the one that it had: `lambda.function.handler: lambda.function.courses`.
    moved_from: Moves,
}

/// What `moved_from` of a component says.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Moves {
    /// The address of the whole component.
    Component(String),
    /// Addresses inside the component, and where each was.
    Resources(BTreeMap<String, String>),
}

/// What `for_each` goes over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum ForEach {
    Map(BTreeMap<String, Value>),
    Texts(Vec<String>),
}

/// What `lifecycle` holds.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LifecycleKeys {
    /// Refuses every plan that would delete or replace the resource.
    pub prevent_destroy: bool,
    /// Fields that are left as they are in AWS.
    pub ignore_changes: Vec<String>,
    /// Whether the new object or the old one goes first. Default: `delete_first`.
    pub replacement: Replacement,
}

/// What `grants` may say.
#[derive(Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grants {
    Auto,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Replacement {
    CreateFirst,
    #[default]
    DeleteFirst,
}

/// The schema of the keys.
pub(crate) static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<MetaKeys>);

/// Whether a key is one of them.
pub(crate) fn is_key(name: &str) -> bool {
    SCHEMA.properties.contains_key(name)
}

/// The schema of the keys of components.
pub(crate) static OF_COMPONENTS: LazyLock<Schema> = LazyLock::new(Schema::of::<ComponentKeys>);

/// Whether a key means the same on every component. Any other is the name of an input.
pub(crate) fn is_key_of_components(name: &str) -> bool {
    OF_COMPONENTS.properties.contains_key(name)
}

/// Their names.
pub fn keys() -> &'static [&'static str] {
    static KEYS: LazyLock<Vec<&str>> =
        LazyLock::new(|| SCHEMA.properties.keys().map(String::as_str).collect());
    &KEYS
}

/// Takes the numbers in a key as they are meant. What a block is made for each of is for its fields to say.
pub(crate) fn apply_schema(entry: &mut Entry, diagnostics: &mut Diagnostics) {
    match (entry.key.as_str(), &entry.value.content) {
        ("for_each", Content::Map(_)) => spelling::refuse_changed(&mut entry.value, diagnostics),
        _ => {
            let path = Path::field(&entry.key);
            spelling::apply_schema(&mut entry.value, &SCHEMA, path, diagnostics);
        }
    }
}
