//! The document of a plan.

use std::collections::BTreeMap;

use super::defaults;
use super::document::{Document, FoundObject, ShownChange, ShownConsequence, ShownStep, VERSION};
use super::shown::shown;
use crate::report::drift;
use compiler::Address;
use engine::plan::{Action, Plan, PlannedFor, Step};
use kind::Consequence;
use language::value::{Value, auto, unknown};
use state::shown_path;

impl Document {
    /// One without a step, for what is only looked at.
    pub fn without_steps(planned_for: &PlannedFor) -> Self {
        let PlannedFor { stack, account, region } = planned_for.clone();
        Self { version: VERSION, stack, account, region, ..Self::default() }
    }

    /// What of a plan may be shown.
    pub fn of(planned_for: &PlannedFor, plan: &Plan) -> Self {
        let found = plan.unrecorded.iter().map(|one| FoundObject {
            address: one.address.clone(),
            id: one.id.clone(),
            region: one.region.clone(),
            actions: actions(plan, &one.address),
        });
        Self {
            version: VERSION,
            stack: planned_for.stack.clone(),
            account: planned_for.account.clone(),
            region: planned_for.region.clone(),
            state_was_empty: plan.state_was_empty,
            found: found.collect(),
            drift: drift::entries(&plan.drift),
            steps: plan.steps.iter().map(step).collect(),
            blocked: plan.blocked.clone(),
            unchanged: plan.unchanged,
            moved: plan.moved.clone(),
            forgotten: plan.forgotten.clone(),
            waiting: plan.waiting.clone(),
            outputs: outputs(&plan.outputs),
            recorded_outputs: outputs(&plan.recorded_outputs),
        }
    }
}

/// What is done at an address. A replacement tells of both its halves.
fn actions(plan: &Plan, address: &Address) -> Vec<Action> {
    let steps = plan.steps.iter().filter(|step| step.address == *address);
    let mut actions: Vec<Action> = steps.map(|step| step.action).collect();
    actions.retain(|action| *action != Action::DeleteFirst);
    actions.dedup();
    actions
}

fn outputs(outputs: &BTreeMap<String, Option<Value>>) -> BTreeMap<String, Value> {
    let shown = outputs.iter().map(|(name, value)| {
        let value = value.as_ref().map(unknown::display_value);
        (name.clone(), value.unwrap_or_default())
    });
    shown.collect()
}

/// What of a step may be shown.
pub fn step(step: &Step) -> ShownStep {
    let before = shown(step, step.before.as_deref());
    let after = shown(step, step.after.as_deref());
    let mut told = std::collections::BTreeSet::new();
    let changes = step
        .changes
        .iter()
        .filter(|change| !change.after.as_ref().is_some_and(auto::accepts_any))
        .map(|change| shown_path(&step.sensitive, &change.path))
        .filter(|path| told.insert(*path))
        .map(|path| {
            let side = |value: &Option<Value>| {
                let value = path.of(value.as_ref()?)?;
                Some(unknown::display_value(value))
            };
            ShownChange { path: path.to_string(), before: side(&before), after: side(&after) }
        });
    let changes = changes.collect();
    let after = after.map(|after| without_auto(&after));
    ShownStep {
        address: step.address.clone(),
        action: step.action,
        reason: step.reason.clone(),
        phase: step.phase.clone(),
        id: step.id.clone(),
        region: step.region.clone(),
        changes,
        defaults: defaults::of(&step.address, after.as_ref()),
        before: before.as_ref().map(unknown::display_value),
        after: after.as_ref().map(unknown::display_value),
        consequences: step.consequences.iter().map(consequence).collect(),
        waits_for: step.waits_for.clone(),
        waits_for_creation: step.waits_for_creation.clone(),
    }
}

fn consequence(consequence: &Consequence) -> ShownConsequence {
    let Consequence { field, weight, says, help } = consequence;
    ShownConsequence {
        field: (!field.is_root()).then(|| field.to_string()),
        weight: *weight,
        says: says.clone(),
        help: (!help.is_empty()).then(|| help.clone()),
    }
}

/// Fields that are left to AWS have no value to show.
fn without_auto(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(_, value)| !auto::accepts_any(value))
            .map(|(key, value)| (key.clone(), without_auto(value)))
            .collect::<language::value::Object>()
            .into(),
        Value::Array(list) => list.iter().map(without_auto).collect(),
        other => other.clone(),
    }
}
