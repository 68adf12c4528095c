//! What evaluating a resource gives.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use kind::SecretReference;
use language::value::{Path, Value};

/// A reference that an evaluation followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field that holds it.
    pub field: Path,
    pub to: Address,
    pub output: &'static str,
    /// Whether the value was known; what is not, AWS must invent first.
    pub known: bool,
}

/// A resource's fields with everything in them evaluated.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    pub spec: Value,
    pub references: Vec<Reference>,
    /// Fields that hold something from a sensitive variable, or a secret.
    pub sensitive: BTreeSet<Path>,
    /// The fields that refer to secrets, whose texts are not known until they are read.
    pub secrets: BTreeMap<Path, SecretUse>,
}

impl Evaluation {
    /// The references by which the secret of a field is named.
    pub fn references_to_secret(&self, field: &Path) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |reference| reference.field.is_within(field))
    }

    /// Whether a reference names a secret, which is read once what it refers to is there.
    pub fn names_secret(&self, reference: &Reference) -> bool {
        self.secrets.keys().any(|field| reference.field.is_within(field))
    }
}

/// A secret that a field refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretUse {
    pub reference: SecretReference,
    /// The version that is meant, once AWS has been asked.
    pub version: Option<String>,
}

impl SecretUse {
    /// A use of whatever version there is.
    pub fn of(reference: SecretReference) -> Self {
        Self { reference, version: None }
    }
}
