//! The spec of an object, as it goes into a file.

use std::collections::BTreeSet;

use super::body::Body;
use super::text::Reference;
use compiler::Address;
use kind::registry;
use language::value::Path;

/// The spec of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub address: Address,
    pub body: Body,
    /// What a person has to know or to do, each about a field.
    pub remarks: Vec<Remark>,
    /// Sensitive variables that the block refers to, and that need a value.
    pub variables: BTreeSet<String>,
    /// Files that the block names, and of which AWS has the content.
    pub files: Vec<HeldFile>,
}

impl Block {
    /// What the object is called after: the outputs that it is known by.
    pub fn namesakes(&self) -> Vec<&Reference> {
        let Some(kind) = registry::find(&self.address.kind) else {
            return Vec::new();
        };
        let fields = kind.identity_fields().iter();
        let names = fields.filter(|field| kind.facts().parent_field() != Some(field.as_str()));
        let values = names.filter_map(|field| self.body.field(field));
        values.flat_map(Body::references).collect()
    }
}

/// A file that a block names and that is to be fetched from AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    pub field: Path,
    /// In the project's folder.
    pub file: String,
}

/// Something for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub field: Path,
    pub text: String,
}
