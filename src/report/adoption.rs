//! Objects that are taken over from Terraform: which, which not and why, and that nothing else changes.

use super::columns::columns;
use super::escape::in_line;
use super::plan::{on_trust, render_step};
use super::plan_json;
use super::style::{Mark, bad, bold, dim, good};
use compiler::Address;
use engine::plan::{Adoption, Refusal, Step};
use kind::registry;
use kind::{AnyKind, Data};
use migration::Inventory;
use migration::assignment::proposals;
use migration::matching::Match;
use terraform::shell::quoted;

/// What would be taken over, and what would not.
pub fn render(
    inventory: &Inventory,
    matches: &[Match],
    adoption: &Adoption,
    accepts_changes: bool,
) -> String {
    let mut text = String::new();
    for step in &adoption.plan.steps {
        text.push_str(&taken(&step.address, step.id.as_deref().unwrap_or_default()));
        text.push_str(&on_trust(step));
    }
    for (address, entry) in &adoption.plan.kept {
        text.push_str(&taken(address, &entry.id));
    }
    for (address, refusal) in &adoption.refused {
        text.push_str(&refused(address, refusal));
    }
    for error in &adoption.unread {
        text.push_str(&format!("{} {}: {}\n", bad("Not read:"), error.address, error.error));
    }
    for (candidate, found) in inventory.candidates.iter().zip(matches) {
        let Some(unsettled) = unsettled(found) else {
            continue;
        };
        text.push_str(&format!(
            "{} {} `{}`: {unsettled}\n",
            bad("Left:"),
            candidate.kind.name(),
            candidate.id,
        ));
    }
    text.push_str(&which_is_which(inventory, matches));
    for (address, steps) in &adoption.differing {
        text.push_str(&differing(&address.to_string(), steps, accepts_changes));
    }
    let is_undefined = |found: &&Match| matches!(found, Match::Undefined);
    let undefined = matches.iter().filter(is_undefined).count();
    if undefined > 0 {
        text.push_str(&format!(
            "{undefined} more can be taken over, and no spec defines them: write specs of them with `--write`\n",
        ));
    }
    text
}

fn taken(address: &Address, id: &str) -> String {
    let mark = Mark::Take;
    format!(
        "{} {}  {}\n",
        mark.paint(mark.symbol()),
        bold(&address.to_string()),
        dim(&format!("import {}, as it is", in_line(id)))
    )
}

fn refused(address: &Address, refusal: &Refusal) -> String {
    let mut text = format!("{} {address}: {refusal}\n", bad("Left:"));
    let kind = registry::find(&address.kind);
    if let Some(moving) = kind.and_then(|kind| moving(kind, refusal)) {
        text.push_str(&format!("      {moving}\n"));
    }
    text
}

/// What would have to move where a resource can only have another object than the one that there is;
/// nothing where no data is lost.
pub(super) fn moving(kind: &dyn AnyKind, refusal: &Refusal) -> Option<String> {
    let Refusal::CreateOnly { .. } = refusal else {
        return None;
    };
    let Data { moves, follows } = kind.facts().data?;
    Some(format!("A new one would not have {moves}. These would have to follow: {follows}"))
}

/// The options that would say which object is which resource; nothing where that is certain of all.
pub(super) fn which_is_which(inventory: &Inventory, matches: &[Match]) -> String {
    let proposals = proposals(inventory, matches);
    let options =
        proposals.iter().map(|proposal| format!("    --into {}", quoted(&proposal.to_string())));
    let options: Vec<String> = options.collect();
    match options.is_empty() {
        true => String::new(),
        false => format!("Say which is which, for instance with\n{}\n", options.join(" \\\n")),
    }
}

/// How many objects have been left, and what to do about it; nothing where none has been.
pub fn left(objects: usize) -> String {
    let (objects, are) = match objects {
        0 => return String::new(),
        1 => ("1 object".to_owned(), "is"),
        several => (format!("{several} objects"), "are"),
    };
    format!(
        "{} {objects} {are} not taken over, for the reasons above; run this again once they are put right\n\n",
        bad("Left:")
    )
}

/// Why it is not certain which resource an object is.
fn unsettled(found: &Match) -> Option<String> {
    match found {
        Match::Ambiguous(addresses) => {
            let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            Some(format!("it is not clear that it alone is {}", addresses.join(" or ")))
        }
        Match::Namesakes(address, ids) => Some(format!(
            "it may be {address}, and so may others that AWS has under its name ({})",
            ids.join(", ")
        )),
        Match::One(_) | Match::Undefined | Match::None => None,
    }
}

fn differing(address: &str, steps: &[Step], accepts_changes: bool) -> String {
    let mut text = match accepts_changes {
        true => format!("{address} is taken over, and the next plan changes it:\n\n"),
        false => format!(
            "{} {address}: the next plan would change it. Specify it as it is, or take it over all the \
             same with `--accept-changes`:\n\n",
            bad("Left:")
        ),
    };
    for step in steps {
        text.push_str(&render_step(&plan_json::step(step), columns(address), false));
    }
    text
}

/// What a plan says after the taking over.
pub fn proof(taken: usize, left: usize) -> String {
    match left {
        0 => format!(
            "{} the plan for the {taken} that were taken over is empty\n\n",
            good("Proven:")
        ),
        _ => format!("{taken} were taken over, and the next plan changes {left} of them\n\n"),
    }
}
