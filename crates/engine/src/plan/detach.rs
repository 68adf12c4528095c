//! Removes references from objects, where AWS would not delete the referenced object otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::decide::{Decision, current_and_leftover};
use super::planner::{Planner, Resolved};
use super::step::{Phase, Reason, Step};
use crate::observe::ObservedObject;
use crate::secrets;
use compiler::{Address, Resource};
use kind::{AnyKind, Consequences};
use language::diff;
use language::value::{Path, Value};

impl Planner<'_> {
    /// Detaches users that stay from what is deleted before it is recreated. A user that nothing else
    /// changes is changed back afterwards; all others are updated to their specs anyway.
    pub(super) fn add_detaches(
        &self,
        resolved: &BTreeMap<Address, Resolved>,
        steps: &mut Vec<Step>,
    ) {
        let deleted: Vec<ObservedObject> = steps
            .iter()
            .filter(|step| step.action == Action::DeleteFirst)
            .filter_map(|step| current_and_leftover(self.found(&step.address)).0.cloned())
            .collect();
        if deleted.is_empty() {
            return;
        }
        for (address, one) in resolved {
            let is_kept = one.decision == Decision::Keep;
            let is_updated = matches!(one.decision, Decision::Do { action: Action::Update, .. });
            let Some(resource) = self.stack.resources.get(address) else {
                continue;
            };
            let Some(current) =
                current_and_leftover(self.found(address)).0.filter(|_| is_kept || is_updated)
            else {
                continue;
            };
            if let Some(detach) = self.detach(resource, current, &deleted) {
                if is_kept {
                    steps.push(self.attach(&detach, one));
                }
                steps.push(detach);
            }
        }
    }

    /// The step that detaches one user, if it holds anything.
    fn detach(
        &self,
        resource: &Resource,
        current: &ObservedObject,
        deleted: &[ObservedObject],
    ) -> Option<Step> {
        let held: Vec<&ObservedObject> = deleted
            .iter()
            .filter(|deleted| holds(resource.kind, &current.live.spec, deleted))
            .collect();
        if held.is_empty() {
            return None;
        }
        let before = &current.live.spec;
        let after = without(resource.kind, before, &held);
        let changes = diff::changes(&after, before);
        let mut consequences = Consequences::default();
        for field in changes.iter().filter_map(|change| change.path.first_key()) {
            consequences.interrupt(
                Path::field(field),
                "AWS does not delete what is named here, so it is taken out and put back once the new \
                 object is there",
                "",
            );
        }
        Some(Step {
            address: resource.address.clone(),
            action: Action::Detach,
            reason: Reason::Changed,
            phase: Phase::Whole,
            id: Some(current.id.clone()),
            region: current.region.clone(),
            before: Some(before.clone()),
            after: Some(after.into()),
            changes,
            sensitive: self.sensitive(&resource.address),
            waits_for: BTreeSet::new(),
            waits_for_creation: BTreeSet::new(),
            depends_on: self.needs(&resource.address),
            replaces: held.iter().map(|held| held.id.clone()).collect(),
            trusted: Vec::new(),
            consequences: consequences.into_inner(),
            secrets: Vec::new(),
        })
    }

    /// The step that brings a detached user back to its spec.
    fn attach(&self, detach: &Step, one: &Resolved) -> Step {
        let before = detach.after.clone().unwrap_or_default();
        Step {
            action: Action::Update,
            changes: diff::changes(&one.desired, &before),
            before: Some(before),
            after: Some(one.desired.clone()),
            replaces: Vec::new(),
            trusted: one.trusted.clone(),
            consequences: Vec::new(),
            secrets: secrets::applied(&one.evaluation),
            ..detach.clone()
        }
    }
}

/// The fields of a kind because of which AWS does not delete what they name.
fn holding(kind: &dyn AnyKind) -> impl Iterator<Item = &str> {
    let fields = kind.schema().properties.keys().map(String::as_str);
    fields.filter(move |field| kind.schema().facts_of(&Path::field(field)).holds)
}

fn holds(kind: &dyn AnyKind, spec: &Value, deleted: &ObservedObject) -> bool {
    holding(kind).any(|field| spec.get(field).is_some_and(|value| names(value, &[deleted])))
}

/// A spec without the entries that name any of these objects.
fn without(kind: &dyn AnyKind, spec: &Value, held: &[&ObservedObject]) -> Value {
    let mut detached = spec.clone();
    for field in holding(kind) {
        match detached.get_mut(field) {
            Some(Value::Array(list)) => list.retain(|entry| !names(entry, held)),
            Some(Value::Object(map)) => map.retain(|_, entry| !names(entry, held)),
            _ => {}
        }
    }
    detached
}

/// Whether a value names any of these objects by its id or an output.
fn names(value: &Value, held: &[&ObservedObject]) -> bool {
    match value {
        Value::String(text) => held.iter().any(|held| {
            let mut outputs = held.live.outputs.values().flatten();
            held.id == *text || outputs.any(|output| output == text)
        }),
        Value::Array(list) => list.iter().any(|value| names(value, held)),
        Value::Object(map) => map.values().any(|value| names(value, held)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::observe::Owner;
    use kind::LiveObject;
    use kind::registry;

    #[test]
    fn every_field_that_holds_is_a_list_or_a_map() {
        for kind in registry::all() {
            for field in holding(kind) {
                let live = ObservedObject {
                    id: "held".to_owned(),
                    region: "us-east-2".to_owned(),
                    live: LiveObject::from(json!({})),
                    owner: Owner::ThisStack,
                };
                for held in [
                    json!(["held", "other"]),
                    json!({ "/": { "api": "held" }, "/v1": { "api": "x" } }),
                ] {
                    let spec = json!({ field: held });
                    assert!(holds(kind, &spec, &live));
                    let left = without(kind, &spec, &[&live]);
                    assert!(!holds(kind, &left, &live), "{left}");
                    assert!(left[field].as_array().is_none_or(|left| left.len() == 1), "{left}");
                }
            }
        }
    }
}
