//! The table itself, a file for each service: the types, the id by which our kind knows the object or the
//! object that they are parts of, and which of their attributes are which of its fields.
//!
//! What is not listed is not held against AWS.

mod apigateway;
mod cognito;
mod dynamodb;
mod iam;
mod lambda;
mod logs;
mod s3;
mod terraform;

use super::Mapping;
use crate::state::Attributes;

/// Types of Terraform's that mean the same, and what they mean.
pub(super) type Line = (&'static [&'static str], Mapping);

/// Every type of Terraform's that means something to us.
pub(super) const TABLES: [&[Line]; 8] = [
    apigateway::LINES,
    cognito::LINES,
    dynamodb::LINES,
    iam::LINES,
    lambda::LINES,
    logs::LINES,
    s3::LINES,
    terraform::LINES,
];

fn text(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.text(name).map(str::to_owned)
}
