//! A plan for people.

mod body;
mod fold;
mod headline;
mod order;
mod recovery;
mod sections;
mod step;
mod summary;
#[cfg(test)]
mod tests;

use super::columns::columns;
use super::drift;
use super::plan_json::{Document, ShownStep};
use super::style::{bad, bold, dim};
use compiler::Stack;
use engine::plan::{Action, Plan, PlannedFor};

pub(super) use body::body;
pub(super) use headline::headline;
pub use sections::forgotten;
pub(super) use sections::{moves, on_trust, output_changes};
pub(super) use step::render_step;
pub(super) use summary::{counted, counts_in_words, summary};

/// How much of a plan is shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Detail {
    /// Everything: defaults too, and each of what is alike.
    pub full: bool,
    /// What waits for what.
    pub graph: bool,
}

/// The plan as text, in short, ending in the summary line.
pub fn render(stack: &Stack, plan: &Plan) -> String {
    let document = Document::of(&PlannedFor::of(&stack.environment), plan);
    render_document(&document, Detail::default())
}

/// The same for what is kept of a plan, in as much detail as is wanted.
pub fn render_document(plan: &Document, detail: Detail) -> String {
    let Document { stack, account, region, .. } = plan;
    let mut text = recovery::render(plan) + &drift::render_entries(&plan.drift);
    if plan.is_empty() {
        text.push_str(&sections::all_forgotten(plan));
        text.push_str(&sections::waiting(plan));
        text.push_str(&format!(
            "{} {stack} is as its specs say: {} in {account}, {region}\n",
            bold("Nothing to change."),
            counted(plan.unchanged, "resource"),
        ));
        text.push_str(&sections::outputs(plan));
        return text;
    }
    text.push_str(&format!("{} in account {account}, {region}\n\n", bold(stack)));
    text.push_str(&moves(&plan.moved));
    text.push_str(&sections::all_forgotten(plan));
    text.push_str(&sections::waiting(plan));
    let (steps, is_whole) = steps(&plan.steps, detail, &headline);
    text.push_str(&steps);
    text.push_str(&sections::outputs(plan));
    if detail.graph {
        text.push_str(&order::render(plan));
    }
    for blocked in &plan.blocked {
        text.push_str(&format!("{} {}\n  {}\n\n", bad("Refused:"), blocked.why, blocked.help));
    }
    if !is_whole {
        text.push_str(&dim("Defaults are counted: `--full` shows them.\n"));
    }
    text.push_str(&summary(plan));
    text
}

/// The steps, each below its headline, and whether nothing of them is left out.
pub(super) fn steps(
    steps: &[ShownStep],
    detail: Detail,
    headline: &dyn Fn(&ShownStep) -> String,
) -> (String, bool) {
    let addresses = steps.iter().map(|step| columns(&step.address.to_string()));
    let width = addresses.max().unwrap_or(0);
    // A replacement tells of both its halves where it creates.
    let told = steps.iter().filter(|step| step.action != Action::DeleteFirst);
    let told: Vec<_> = told.map(|step| (step, body(step, detail.full))).collect();
    let is_whole = told.iter().all(|(_, body)| body.is_whole);
    let groups = match detail.full {
        true => told.into_iter().map(|one| vec![one]).collect(),
        false => fold::alike(told),
    };
    let text = groups.iter().map(|group| step::group(group, width, headline)).collect();
    (text, is_whole)
}
