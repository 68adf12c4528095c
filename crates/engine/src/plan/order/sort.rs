//! Puts steps into an order.

use std::collections::{BTreeMap, BTreeSet};

use super::components::with_preferences;
use super::context::OrderContext;
use super::needs::{Needs, needs};
use super::preferences::{Preference, preferences};
use super::roles::Roles;
use crate::plan::step::Step;
use compiler::Address;

/// Sorts the steps so that each comes after what it waits for, and by address where that leaves a
/// choice; and notes on each step what it waits for.
///
/// # Errors
/// The addresses of steps that wait for each other.
pub(in crate::plan) fn order(
    mut steps: Vec<Step>,
    context: OrderContext,
) -> Result<Vec<Step>, BTreeSet<Address>> {
    steps.sort_by(|a, b| a.address.cmp(&b.address));
    let roles = Roles::new(&steps);
    let needs = needs(&roles, context);
    let preferences = preferences(&roles, context);
    let mut creations: Vec<BTreeSet<usize>> =
        needs.iter().map(|needs| &needs.created - &needs.completed).collect();
    for Preference { step, earlier, .. } in &preferences {
        creations[*step].remove(earlier);
    }
    let waits = with_preferences(needs.iter().map(Needs::all).collect(), preferences);
    let order = sorted(&waits);
    if order.len() < steps.len() {
        let left = (0..steps.len()).filter(|index| !order.contains(index));
        return Err(left.map(|index| steps[index].address.clone()).collect());
    }
    let position: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let positions = |before: BTreeSet<usize>| before.iter().map(|old| position[old]).collect();
    for (step, (before, created)) in steps.iter_mut().zip(waits.into_iter().zip(creations)) {
        step.waits_for = positions(before);
        step.waits_for_creation = positions(created);
    }
    let mut slots: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
    let ordered = order.into_iter();
    Ok(ordered.filter_map(|old| slots[old].take()).collect())
}

/// The positions in an order that respects the waits, the first of those possible at each point. Those that wait for
/// each other, and what waits for them, are omitted.
fn sorted(waits: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut left: Vec<usize> = waits.iter().map(BTreeSet::len).collect();
    let mut dependents = vec![Vec::new(); waits.len()];
    for (index, before) in waits.iter().enumerate() {
        for earlier in before {
            dependents[*earlier].push(index);
        }
    }
    let mut ready: BTreeSet<usize> = (0..waits.len()).filter(|index| left[*index] == 0).collect();
    let mut order = Vec::with_capacity(waits.len());
    while let Some(index) = ready.pop_first() {
        order.push(index);
        for dependent in &dependents[index] {
            left[*dependent] -= 1;
            if left[*dependent] == 0 {
                ready.insert(*dependent);
            }
        }
    }
    order
}
