//! A place in the schema of a type.

use language::value::Value;

/// A part of a schema, with the whole to which its references point.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    root: &'a Value,
    here: &'a Value,
}

impl<'a> Node<'a> {
    pub fn root(schema: &'a Value) -> Self {
        Self { root: schema, here: schema }
    }

    /// What stands under a key; nothing where the schema says nothing of it.
    pub fn key(self, key: &str) -> Option<Self> {
        let here = self.resolved();
        let named = here["properties"].get(key);
        let any = || here.get("additionalProperties").filter(|each| each.is_object());
        named.or_else(any).map(|here| Self { here, ..self })
    }

    /// What the elements of a list are.
    pub fn items(self) -> Option<Self> {
        self.resolved().get("items").map(|here| Self { here, ..self })
    }

    /// How many properties it must have.
    pub fn required(self) -> usize {
        self.resolved()["required"].as_array().map_or(0, Vec::len)
    }

    /// Whether the order of a list's elements means nothing.
    pub fn is_unordered(self) -> bool {
        self.says("x-unordered")
    }

    /// Whether AWS takes it at creation alone.
    pub fn is_create_only(self) -> bool {
        self.says("x-create-only")
    }

    /// Whether it is JSON, which may stand as text.
    pub fn is_json(self) -> bool {
        self.says("x-json")
    }

    fn says(self, fact: &str) -> bool {
        self.here[fact] == true || self.resolved()[fact] == true
    }

    fn resolved(self) -> &'a Value {
        let name = self.here["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/"));
        name.and_then(|name| self.root["$defs"].get(name)).unwrap_or(self.here)
    }
}
