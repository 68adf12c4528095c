//! The order of steps, from the graph of the specs and, for what they no longer name, from the state.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Phase, Step};
use crate::graph::Graph;
use crate::spec::Address;
use crate::state::State;

/// Sorts the steps so that each comes after what it waits for, and by address where that leaves a
/// choice; and notes on each step what it waits for.
pub(super) fn order(mut steps: Vec<Step>, graph: &Graph, state: &State) -> Vec<Step> {
    steps.sort_by(|a, b| a.address.cmp(&b.address));
    let waits = Waits::new(&steps, graph, state).all();
    let order = sorted(&waits);
    let position: BTreeMap<usize, usize> = order
        .iter()
        .enumerate()
        .map(|(new, old)| (*old, new))
        .collect();
    for (step, before) in steps.iter_mut().zip(waits) {
        step.waits_for = before.iter().map(|old| position[old]).collect();
    }
    let mut slots: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|old| slots[old].take())
        .collect()
}

/// The positions in an order that respects the waits, the first of those possible at each point.
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
    // The graph has no cycle of waiting, and deletes wait for what needed them: both go one way.
    debug_assert_eq!(order.len(), waits.len(), "steps wait in a circle");
    order
}

struct Waits<'a> {
    steps: &'a [Step],
    graph: &'a Graph,
    state: &'a State,
    /// The step that brings an object into being or up to date.
    main: BTreeMap<&'a Address, usize>,
    finish: BTreeMap<&'a Address, usize>,
    delete: BTreeMap<&'a Address, usize>,
}

impl<'a> Waits<'a> {
    fn new(steps: &'a [Step], graph: &'a Graph, state: &'a State) -> Self {
        let mut waits = Self {
            steps,
            graph,
            state,
            main: BTreeMap::new(),
            finish: BTreeMap::new(),
            delete: BTreeMap::new(),
        };
        for (index, step) in steps.iter().enumerate() {
            let role = match (step.action, &step.phase) {
                (Action::Delete | Action::DeleteReplaced | Action::Forget, _) => &mut waits.delete,
                (_, Phase::Finish(_)) => &mut waits.finish,
                _ => &mut waits.main,
            };
            role.insert(&step.address, index);
        }
        waits
    }

    fn all(&self) -> Vec<BTreeSet<usize>> {
        let steps = self.steps.iter().enumerate();
        steps
            .map(|(index, step)| {
                let mut before = match (step.action, &step.phase) {
                    (Action::Delete | Action::DeleteReplaced | Action::Forget, _) => {
                        self.before_delete(step)
                    }
                    (_, Phase::Finish(fields)) => self.before_finish(step, fields),
                    _ => self.before_main(step),
                };
                before.remove(&index);
                before
            })
            .collect()
    }

    fn before_main(&self, step: &Step) -> BTreeSet<usize> {
        let edges = self.graph.waits_for(&step.address);
        edges
            .filter_map(|edge| self.main.get(&edge.to).copied())
            .collect()
    }

    fn before_finish(&self, step: &Step, fields: &BTreeSet<String>) -> BTreeSet<usize> {
        let edges = self.graph.edges_from(&step.address);
        edges
            .filter(|edge| {
                edge.field
                    .first_key()
                    .is_some_and(|field| fields.contains(field))
            })
            .filter_map(|edge| self.main.get(&edge.to).copied())
            .chain(self.main.get(&step.address).copied())
            .collect()
    }

    /// A delete waits for everything that has needed the object: it must be gone, or changed to do
    /// without.
    fn before_delete(&self, step: &Step) -> BTreeSet<usize> {
        let mut before = BTreeSet::new();
        for (address, entry) in &self.state.resources {
            if entry.depends_on.contains(&step.address) {
                before.extend(self.delete.get(address));
                before.extend(self.main.get(address));
                before.extend(self.finish.get(address));
            }
        }
        // Objects that the state has lost are known from the specs alone.
        for (address, index) in &self.delete {
            if self
                .graph
                .waits_for(address)
                .any(|edge| edge.to == step.address)
            {
                before.insert(*index);
            }
        }
        if step.action == Action::DeleteReplaced {
            before.extend(self.main.get(&step.address));
            for (address, index) in self.main.iter().chain(&self.finish) {
                if self
                    .graph
                    .edges_from(address)
                    .any(|edge| edge.to == step.address)
                {
                    before.insert(*index);
                }
            }
        }
        before
    }
}
