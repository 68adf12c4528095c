//! A line of the table.

use crate::mapping::model::Mapping;
use crate::state::Attributes;

/// Types of Terraform's that mean the same, and what they mean.
pub(in crate::mapping) type Line = (&'static [&'static str], Mapping);

/// An attribute that is text.
pub(super) fn text(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.text(name).map(str::to_owned)
}
