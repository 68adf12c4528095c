//! What of a live object differs from its spec, and what of that takes a new object.

use std::collections::BTreeSet;

use compiler::Resource;
use language::diff::{self, Change};
use language::schema::Schema;
use language::value::{Path, Value};

/// The changes that count: fields under `ignore_changes` stay as they are in AWS.
pub(crate) fn changes(resource: &Resource, desired: &Value, live: &Value) -> Vec<Change> {
    let ignored = &resource.lifecycle.ignore_changes;
    diff::changes_except(desired, live, ignored)
}

/// The fields that can only be changed by a new object.
pub(crate) fn forced_by(resource: &Resource, changes: &[Change]) -> Vec<String> {
    let schema = resource.kind.schema();
    let fields: BTreeSet<String> = changes
        .iter()
        .filter(|change| needs_new_object(schema, change))
        .map(|change| change.path.to_string())
        .collect();
    fields.into_iter().collect()
}

fn needs_new_object(schema: &Schema, change: &Change) -> bool {
    let facts = schema.facts_of(&change.path);
    facts.create_only || (facts.append_only && !is_new_entry(schema, change))
}

/// Whether a change inside an append-only map adds to it: an entry, or all entries there are.
fn is_new_entry(schema: &Schema, change: &Change) -> bool {
    let segments = change.path.segments();
    let around: Path = segments.iter().rev().skip(2).rev().cloned().collect();
    // What is two steps inside the map, or deeper, is a part of an entry.
    change.before.is_none() && !schema.facts_of(&around).append_only
}
