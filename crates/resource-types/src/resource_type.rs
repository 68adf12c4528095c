//! A type, as it is known here.

use language::schema::Schema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::handlers::Handlers;
use crate::path::PropertyPath;
use crate::tags::TagProperty;

/// One type of AWS's, such as `AWS::SQS::Queue`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceType {
    #[serde(skip)]
    pub name: String,
    /// The schema of what users write, as it is published for editors: JSON Schema, draft 2020-12, with the `x-`
    /// keywords of [`language::schema`].
    pub published: Value,
    /// The same, as the compiler reads it.
    #[serde(skip)]
    pub schema: Schema,
    /// The properties whose values, joined by `|`, name one object of the type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<PropertyPath>,
    /// Other sets of properties that name one object.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_identifiers: Vec<Vec<PropertyPath>>,
    /// What AWS sets and nobody writes: outputs. The schema does not take them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read_only: Vec<PropertyPath>,
    /// What AWS accepts only at creation. The schema says the same with `x-create-only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub create_only: Vec<PropertyPath>,
    /// What AWS accepts and does not give back. The schema says the same with `x-write-only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub write_only: Vec<PropertyPath>,
    /// What AWS accepts after creation under conditions that no schema says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditional_create_only: Vec<PropertyPath>,
    /// What AWS keeps in another spelling than it is written in, each with the expression (JSONata) that gives it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transformed: Vec<(PropertyPath, String)>,
    /// Where its tags are; `None` where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagProperty>,
    /// What Cloud Control does for it; `None` where Cloud Control cannot manage it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handlers: Option<Handlers>,
}
