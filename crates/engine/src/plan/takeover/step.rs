//! The step that takes an object over.

use std::collections::BTreeSet;

use crate::plan::action::Action;
use crate::plan::step::{Phase, Reason, Step};
use compiler::{Address, Resource, Stack};
use language::diff;
use language::value::{Path, Shared, Value};
use state::TrustedField;

/// An object that may be taken over, as it is.
pub(super) struct ImportedObject {
    pub id: String,
    pub region: String,
    pub spec: Shared<Value>,
    /// Fields that must not be shown.
    pub sensitive: BTreeSet<Path>,
    /// What must outlive the object.
    pub depends_on: BTreeSet<Address>,
}

/// The step that gives an object our tags, and leaves it as it is otherwise.
pub(super) fn takeover_step(
    stack: &Stack,
    resource: &Resource,
    object: ImportedObject,
    trusted: Vec<TrustedField>,
) -> Step {
    let after = stack.owned(resource, Value::clone(&object.spec));
    Step {
        address: resource.address.clone(),
        action: Action::Import,
        reason: Reason::Imported,
        changes: diff::changes(&after, &object.spec),
        phase: Phase::Whole,
        id: Some(object.id),
        region: object.region,
        before: Some(object.spec),
        after: Some(after.into()),
        sensitive: object.sensitive,
        waits_for: BTreeSet::new(),
        waits_for_creation: BTreeSet::new(),
        depends_on: object.depends_on,
        replaces: Vec::new(),
        trusted,
        consequences: Vec::new(),
        secrets: Vec::new(),
    }
}
