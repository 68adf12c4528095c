//! A sort whose lookups are written as a struct.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::lookup::{Asked, From, Needs, Sort};
use kind::Operations;
use language::schema::{Finding, Schema};
use language::value::{Path, Value};

/// A sort whose lookups are written as an `L`, which says in its doc comments what they are.
pub struct TypedSort<L> {
    name: &'static str,
    operations: &'static [Operations],
    ask: fn(From<'_>, L) -> Result<Asked, Finding>,
    schema: LazyLock<Schema>,
}

impl<L: DeserializeOwned + JsonSchema> TypedSort<L> {
    /// A sort of this name. `operations` are all that its requests may call.
    pub const fn new(
        name: &'static str,
        operations: &'static [Operations],
        ask: fn(From<'_>, L) -> Result<Asked, Finding>,
    ) -> Self {
        Self { name, operations, ask, schema: LazyLock::new(Schema::of::<L>) }
    }
}

impl<L: DeserializeOwned + JsonSchema> Sort for TypedSort<L> {
    fn name(&self) -> &str {
        self.name
    }

    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn published_schema(&self) -> Value {
        Schema::generate::<L>()
    }

    fn needs(&self) -> Needs {
        Needs::of(self.operations)
    }

    fn ask(&self, from: From<'_>, written: Value) -> Result<Asked, Finding> {
        let lookup = serde_json::from_value(written).map_err(|error| {
            Finding::error(Path::root(), "this cannot be looked up", error.to_string())
        })?;
        (self.ask)(from, lookup)
    }
}
