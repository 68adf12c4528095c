//! What waits for what.

use std::collections::BTreeSet;

use crate::report::plan_json::Document;
use crate::report::style::{Mark, bold, dim};

/// The steps in the order in which they can begin: those of a section wait for nothing but steps of the sections
/// above.
pub(super) fn render(plan: &Document) -> String {
    let levels = levels(plan);
    let last = levels.iter().copied().max().unwrap_or(0);
    let mut text = format!("{}\n", bold("What waits for what:"));
    for level in 0..=last {
        let title = if level == 0 { "  at once" } else { "  then" };
        text.push_str(&format!("{}\n", dim(title)));
        for (step, _) in plan.steps.iter().zip(&levels).filter(|(_, own)| **own == level) {
            let mark = Mark::of(step.action);
            let waits: BTreeSet<String> = (step.waits_for.iter())
                .filter_map(|position| plan.steps.get(*position))
                .map(|other| other.address.to_string())
                .collect();
            let waits = match waits.is_empty() {
                true => String::new(),
                false => {
                    let list: Vec<String> = waits.into_iter().collect();
                    dim(&format!("  after {}", list.join(", ")))
                }
            };
            let symbol = mark.paint(mark.symbol());
            text.push_str(&format!("    {symbol} {}{waits}\n", step.address));
        }
    }
    text.push('\n');
    text
}

/// The longest way to each step from one that waits for nothing. Steps wait for earlier ones alone.
pub(in crate::report) fn levels(plan: &Document) -> Vec<usize> {
    let mut levels: Vec<usize> = Vec::new();
    for step in &plan.steps {
        let before = step.waits_for.iter().filter_map(|position| levels.get(*position));
        levels.push(before.max().map_or(0, |level| level + 1));
    }
    levels
}
