//! What a body is like, told when somebody asks. Functions never ask: only the documents are made from it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// The name and the schema of a type.
#[derive(Clone, Copy)]
pub struct Model {
    name: fn() -> Cow<'static, str>,
    schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Model {
    /// The model that a type is.
    pub fn of<T: JsonSchema>() -> Self {
        Self { name: T::schema_name, schema: SchemaGenerator::subschema_for::<T> }
    }

    /// Its name, unique among all models.
    pub fn name(&self) -> String {
        (self.name)().into_owned()
    }

    /// Its schema, by the settings of a generator.
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.schema)(generator)
    }
}
