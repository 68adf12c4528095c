//! A plan for programs. The shape is documented in `docs/plan-json.md` and versioned: fields may be
//! added within a version, and are never changed or removed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;

use super::plan::shown;
use compiler::Stack;
use engine::plan::{Plan, PlannedFor, Step};
use kind::Consequence;
use language::value::{Value, auto, unknown};
use state::shown_path;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// The plan as JSON.
pub fn render(stack: &Stack, plan: &Plan) -> Value {
    render_for(&PlannedFor::of(&stack.environment), plan)
}

/// The same for a plan of which there is no stack at hand.
pub fn render_for(planned_for: &PlannedFor, plan: &Plan) -> Value {
    json!({
        "version": VERSION,
        "stack": planned_for.stack,
        "account": planned_for.account,
        "region": planned_for.region,
        "state_was_empty": plan.state_was_empty,
        "found": super::recovery::json(plan),
        "drift": super::drift::json(&plan.drift),
        "steps": plan.steps.iter().map(step).collect::<Vec<_>>(),
        "blocked": plan.blocked,
        "unchanged": plan.unchanged,
        "moved": plan.moved,
        "forgotten": plan.forgotten,
        "waiting": plan.waiting,
        "outputs": outputs(&plan.outputs),
        "recorded_outputs": outputs(&plan.recorded_outputs),
    })
}

fn outputs(outputs: &BTreeMap<String, Option<Value>>) -> Value {
    let shown = outputs.iter().map(|(name, value)| {
        let value = value.as_ref().map(unknown::display_value);
        (name.clone(), value.unwrap_or_default())
    });
    Value::Object(shown.collect())
}

#[derive(Serialize)]
struct ShownChange {
    path: String,
    before: Option<Value>,
    after: Option<Value>,
}

fn step(step: &Step) -> Value {
    let before = shown(step, step.before.as_ref());
    let after = shown(step, step.after.as_ref());
    let mut told = BTreeSet::new();
    let changes: Vec<ShownChange> = step
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
        })
        .collect();
    json!({
        "address": step.address,
        "action": step.action,
        "reason": step.reason,
        "phase": step.phase,
        "id": step.id,
        "region": step.region,
        "changes": changes,
        "before": before,
        "after": after.map(|after| unknown::display_value(&without_auto(&after))),
        "consequences": step.consequences.iter().map(consequence).collect::<Vec<_>>(),
        "waits_for": step.waits_for,
    })
}

fn consequence(consequence: &Consequence) -> Value {
    let Consequence { field, weight, says, help } = consequence;
    json!({
        "field": (!field.is_root()).then(|| field.to_string()),
        "weight": weight,
        "says": says,
        "help": (!help.is_empty()).then_some(help),
    })
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
