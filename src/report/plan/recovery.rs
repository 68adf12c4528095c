//! What a plan takes for ours although the state does not know it.

use crate::report::action_name::action_name;
use crate::report::columns::columns;
use crate::report::escape::in_line;
use crate::report::plan_json::{Document, FoundObject};
use crate::report::style::{bold, dim};
use crate::report::value::padded;
use kind::AnyKind;
use kind::registry;

/// What was found by its tags, and what becomes of it; nothing where the state knows everything.
pub(super) fn render(plan: &Document) -> String {
    let count = match plan.found.len() {
        0 => return String::new(),
        1 => "1 object is".to_owned(),
        count => format!("{count} objects are"),
    };
    let why = match plan.state_was_empty {
        true => "The state is empty.",
        false => "The state is not complete.",
    };
    let stack = &plan.stack;
    let has_tags =
        |one: &FoundObject| registry::find(&one.address.kind).is_some_and(AnyKind::is_taggable);
    let by = match plan.found.iter().all(has_tags) {
        true => "tags",
        false => "tags or parent objects",
    };
    let mut text = format!("{} {count} identified as owned by {stack}, by {by}:\n", bold(why));
    let width = plan.found.iter().map(|one| columns(&one.address.to_string())).max();
    let width = width.unwrap_or(0);
    for one in &plan.found {
        let address = padded(&one.address.to_string(), width);
        let planned = dim(&planned(one));
        text.push_str(&format!("  {address}  {}  {planned}\n", in_line(&one.id)));
    }
    text.push_str(
        "If the state was not lost, first check that `state` in the environment file names the right location.\n\n",
    );
    text
}

fn planned(one: &FoundObject) -> String {
    let actions: Vec<&str> = one.actions.iter().copied().map(action_name).collect();
    match actions.is_empty() {
        true => "stays as it is".to_owned(),
        false => actions.join(", then "),
    }
}
