//! A line of the table.

use super::model::Mapping;
use crate::state::Attributes;

/// Types of Terraform's that mean the same, and what they mean.
pub type Line = (&'static [&'static str], Mapping);

/// An attribute that is text.
pub fn text(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.text(name).map(str::to_owned)
}
