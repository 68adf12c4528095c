//! What a rollback cannot bring back.
//!
//! The same specs are compiled again, so whatever comes out otherwise than then follows from something
//! that is no longer as it was: an object that was deleted, a secret, which run records do not contain, a file of the
//! project.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::RunId;
use crate::planned::planned;
use crate::record::{Record, Recorded};
use compiler::{Address, Stack};
use engine::plan::Plan;
use kind::registry;
use language::diff;
use language::value::{Path, auto, unknown};
use state::is_sensitive;

/// One thing that will not be as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// What an object held is gone: it was deleted since, or is recreated by the rollback itself.
    Data {
        address: Address,
        /// The first run since which it is another object, if it was a run.
        since: Option<RunId>,
    },
    /// AWS invents ids, and gives none twice.
    Id { address: Address, then: String },
    /// A secret is not kept in records: the value in the current specs is used, if they do.
    Secret { address: Address, field: Path, is_given: bool },
    /// A field is built from files of the project that have changed since that run: it is left unchanged in AWS.
    Files { address: Address, field: Path },
    /// A field depends on a file or an object that has changed since that run.
    Field { address: Address, field: Path },
}

/// What a rollback with this plan cannot bring back. `stack` is the stack of then, compiled now; `later`
/// are the runs since.
pub fn losses(then: &Record, stack: &Stack, plan: &Plan, later: &[Record]) -> Vec<Loss> {
    let ends = ends(later);
    let recreated: BTreeSet<&Address> = plan
        .steps
        .iter()
        .filter(|step| step.action.creates_object())
        .map(|step| &step.address)
        .collect();
    let now = planned(plan);
    let mut losses = Vec::new();
    for (address, recorded) in &then.resources {
        let Some(resource) = stack.resources.get(address) else {
            continue;
        };
        let history = ResourceHistory {
            address,
            then: recorded,
            now: now.get(address),
            another_since: ends.get(address).copied(),
            is_recreated: recreated.contains(address),
            predicted: resource.prediction.id.as_deref(),
        };
        losses.extend(history.lost_object());
        losses.extend(history.lost_fields(stack, plan));
    }
    losses
}

/// The runs that destroyed objects, or found them gone, by their addresses; of several the first.
fn ends(later: &[Record]) -> BTreeMap<&Address, &RunId> {
    let mut runs: Vec<&Record> = later.iter().collect();
    runs.sort_by_key(|run| &run.id);
    let mut ends = BTreeMap::new();
    for run in runs {
        for address in run.renewed() {
            ends.entry(address).or_insert(&run.id);
        }
    }
    ends
}

/// A resource then, and now.
struct ResourceHistory<'a> {
    address: &'a Address,
    then: &'a Recorded,
    now: Option<&'a Recorded>,
    another_since: Option<&'a RunId>,
    is_recreated: bool,
    /// The id that an object of this name has, if it follows from the name.
    predicted: Option<&'a str>,
}

impl ResourceHistory<'_> {
    /// Whether the object of then is another now, and what went with it.
    fn lost_object(&self) -> Option<Loss> {
        let then = self.then.id.as_deref()?;
        let id = match self.is_recreated {
            true => self.predicted,
            false => self.now.and_then(|now| now.id.as_deref()),
        };
        let has_another_id = id != Some(then) && (self.is_recreated || self.now.is_some());
        let is_another = self.is_recreated || has_another_id || self.another_since.is_some();
        let holds_data =
            registry::find(&self.address.kind).is_some_and(|kind| kind.facts().data.is_some());
        if holds_data && is_another {
            return Some(Loss::Data {
                address: self.address.clone(),
                since: self.another_since.cloned(),
            });
        }
        has_another_id.then(|| Loss::Id { address: self.address.clone(), then: then.to_owned() })
    }

    fn lost_fields(&self, stack: &Stack, plan: &Plan) -> Vec<Loss> {
        let (Some(now), Some(kind)) = (self.now, registry::find(&self.address.kind)) else {
            return Vec::new();
        };
        let steps = plan.steps.iter();
        let mut sensitive: BTreeSet<Path> = steps
            .filter(|step| step.address == *self.address)
            .flat_map(|step| step.sensitive.clone())
            .collect();
        let kept = plan.kept.get(self.address);
        sensitive.extend(kept.into_iter().flat_map(|entry| entry.sensitive.clone()));
        let ignored = stack.resources.get(self.address);
        let ignored = ignored.map(|resource| resource.lifecycle.ignore_changes.as_slice());
        let ignored = ignored.unwrap_or_default();
        diff::changes_except(&self.then.spec, &now.spec, ignored)
            .into_iter()
            // What has no value yet goes with the object that it comes from.
            .filter(|change| !change.before.as_ref().is_some_and(unknown::in_value))
            .filter(|change| !change.after.as_ref().is_some_and(unknown::in_value))
            .map(|change| {
                let (address, field) = (self.address.clone(), change.path);
                match is_sensitive(kind.schema(), &sensitive, &field) {
                    true => Loss::Secret {
                        address,
                        field,
                        is_given: change.before.is_some_and(|now| !auto::accepts_any(&now)),
                    },
                    false => Loss::Field { address, field },
                }
            })
            .collect()
    }
}
