//! The order of steps, from the graph of the specs and, for what they no longer name, from the state.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::{Action, Phase, Reason, Step};
use crate::graph::Graph;
use crate::spec::Address;
use crate::state::State;

/// Sorts the steps so that each comes after what it waits for, and by address where that leaves a
/// choice; and notes on each step what it waits for.
pub(super) fn order(mut steps: Vec<Step>, graph: &Graph, state: &State) -> Vec<Step> {
    steps.sort_by(|a, b| a.address.cmp(&b.address));
    let roles = Roles::new(&steps, graph, state);
    let waits = untangled(roles.needs(), roles.courtesies());
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

/// All that each step waits for. What must be has no circle, for the graph has none. The order of
/// deletes is read off the past as well, which may contradict itself and the specs: in such a knot it
/// does not count.
fn untangled(
    mut needs: Vec<BTreeSet<usize>>,
    courtesies: Vec<BTreeSet<usize>>,
) -> Vec<BTreeSet<usize>> {
    let mut links = DiGraphMap::<usize, ()>::new();
    for (index, (needs, courtesies)) in needs.iter().zip(&courtesies).enumerate() {
        links.add_node(index);
        for earlier in needs.union(courtesies) {
            links.add_edge(index, *earlier, ());
        }
    }
    let mut knot_of = vec![0; needs.len()];
    for (knot, members) in tarjan_scc(&links).into_iter().enumerate() {
        for member in members {
            knot_of[member] = knot;
        }
    }
    for (index, courtesies) in courtesies.into_iter().enumerate() {
        let outside = courtesies
            .into_iter()
            .filter(|earlier| knot_of[*earlier] != knot_of[index]);
        needs[index].extend(outside);
    }
    needs
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
    assert_eq!(order.len(), waits.len(), "steps wait in a circle");
    order
}

/// What the steps of each address are for.
struct Roles<'a> {
    steps: &'a [Step],
    graph: &'a Graph,
    state: &'a State,
    /// The step that brings an object into being or up to date.
    main: BTreeMap<&'a Address, usize>,
    finish: BTreeMap<&'a Address, usize>,
    /// The steps that delete what replacements have left behind.
    clear: BTreeMap<&'a Address, BTreeSet<usize>>,
    /// The step that deletes an object before it is made anew.
    first: BTreeMap<&'a Address, usize>,
    /// The step that ends an address.
    end: BTreeMap<&'a Address, usize>,
}

impl<'a> Roles<'a> {
    fn new(steps: &'a [Step], graph: &'a Graph, state: &'a State) -> Self {
        let mut roles = Self {
            steps,
            graph,
            state,
            main: BTreeMap::new(),
            finish: BTreeMap::new(),
            clear: BTreeMap::new(),
            first: BTreeMap::new(),
            end: BTreeMap::new(),
        };
        for (index, step) in steps.iter().enumerate() {
            let role = match (step.action, &step.phase) {
                (Action::DeleteReplaced, _) => {
                    roles.clear.entry(&step.address).or_default().insert(index);
                    continue;
                }
                (Action::DeleteFirst, _) => &mut roles.first,
                (Action::Delete | Action::Forget, _) => &mut roles.end,
                (_, Phase::Finish(_)) => &mut roles.finish,
                _ => &mut roles.main,
            };
            role.insert(&step.address, index);
        }
        roles
    }

    /// What each step cannot do without.
    fn needs(&self) -> Vec<BTreeSet<usize>> {
        let steps = self.steps.iter();
        steps
            .map(|step| match (step.action, &step.phase) {
                // The state names what is to be cleared until it is, and an object until it has its new
                // address.
                (Action::Delete | Action::Forget, _) => {
                    let mut before = self.cleared(&step.address);
                    if let Reason::Renamed { to } = &step.reason {
                        before.extend(self.main.get(to));
                    }
                    before
                }
                (Action::DeleteFirst, _) => BTreeSet::new(),
                (Action::DeleteReplaced, _) => self.made(&step.address),
                (_, Phase::Finish(fields)) => self.before_finish(step, fields),
                _ => self.before_main(step),
            })
            .collect()
    }

    fn before_main(&self, step: &Step) -> BTreeSet<usize> {
        let edges = self.graph.waits_for(&step.address);
        edges
            .filter_map(|edge| self.main.get(&edge.to))
            .chain(self.first.get(&step.address))
            .copied()
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

    /// What each step lets go first, so that nobody needs what it deletes.
    fn courtesies(&self) -> Vec<BTreeSet<usize>> {
        let mut courtesies = vec![BTreeSet::new(); self.steps.len()];
        for (user, used) in self.uses() {
            let ended: BTreeSet<usize> = [self.end.get(user), self.first.get(user)]
                .into_iter()
                .flatten()
                .copied()
                .collect();
            if let Some(delete) = self.first.get(used) {
                courtesies[*delete].extend(&ended);
            }
            let clears = self.clear.get(used).into_iter().flatten();
            for delete in clears.chain(self.end.get(used)) {
                courtesies[*delete].extend(&ended);
                courtesies[*delete].extend(self.made(user));
                courtesies[*delete].extend(self.cleared(user));
            }
        }
        courtesies
    }

    /// Who uses what: what was applied by the state, what is to be by the specs.
    fn uses(&self) -> impl Iterator<Item = (&Address, &Address)> {
        let applied = self.state.resources.iter();
        let applied = applied
            .flat_map(|(address, entry)| entry.depends_on.iter().map(move |used| (address, used)));
        let specified = self.graph.edges.values().flatten().filter(|edge| {
            // Of what ends, the specs tell only where the state has lost it.
            let is_lost = !self.state.resources.contains_key(&edge.from);
            !self.end.contains_key(&edge.from)
                || is_lost && edge.waits && !self.graph.is_deferred(edge)
        });
        let specified = specified.map(|edge| (&edge.from, &edge.to));
        applied.chain(specified)
    }

    fn made(&self, address: &Address) -> BTreeSet<usize> {
        let (main, finish) = (self.main.get(address), self.finish.get(address));
        main.into_iter().chain(finish).copied().collect()
    }

    fn cleared(&self, address: &Address) -> BTreeSet<usize> {
        self.clear.get(address).cloned().unwrap_or_default()
    }
}
