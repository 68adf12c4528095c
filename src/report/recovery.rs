//! What a plan takes for ours although the state does not know it.

use serde_json::json;

use super::action_name::action_name;
use super::escape::in_line;
use super::style::{bold, dim};
use compiler::Address;
use engine::plan::{Action, Plan, PlannedFor, UnrecordedObject};
use kind::AnyKind;
use kind::registry;
use language::value::Value;

/// What was found by its tags, and what becomes of it; nothing where the state knows everything.
pub(super) fn render(planned_for: &PlannedFor, plan: &Plan) -> String {
    let count = match plan.unrecorded.len() {
        0 => return String::new(),
        1 => "1 object is".to_owned(),
        count => format!("{count} objects are"),
    };
    let why = match plan.state_was_empty {
        true => "The state is empty.",
        false => "The state is not complete.",
    };
    let stack = &planned_for.stack;
    let has_tags = |one: &UnrecordedObject| {
        registry::find(&one.address.kind).is_some_and(AnyKind::is_taggable)
    };
    let by = match plan.unrecorded.iter().all(has_tags) {
        true => "tags",
        false => "tags, or by what it lives in",
    };
    let mut text = format!("{} By {by}, {count} of {stack} all the same:\n", bold(why));
    let width = plan.unrecorded.iter().map(|one| one.address.to_string().chars().count()).max();
    let width = width.unwrap_or(0);
    for one in &plan.unrecorded {
        let address = one.address.to_string();
        let planned = dim(&planned(plan, &one.address));
        text.push_str(&format!("  {address:<width$}  {}  {planned}\n", in_line(&one.id)));
    }
    text.push_str(
        "If the state was not lost, see first whether `state` in the environment's file names the right place.\n\n",
    );
    text
}

/// The same for programs.
pub(super) fn json(plan: &Plan) -> Value {
    let found = plan.unrecorded.iter().map(|one| {
        json!({
            "address": one.address,
            "id": one.id,
            "region": one.region,
            "actions": actions(plan, &one.address),
        })
    });
    found.collect()
}

fn planned(plan: &Plan, address: &Address) -> String {
    let actions: Vec<&str> = actions(plan, address).into_iter().map(action_name).collect();
    match actions.is_empty() {
        true => "stays as it is".to_owned(),
        false => actions.join(", then "),
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
