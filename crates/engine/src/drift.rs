//! What somebody has changed in AWS since it was last applied, apart from what has changed in the specs.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::comparison::compared;
use crate::observe::{Observation, ObservedObject};
use compiler::{Address, Stack};
use kind::AnyKind;
use kind::registry;
use language::diff::{self, Change};
use language::value::{Path, Value};
use state::{Entry, State, marked, marked_like};

/// An object that is not as it was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    pub address: Address,
    /// AWS's name for the object.
    pub id: String,
    pub what: Drifted,
    /// Fields that must not be shown.
    pub sensitive: BTreeSet<Path>,
}

/// What has become of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drifted {
    /// Somebody has deleted it.
    Deleted,
    Changed {
        /// The spec as it was applied, and as it is live, with marks for what is sensitive.
        applied: Value,
        live: Value,
        /// From what was applied to what is live.
        changes: Vec<Change>,
    },
}

/// Everything that is ours and not as it was left, in the order of addresses. Fields under
/// `ignore_changes` are others' to change.
pub fn drift(stack: &Stack, state: &State, observation: &Observation) -> Vec<Drift> {
    let entries = state.resources.iter();
    entries
        .filter_map(|(address, entry)| {
            // What was never finished has been left as it may be.
            let applied = entry.applied.as_deref()?;
            let found = observation.get(address)?;
            let what = match &found.current {
                Some(current) => changed(stack, address, entry, applied, current)?,
                None => Drifted::Deleted,
            };
            Some(Drift {
                address: address.clone(),
                id: entry.id.clone(),
                what,
                sensitive: entry.sensitive.clone(),
            })
        })
        .collect()
}

/// Whether the content of an object shows that someone else has changed it. An object that has neither tags nor a
/// parent with tags is known as ours only by being as this stack has applied it.
pub fn was_overwritten(kind: &dyn AnyKind, entry: &Entry, live: &Value) -> bool {
    let is_unmarked = !kind.is_taggable() && kind.facts().parent.is_none();
    let is_as_applied = || {
        let live = marked(live, kind.schema(), &entry.sensitive);
        let applied = entry.applied.as_deref();
        applied.is_some_and(|applied| {
            let live = compared(kind, &live, applied, Some(applied));
            diff::changes(applied, &live).is_empty()
        })
    };
    is_unmarked && !is_as_applied()
}

fn changed(
    stack: &Stack,
    address: &Address,
    entry: &Entry,
    applied: &Value,
    current: &ObservedObject,
) -> Option<Drifted> {
    let kind = registry::find(&address.kind)?;
    let live = marked(&current.live.spec, kind.schema(), &entry.sensitive);
    let mut live = compared(kind, &live, applied, Some(applied)).into_owned();
    let resource = stack.resources.get(address);
    let ignored = resource.map_or(&[][..], |resource| &resource.lifecycle.ignore_changes);
    // Reports show both sides, and of what is ignored none.
    for path in ignored {
        path.set(&mut live, path.of(applied).cloned());
    }
    // Compared as they are, and kept with no secret that was moved to a place which is not sensitive.
    let hidden = |path: &Path, value: &Value| marked_like(applied, path, value);
    let changes: Vec<Change> = diff::changes_except(applied, &live, ignored)
        .into_iter()
        .map(|change| Change {
            before: change.after,
            after: change.before.map(|value| hidden(&change.path, &value)),
            path: change.path,
        })
        .collect();
    (!changes.is_empty()).then(|| Drifted::Changed {
        applied: applied.clone(),
        live: hidden(&Path::root(), &live),
        changes,
    })
}
