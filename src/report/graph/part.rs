//! Which resources are shown, and how they need each other.

use std::collections::{BTreeMap, BTreeSet};

use compiler::{Address, Stack};
use engine::graph::{Edge, Graph};

/// What is shown of a graph.
pub struct Part<'a> {
    pub stack: &'a Stack,
    /// In their order.
    pub addresses: Vec<&'a Address>,
    /// One for each field that refers to each resource, however often.
    pub edges: Vec<(&'a Edge, Need)>,
}

/// How a resource needs another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It waits for it.
    Waits,
    /// It is given what it needs after it was created, to break a cycle.
    Deferred,
    /// It needs a value that is known before.
    Value,
}

impl<'a> Part<'a> {
    /// All of it.
    pub fn whole(stack: &'a Stack, graph: &'a Graph) -> Self {
        let mut edges: Vec<&Edge> = graph.edges.values().flatten().collect();
        edges.dedup_by(|a, b| a.from == b.from && a.to == b.to && a.field == b.field);
        let edges = edges.into_iter().map(|edge| {
            let need = if graph.is_deferred(edge) {
                Need::Deferred
            } else if edge.waits() {
                Need::Waits
            } else {
                Need::Value
            };
            (edge, need)
        });
        Self { stack, addresses: stack.resources.keys().collect(), edges: edges.collect() }
    }

    /// What is around some resources: all from which it takes no more than so many edges to one of them, or from one of
    /// them.
    pub fn around(self, chosen: &BTreeSet<Address>, distance: usize) -> Self {
        let mut beside: BTreeMap<&Address, Vec<&Address>> = BTreeMap::new();
        let mut before: BTreeMap<&Address, Vec<&Address>> = BTreeMap::new();
        for (edge, _) in &self.edges {
            beside.entry(&edge.from).or_default().push(&edge.to);
            before.entry(&edge.to).or_default().push(&edge.from);
        }
        let mut kept: BTreeSet<&Address> = chosen.iter().collect();
        for next in [&beside, &before] {
            let mut newest: BTreeSet<&Address> = chosen.iter().collect();
            for _ in 0..distance {
                let reached = newest.iter().filter_map(|address| next.get(*address)).flatten();
                newest = reached.copied().collect();
                kept.extend(&newest);
            }
        }
        let Self { stack, addresses, edges } = &self;
        let addresses = addresses.iter().copied().filter(|address| kept.contains(address));
        let is_kept = |edge: &Edge| kept.contains(&edge.from) && kept.contains(&edge.to);
        let edges = edges.iter().copied().filter(|(edge, _)| is_kept(edge));
        Self { stack, addresses: addresses.collect(), edges: edges.collect() }
    }
}
