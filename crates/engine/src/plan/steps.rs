//! The steps that lead from what was found to what was decided.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::consequences::consequences;
use super::decide::{Decision, current_and_leftover};
use super::model::Forgotten;
use super::planner::{Planner, Resolved};
use super::step::{Phase, Reason, Step};
use crate::drift::was_overwritten;
use crate::observe::{ObjectKey, Observation, ObservedObject, Owner};
use crate::secrets;
use compiler::{Address, Resource, Stack};
use kind::registry;
use language::diff::Change;
use language::value::Path;
use state::{Entry, marked};

/// An object that is to be deleted.
struct PendingDelete<'a> {
    id: String,
    region: String,
    /// Nothing where only the state speaks of it.
    observed: Option<&'a ObservedObject>,
}

impl<'a> PendingDelete<'a> {
    fn of(observed: &'a ObservedObject) -> Self {
        Self { id: observed.id.clone(), region: observed.region.clone(), observed: Some(observed) }
    }
}

impl Planner<'_> {
    /// The steps of a resource that changes.
    pub(super) fn add_steps(
        &self,
        resource: &Resource,
        one: &Resolved,
        changing: &BTreeSet<Address>,
        late: BTreeSet<String>,
        steps: &mut Vec<Step>,
    ) {
        let (Decision::Do { action, reason, changes }, Some(spec)) = (&one.decision, &one.spec)
        else {
            return;
        };
        let address = &resource.address;
        let (current, _) = current_and_leftover(self.found(address));
        let mut replaced = self.owned_leftovers(address);
        match (action, current) {
            (Action::ReplaceCreateFirst, Some(current)) => {
                replaced.push(PendingDelete::of(current))
            }
            (Action::Replace, Some(current)) => {
                let object = PendingDelete::of(current);
                let delete = self.delete_step(address, Action::DeleteFirst, reason.clone(), object);
                steps.push(delete);
            }
            _ => {}
        }
        let compared = current.zip(one.live.as_ref()).map(|(current, live)| {
            let mut compared = current.clone();
            compared.live.spec = live.clone();
            compared
        });
        let whole = Step {
            address: address.clone(),
            action: *action,
            reason: reason.clone(),
            changes: changes.clone(),
            phase: Phase::Whole,
            id: current.map(|current| current.id.clone()),
            region: resource.place.region.clone(),
            before: one.live.clone(),
            after: Some(one.desired.clone()),
            sensitive: self.sensitive(address),
            waits_for: BTreeSet::new(),
            waits_for_creation: BTreeSet::new(),
            depends_on: self.needs(address),
            replaces: replaced.iter().map(|old| old.id.clone()).collect(),
            trusted: one.trusted.clone(),
            consequences: consequences(
                resource,
                *action,
                spec.as_ref(),
                compared.as_ref(),
                self.state.resources.get(address).map(|entry| &entry.files),
                &self.users_left_out(address),
            ),
            secrets: secrets::applied(&one.evaluation),
        };
        let mut deferred = self.deferred_now(address, changes, changing);
        deferred.extend(late);
        if deferred.is_empty() {
            steps.push(whole);
        } else {
            split(whole, deferred, steps);
        }
        self.add_replaced(address, replaced, steps);
    }

    /// The entry of a resource that stays as it is, and the steps that finish a replacement.
    pub(super) fn keep(
        &self,
        resource: &Resource,
        one: &Resolved,
        steps: &mut Vec<Step>,
    ) -> Option<Entry> {
        let address = &resource.address;
        let current = current_and_leftover(self.found(address)).0?;
        let replaced = self.owned_leftovers(address);
        let sensitive = &one.evaluation.sensitive;
        let applied = marked(&one.desired, resource.kind.schema(), sensitive);
        let known = self.state.resources.get(address).and_then(|entry| entry.applied.as_ref());
        // Nearly all is as it was, and there may be many.
        let applied = match known {
            Some(known) if *known == applied => known.clone(),
            _ => applied.into(),
        };
        let entry = Entry {
            region: current.region.clone(),
            id: current.id.clone(),
            applied: Some(applied),
            sensitive: sensitive.clone(),
            depends_on: self.needs(address),
            replaced: replaced.iter().map(|old| old.id.clone()).collect(),
            trusted: one.trusted.clone(),
            files: one.files.clone(),
            secrets: secrets::applied(&one.evaluation),
        };
        self.add_replaced(address, replaced, steps);
        Some(entry)
    }

    /// The deferrable fields that really must wait: a cycle runs through them, they change, and what
    /// they refer to is still to be made.
    fn deferred_now(
        &self,
        address: &Address,
        changes: &[Change],
        changing: &BTreeSet<Address>,
    ) -> BTreeSet<String> {
        let Some(fields) = self.graph.deferred.get(address) else {
            return BTreeSet::new();
        };
        let is_waiting = |field: &String| {
            let changed = changes.iter().any(|change| change.path.first_key() == Some(field));
            changed
                && self.graph.edges_from(address).any(|edge| {
                    edge.field.first_key() == Some(field)
                        && edge.waits()
                        && changing.contains(&edge.to)
                })
        };
        fields.iter().filter(|field| is_waiting(field)).cloned().collect()
    }

    /// What must outlive a resource.
    pub(super) fn needs(&self, address: &Address) -> BTreeSet<Address> {
        self.graph.waits_for(address).map(|edge| edge.to.clone()).collect()
    }

    /// What interrupted replacements have left behind, unless its name is wanted again, or it has become
    /// another stack's.
    fn owned_leftovers(&self, address: &Address) -> Vec<PendingDelete<'_>> {
        let left = self.leftover_objects(address);
        let ours = left.filter(|left| self.other_owner(address, left).is_none());
        ours.map(PendingDelete::of).collect()
    }

    /// What was left behind and is another stack's by now.
    pub(super) fn forgotten<'a>(
        &self,
        addresses: impl Iterator<Item = &'a Address>,
    ) -> Vec<Forgotten> {
        let mut forgotten = Vec::new();
        for address in addresses.collect::<BTreeSet<_>>() {
            forgotten.extend(self.leftover_objects(address).filter_map(|left| {
                Some(Forgotten {
                    address: address.clone(),
                    id: left.id.clone(),
                    region: left.region.clone(),
                    stack: self.other_owner(address, left)?,
                })
            }));
        }
        forgotten
    }

    /// What replacements and runs without an end have left behind at an address, and nobody in this stack wants.
    fn leftover_objects(&self, address: &Address) -> impl Iterator<Item = &ObservedObject> {
        let found = self.found(address);
        let left = current_and_leftover(found).1.into_iter().chain(&found.replaced);
        let left = left.chain(&found.duplicates);
        left.filter(|left| !self.protected.contains_key(&object_of(address, left)))
    }

    /// Deletes what was replaced, unless it is still in use by what this plan omits: then it stays
    /// until a plan that moves its users.
    fn add_replaced(&self, address: &Address, replaced: Vec<PendingDelete>, steps: &mut Vec<Step>) {
        if !self.users_left_out(address).is_empty() {
            return;
        }
        let duplicates = &self.found(address).duplicates;
        steps.extend(replaced.into_iter().map(|old| {
            let reason = match duplicates.iter().any(|duplicate| duplicate.id == old.id) {
                true => Reason::Duplicate,
                false => Reason::Replaced,
            };
            self.delete_step(address, Action::DeleteReplaced, reason, old)
        }));
    }

    /// What the specs no longer name, or everything for a destroy.
    pub(super) fn add_deletes(&self, steps: &mut Vec<Step>) {
        for address in self.ending() {
            self.add_replaced(address, self.owned_leftovers(address), steps);
            steps.extend(self.delete(address));
        }
    }

    fn delete(&self, address: &Address) -> Option<Step> {
        let entry = self.state.resources.get(address);
        let Some(current) = current_and_leftover(self.found(address)).0 else {
            return entry.map(|entry| self.forget(address, entry, Reason::Gone));
        };
        if let Some(to) = self.actual_address(address, current) {
            // The object lives on under another address: only the old entry goes.
            return entry.map(|entry| self.forget(address, entry, Reason::Renamed { to }));
        }
        if let Some(stack) = self.other_owner(address, current) {
            return entry.map(|entry| self.forget(address, entry, Reason::TakenOver { stack }));
        }
        match &current.owner {
            _ if entry.is_some_and(|entry| self.was_overwritten(address, entry, current)) => {
                entry.map(|entry| self.forget(address, entry, Reason::Overwritten))
            }
            // What only has the name that the specs want is not ours to delete.
            Owner::OtherAddress(_) | Owner::Unowned if entry.is_none() => None,
            _ => {
                let reason = match self.request.destroy {
                    true => Reason::Destroyed,
                    false => Reason::NotInSpecs,
                };
                Some(self.delete_step(address, Action::Delete, reason, PendingDelete::of(current)))
            }
        }
    }

    /// The other stack that has an object, or may have it, so that we may not delete it.
    fn other_owner(&self, address: &Address, observed: &ObservedObject) -> Option<String> {
        let other = observed.owner.other_stack().map(str::to_owned);
        other.or_else(|| Owner::possible_other_stack(self.stack, address, &observed.live))
    }

    fn was_overwritten(&self, address: &Address, entry: &Entry, current: &ObservedObject) -> bool {
        let kind = registry::find(&address.kind);
        kind.is_some_and(|kind| was_overwritten(kind, entry, &current.live.spec))
    }

    /// The other address that an object found at this one belongs to.
    fn actual_address(&self, address: &Address, current: &ObservedObject) -> Option<Address> {
        if let Some(to) = self.protected.get(&object_of(address, current)) {
            return Some(to.clone());
        }
        let Owner::OtherAddress(other) = &current.owner else {
            return None;
        };
        let is_it = |one: &ObservedObject| (&one.region, &one.id) == (&current.region, &current.id);
        self.found(other).all().any(is_it).then(|| other.clone())
    }

    /// The step that drops an entry from the state, and touches no object.
    fn forget(&self, address: &Address, entry: &Entry, reason: Reason) -> Step {
        let known =
            PendingDelete { id: entry.id.clone(), region: entry.region.clone(), observed: None };
        self.delete_step(address, Action::Forget, reason, known)
    }

    fn delete_step(
        &self,
        address: &Address,
        action: Action,
        reason: Reason,
        object: PendingDelete,
    ) -> Step {
        let entry = self.state.resources.get(address);
        Step {
            address: address.clone(),
            action,
            reason,
            changes: Vec::new(),
            phase: Phase::Whole,
            id: Some(object.id),
            region: object.region,
            before: object.observed.map(|observed| observed.live.spec.clone()),
            after: None,
            sensitive: self.sensitive(address),
            waits_for: BTreeSet::new(),
            waits_for_creation: BTreeSet::new(),
            depends_on: entry.map(|entry| entry.depends_on.clone()).unwrap_or_default(),
            replaces: Vec::new(),
            trusted: Vec::new(),
            consequences: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// The fields that must not be shown: those that hold something sensitive by the specs, and those
    /// that did so when they were applied.
    pub(super) fn sensitive(&self, address: &Address) -> BTreeSet<Path> {
        let entry = self.state.resources.get(address);
        let mut sensitive = entry.map(|entry| entry.sensitive.clone()).unwrap_or_default();
        match (self.sensitive.get(address), self.stack.resources.get(address)) {
            (Some(evaluated), _) => sensitive.extend(evaluated.iter().cloned()),
            (None, Some(resource)) => {
                let evaluation = self.stack.evaluate(resource, &self.stack.resources);
                sensitive
                    .extend(evaluation.map(|evaluation| evaluation.sensitive).unwrap_or_default());
            }
            (None, None) => {}
        }
        sensitive
    }
}

/// The objects that the specs want, and who wants them: those that were found, and the names of those
/// that are to be made.
pub(super) fn protected(stack: &Stack, observation: &Observation) -> BTreeMap<ObjectKey, Address> {
    let mut protected = BTreeMap::new();
    for (address, resource) in &stack.resources {
        let current = observation.get(address).and_then(|found| current_and_leftover(found).0);
        if let Some(current) = current {
            protected.insert(object_of(address, current), address.clone());
        }
        for candidate in observation.get(address).iter().flat_map(|found| &found.ambiguous) {
            protected.insert(object_of(address, candidate), address.clone());
        }
        if let Some(id) = &resource.prediction.id {
            let region = resource.place.region.clone();
            let key = (address.kind.clone(), region, id.clone());
            protected.insert(key, address.clone());
        }
    }
    protected
}

fn object_of(address: &Address, observed: &ObservedObject) -> ObjectKey {
    (address.kind.clone(), observed.region.clone(), observed.id.clone())
}

/// Splits a step into one without the deferred fields and one that finishes with them.
fn split(whole: Step, deferred: BTreeSet<String>, steps: &mut Vec<Step>) {
    let is_deferred = |path: &Path| path.first_key().is_some_and(|key| deferred.contains(key));
    let (late, early): (Vec<_>, Vec<_>) =
        whole.changes.iter().cloned().partition(|change| is_deferred(&change.path));
    let (at_last, at_once): (Vec<_>, Vec<_>) =
        whole.consequences.iter().cloned().partition(|consequence| is_deferred(&consequence.field));
    let finish = Step {
        // What the first step makes has no id yet.
        id: whole.id.clone().filter(|_| whole.keeps_its_object()),
        action: Action::Update,
        changes: late,
        consequences: at_last,
        phase: Phase::Finish(deferred.clone()),
        ..whole.clone()
    };
    if !(early.is_empty() && whole.action == Action::Update) {
        steps.push(Step {
            changes: early,
            consequences: at_once,
            after: whole
                .after
                .as_ref()
                .map(|after| whole.without_deferred(after, &deferred).into()),
            phase: Phase::Without(deferred),
            ..whole
        });
    }
    steps.push(finish);
}
