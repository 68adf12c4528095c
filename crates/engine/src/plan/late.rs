//! Fields of new objects that wait longer than the rest of them, and need not hold it up.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;
use compiler::{Address, Stack};

/// How many new objects have to be made one after the other until a resource is there, itself included. What is not new
/// takes none.
pub(super) struct Depths<'a> {
    stack: &'a Stack,
    graph: &'a Graph,
    depths: BTreeMap<&'a Address, usize>,
}

impl<'a> Depths<'a> {
    /// The depths of the resources that are made.
    pub fn of(stack: &'a Stack, graph: &'a Graph, new: &BTreeSet<&'a Address>) -> Self {
        let mut depths: BTreeMap<&Address, usize> = BTreeMap::new();
        // Each is looked at twice: before and after what it waits for. There is no circle in that.
        let mut pending: Vec<(&Address, bool)> = new.iter().map(|address| (*address, false)).collect();
        while let Some((address, is_ready)) = pending.pop() {
            if depths.contains_key(address) {
                continue;
            }
            let waits = graph.waits_for(address).map(|edge| &edge.to);
            let waits = waits.filter(|to| new.contains(*to));
            if is_ready {
                let deepest = waits.filter_map(|to| depths.get(to)).max().copied();
                depths.insert(address, deepest.unwrap_or(0) + 1);
            } else {
                pending.push((address, true));
                pending.extend(waits.map(|to| (to, false)));
            }
        }
        Self { stack, graph, depths }
    }

    /// The late fields (`x-late`) of a new object without which it can be made earlier.
    pub fn late_fields(&self, address: &Address) -> BTreeSet<String> {
        let Some(resource) = self.stack.resources.get(address) else {
            return BTreeSet::new();
        };
        let schema = resource.kind.schema();
        let (mut late, mut rest) = (BTreeMap::<&str, usize>::new(), 0);
        for edge in self.graph.waits_for(address) {
            let depth = self.depths.get(&edge.to).copied().unwrap_or(0);
            match edge.field.first_key().filter(|_| schema.facts_of(&edge.field).late) {
                Some(field) => {
                    let known = late.entry(field).or_default();
                    *known = depth.max(*known);
                }
                None => rest = rest.max(depth),
            }
        }
        let later = late.into_iter().filter(|(_, depth)| *depth > rest);
        later.map(|(field, _)| field.to_owned()).collect()
    }
}
