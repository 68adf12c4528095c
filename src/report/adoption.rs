//! Objects that are taken over from Terraform: which, which not and why, and that nothing else changes.

use super::plan::{on_trust, render_step};
use super::style::{Mark, bad, bold, dim, good};
use crate::legacy::matching::{Ambiguous, Matching};
use crate::plan::{Adoption, Step};
use crate::spec::Address;

/// What would be taken over, and what would not.
pub fn render(matching: &Matching, adoption: &Adoption, accepts_changes: bool) -> String {
    let mut text = String::new();
    for step in &adoption.plan.steps {
        text.push_str(&taken(
            &step.address,
            step.id.as_deref().unwrap_or_default(),
        ));
        text.push_str(&on_trust(step));
    }
    for (address, entry) in &adoption.plan.kept {
        text.push_str(&taken(address, &entry.id));
    }
    for (address, refusal) in &adoption.refused {
        text.push_str(&format!("{} {address}: {refusal}\n", bad("Left:")));
    }
    for Ambiguous {
        kind,
        id,
        addresses,
    } in &matching.ambiguous
    {
        let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        text.push_str(&format!(
            "{} {kind} `{id}`: it is not clear that it alone is {}; say what is what with `--into`\n",
            bad("Left:"),
            addresses.join(" or "),
        ));
    }
    for (address, steps) in &adoption.differing {
        text.push_str(&differing(&address.to_string(), steps, accepts_changes));
    }
    if matching.undefined > 0 {
        text.push_str(&format!(
            "{} more can be taken over, and no spec defines them: write specs of them with `--write`\n",
            matching.undefined
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
        dim(&format!("import {id}, as it is"))
    )
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
        text.push_str(&render_step(step, address.chars().count()));
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
