//! A type as a kind has it: its schema with the tags that all kinds have, its outputs, and what it takes to call it.

use std::collections::BTreeSet;

use kind::{Facts, Operations, OutputField, RequiredPermission};
use language::schema::Schema;
use language::value::Value;
use resource_types::{Handlers, PropertyPath, ResourceType};
use serde_json::json;

use crate::concern::concern_of;
use crate::identifier::identity_fields;
use crate::permissions;
use crate::stateful;
use crate::tags::TagForm;

/// What a kind says of a type.
pub(crate) struct Definition {
    pub name: &'static str,
    /// The schema of specs, as it is published and as it is read.
    pub published: Value,
    pub schema: Schema,
    pub facts: Facts,
    pub outputs: Vec<OutputField>,
    /// The properties that make up the identifier.
    pub identifier: Vec<PropertyPath>,
    pub identity_fields: BTreeSet<String>,
    pub read_only: Vec<PropertyPath>,
    pub write_only: Vec<PropertyPath>,
    pub conditional_create_only: Vec<PropertyPath>,
    /// Properties of which AWS keeps another spelling than the spec's.
    pub respelled: Vec<PropertyPath>,
    pub tags: Option<TagForm>,
    pub list_needs: Vec<String>,
    pub operations: Vec<Operations>,
    pub demands: &'static [RequiredPermission],
}

impl Definition {
    /// What a kind says of a type; nothing where the type has no handlers.
    pub fn of(known: &ResourceType) -> Option<Self> {
        let handlers = known.handlers.as_ref()?;
        let name: &'static str = String::leak(known.name.clone());
        let tags = known.tags.as_ref().and_then(TagForm::of);
        let published = published(known, tags.as_ref(), handlers);
        let schema = serde_json::from_value(published.clone()).ok()?;
        Some(Self {
            name,
            published,
            schema,
            facts: Facts { data: stateful::data_of(name), ..Facts::of(concern_of(name)) },
            outputs: outputs(known),
            identifier: known.identifier.clone(),
            identity_fields: identity_fields(known),
            read_only: known.read_only.clone(),
            write_only: known.write_only.clone(),
            conditional_create_only: known.conditional_create_only.clone(),
            respelled: known.transformed.iter().map(|(path, _)| path.clone()).collect(),
            tags,
            list_needs: handlers.list_needs.clone(),
            operations: permissions::operations(),
            demands: permissions::demands(handlers, tags_of(known)),
        })
    }
}

fn tags_of(known: &ResourceType) -> &[String] {
    known.tags.as_ref().map_or(&[], |tags| &tags.permissions)
}

/// The schema of a type with `tags` as every kind has them. A type that AWS cannot update is made anew whatever
/// changes.
fn published(known: &ResourceType, tags: Option<&TagForm>, handlers: &Handlers) -> Value {
    let mut schema = known.published.clone();
    if !handlers.has_update
        && let Some(Value::Object(properties)) = schema.get_mut("properties")
    {
        for property in properties.values_mut() {
            property["x-create-only"] = true.into();
        }
    }
    if let Some(form) = tags {
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|name| name != form.property());
        }
        schema["properties"]["tags"] = json!({
            "type": "object",
            "additionalProperties": { "type": "string" },
            "x-texts": true,
            "description": format!(
                "Tags by key, as with every kind. `{}` in CloudFormation's own form comes to the same.",
                form.property()
            ),
        });
    }
    schema
}

/// The identifier as `id`, each property that it is made of, and what AWS tells of the object.
fn outputs(known: &ResourceType) -> Vec<OutputField> {
    let mut outputs = vec![OutputField {
        name: "id".to_owned(),
        description: "The identifier by which Cloud Control knows the object.".to_owned(),
    }];
    let told = known.read_only.iter().filter(|path| !path.segments().iter().any(|one| one == "*"));
    let names: BTreeSet<String> =
        known.identifier.iter().chain(told).map(ToString::to_string).collect();
    outputs.extend(names.into_iter().map(|name| {
        let description = format!("`{name}` as AWS tells it.");
        OutputField { name, description }
    }));
    outputs
}
