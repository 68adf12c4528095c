//! An object that is to be taken over: what it is, and what its spec would make of it.

use super::columns::columns;
use super::escape::in_line;
use super::plan::{moves, on_trust, render_step};
use super::plan_json::{self, shown};
use super::style::{Mark, bold, dim};
use super::value::block;
use compiler::{Address, Stack};
use engine::plan::{Import, Step};

/// What was found, and what a plan would change besides.
pub fn render(stack: &Stack, address: &Address, id: &str, import: &Import) -> String {
    let environment = &stack.environment;
    let mut text = format!(
        "{} in account {}, {}\n\n",
        bold(&environment.stack()),
        environment.account,
        environment.region
    );
    text.push_str(&moves(&import.plan.moved));
    for step in &import.plan.steps {
        text.push_str(&found(step));
        text.push_str(&on_trust(step));
    }
    if import.plan.is_empty() {
        text.push_str(&format!("`{id}` is already managed as {address}\n\n"));
    }
    for other in &import.other_tagged {
        text.push_str(&format!(
            "`{}` has the tags of {address} too, and stays: delete it, or take these tags off it\n\n",
            in_line(other)
        ));
    }
    if import.remaining_steps.is_empty() {
        text.push_str("It is as its spec says: the next plan has nothing to change in it.\n");
        return text;
    }
    text.push_str("This changes nothing else. What the next plan would change in it:\n\n");
    for step in &import.remaining_steps {
        let width = columns(&step.address.to_string());
        text.push_str(&render_step(&plan_json::step(step), width, false));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The object as it is.
fn found(step: &Step) -> String {
    let mark = Mark::of(step.action);
    let mut text = format!(
        "{} {}  {}\n",
        mark.paint(mark.symbol()),
        bold(&step.address.to_string()),
        dim(&format!(
            "import {}, as it is in AWS",
            in_line(step.id.as_deref().unwrap_or_default())
        )),
    );
    let spec = shown(step, step.before.as_deref());
    for line in spec.iter().flat_map(block) {
        text.push_str(&format!("      {line}\n"));
    }
    text.push('\n');
    text
}
