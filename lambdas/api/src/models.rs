//! The models of all routes, by their names.

use std::collections::BTreeMap;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use shared::api::Model;

use crate::dialect::plain;

/// Where models stand in the OpenAPI document.
pub const PLACE: &str = "#/components/schemas/";

/// What callers send, and what they get.
pub struct Generators {
    taking: SchemaGenerator,
    giving: SchemaGenerator,
}

impl Generators {
    /// For a document in which models refer to one another.
    pub fn referring() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Self {
            taking: settings.clone().for_deserialize().into_generator(),
            giving: settings.for_serialize().into_generator(),
        }
    }

    /// The schema of something that callers send, or a reference to it.
    pub fn taken(&mut self, model: Model) -> Value {
        plain(model.schema(&mut self.taking).to_value())
    }

    /// The same of something that they get.
    pub fn given(&mut self, model: Model) -> Value {
        plain(model.schema(&mut self.giving).to_value())
    }

    /// All models that were referred to. One that is sent as well as got is what it is when it is got, unless that differs:
    /// then the sent one has its own name already.
    pub fn models(mut self) -> BTreeMap<String, Value> {
        let taken = self.taking.take_definitions(true);
        let given = self.giving.take_definitions(true);
        let all = taken.into_iter().chain(given);
        all.map(|(name, schema)| (name, plain(schema))).collect()
    }
}

/// A model whole, as API Gateway takes it: JSON Schema draft 4, with everything in its place.
pub fn whole(model: Model) -> Value {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = plain(model.schema(&mut settings.into_generator()).to_value());
    schema["$schema"] = json!("http://json-schema.org/draft-04/schema#");
    schema
}

/// The same for a body, which names one field at least.
pub fn body(model: Model) -> Value {
    let mut schema = whole(model);
    schema["minProperties"] = json!(1);
    schema
}
