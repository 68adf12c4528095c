//! What the next plan says of the edits.

use std::collections::BTreeSet;

use super::proposal::Proposal;
use compiler::Address;
use engine::plan::Plan;
use language::value::Path;

/// What the next plan would do that it should not, once the specs are edited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnexpectedChange {
    /// It would change back a field that was taken over.
    StillDiffers { address: Address, field: Path },
    /// It would change an object that it did not change before.
    OtherResource { address: Address },
}

/// What is wrong with the edits of a proposal, by the plans without and with them.
pub fn unexpected_changes(
    proposal: &Proposal,
    before: &Plan,
    after: &Plan,
) -> BTreeSet<UnexpectedChange> {
    let changed_before = before.step_addresses();
    let mut found = BTreeSet::new();
    for step in &after.steps {
        if !changed_before.contains(&step.address) {
            found.insert(UnexpectedChange::OtherResource { address: step.address.clone() });
        }
        for taken in proposal.taken.iter().filter(|taken| taken.address == step.address) {
            let own = |field: &Path| field.is_within(&taken.field) || taken.field.is_within(field);
            // Of a list, some elements may have been taken over, and others not.
            let mut left = proposal.left.iter().filter(|left| left.address == step.address);
            let is_whole = !left.any(|left| own(&left.field));
            if is_whole && step.changes.iter().any(|change| own(&change.path)) {
                let (address, field) = (step.address.clone(), taken.field.clone());
                found.insert(UnexpectedChange::StillDiffers { address, field });
            }
        }
    }
    found
}
