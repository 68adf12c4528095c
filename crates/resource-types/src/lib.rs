//! AWS's resource types: what the CloudFormation registry says of each, packed in the program.
//!
//! `cargo xtask schemas` makes `data/types.pack` from the registry's schemas, which the Python package `cfn-lint`
//! publishes (see `data/NOTICE`). [`find`] unpacks one type when it is first asked for; nothing happens at start-up.
//! [`parse`] reads a schema as the registry publishes it, for types that are newer than the pack.

mod dialect;
mod handlers;
mod marks;
pub mod pack;
mod parse;
mod path;
mod registry;
mod secrets;
mod tags;

use language::schema::Schema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use handlers::Handlers;
pub use parse::{LeftOut, ParseError, parse, parse_noting};
pub use path::PropertyPath;
pub use registry::{find, names};
pub use tags::{TagProperty, TagShape};

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
    /// What AWS takes at creation alone. The schema says the same with `x-create-only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub create_only: Vec<PropertyPath>,
    /// What AWS takes and does not give back. The schema says the same with `x-write-only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub write_only: Vec<PropertyPath>,
    /// What AWS takes after creation under conditions that no schema says.
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
