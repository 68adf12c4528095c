//! A type as a kind has it: its schema with the tags that all kinds have, its outputs, and what it takes to call it.

use std::collections::BTreeSet;

use kind::{Facts, Operations, OutputField, RequiredPermission};
use language::schema::Schema;
use language::value::Value;
use resource_types::{Handlers, PropertyPath, ResourceType};
use serde_json::json;

use crate::concern::concern_of;
use crate::identifier::{identity_fields, own_name};
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
    /// The property that is an object's own name, where AWS invents its identifier.
    pub own_name: Option<String>,
    pub read_only: Vec<PropertyPath>,
    pub write_only: Vec<PropertyPath>,
    pub conditional_create_only: Vec<PropertyPath>,
    /// Properties of which AWS keeps another spelling than the spec's.
    pub respelled: Vec<PropertyPath>,
    pub tags: Option<TagForm>,
    /// Properties that are part of the identifier and that AWS keeps in lower case.
    pub lower_case: Vec<PropertyPath>,
    /// Whether the objects of the type can be listed.
    pub has_list: bool,
    /// The properties that this needs.
    pub list_needs: Vec<String>,
    pub operations: Vec<Operations>,
    pub demands: &'static [RequiredPermission],
}

impl Definition {
    /// What a kind says of a type; nothing where the type has no handlers, or none that reads.
    pub fn of(known: &ResourceType) -> Option<Self> {
        let handlers = known.handlers.as_ref().filter(|handlers| handlers.has_read)?;
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
            own_name: own_name(known),
            read_only: known.read_only.clone(),
            write_only: known.write_only.clone(),
            conditional_create_only: known.conditional_create_only.clone(),
            respelled: known.transformed.iter().map(|(path, _)| path.clone()).collect(),
            tags,
            lower_case: lower_case(known),
            has_list: handlers.has_list,
            list_needs: handlers.list_needs.clone(),
            operations: permissions::operations(),
            demands: permissions::demands(handlers, tags_of(known)),
        })
    }
}

fn lower_case(known: &ResourceType) -> Vec<PropertyPath> {
    let lower = known.transformed.iter().filter(|(_, to)| to.starts_with("$lowercase("));
    lower.map(|(path, _)| path.clone()).collect()
}

fn tags_of(known: &ResourceType) -> &[String] {
    known.tags.as_ref().map_or(&[], |tags| &tags.permissions)
}

/// The schema of a type with `tags` as every kind has them. A type that AWS cannot update is re-created whatever
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
    for (_, property) in SECRETS.iter().filter(|(name, _)| *name == known.name) {
        schema["properties"][*property]["x-sensitive"] = true.into();
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
        is_sensitive: false,
    }];
    let told = known.read_only.iter().filter(|path| !path.segments().iter().any(|one| one == "*"));
    let names: BTreeSet<String> =
        known.identifier.iter().chain(told).map(ToString::to_string).collect();
    outputs.extend(names.into_iter().map(|name| {
        let description = format!("`{name}` as AWS tells it.");
        OutputField { is_sensitive: is_secret(&name), name, description }
    }));
    outputs
}

/// Whether an output holds a secret, by its name.
fn is_secret(output: &str) -> bool {
    let last = output.rsplit('.').next().unwrap_or(output).to_lowercase();
    let says_so = ["secret", "password", "apikey", "token"].iter().any(|word| last.ends_with(word));
    says_so || last.ends_with("secretstring") || last.ends_with("privatekey")
}

/// Properties that hold secrets although the registry does not say that they are write-only.
const SECRETS: &[(&str, &str)] = &[
    ("AWS::ApiGateway::ApiKey", "Value"),
    ("AWS::Cognito::UserPoolIdentityProvider", "ProviderDetails"),
];
