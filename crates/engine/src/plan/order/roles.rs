//! What the steps of each address are for.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Edge, Graph};
use crate::plan::action::Action;
use crate::plan::step::{Phase, Step};
use compiler::Address;

/// The steps by address and purpose, as positions.
pub(super) struct Roles<'a> {
    pub steps: &'a [Step],
    /// The step that brings an object into being or up to date.
    pub main: BTreeMap<&'a Address, usize>,
    /// The step that sets what the main one has omitted.
    pub finish: BTreeMap<&'a Address, usize>,
    /// The steps that delete what replacements have left behind.
    pub clear: BTreeMap<&'a Address, BTreeSet<usize>>,
    /// The step that takes out of an object what could not be deleted otherwise.
    pub detach: BTreeMap<&'a Address, usize>,
    /// The step that deletes an object before it is recreated.
    pub first: BTreeMap<&'a Address, usize>,
    /// The step that ends an address.
    pub end: BTreeMap<&'a Address, usize>,
}

impl<'a> Roles<'a> {
    pub fn new(steps: &'a [Step]) -> Self {
        let mut roles = Self {
            steps,
            main: BTreeMap::new(),
            finish: BTreeMap::new(),
            clear: BTreeMap::new(),
            detach: BTreeMap::new(),
            first: BTreeMap::new(),
            end: BTreeMap::new(),
        };
        for (index, step) in steps.iter().enumerate() {
            let role = match (step.action, &step.phase) {
                (Action::DeleteReplaced, _) => {
                    roles.clear.entry(&step.address).or_default().insert(index);
                    continue;
                }
                (Action::Detach, _) => &mut roles.detach,
                (Action::DeleteFirst, _) => &mut roles.first,
                (Action::Delete | Action::Forget, _) => &mut roles.end,
                (_, Phase::Finish(_)) => &mut roles.finish,
                _ => &mut roles.main,
            };
            role.insert(&step.address, index);
        }
        roles
    }

    /// The steps after which an object is as it should be.
    pub fn made(&self, address: &Address) -> BTreeSet<usize> {
        let (main, finish) = (self.main.get(address), self.finish.get(address));
        main.into_iter().chain(finish).copied().collect()
    }

    /// The steps after which nothing is left of what an object has replaced.
    pub fn cleared(&self, address: &Address) -> BTreeSet<usize> {
        self.clear.get(address).cloned().unwrap_or_default()
    }

    /// The steps after which the object that there is now is gone.
    pub fn ended(&self, address: &Address) -> BTreeSet<usize> {
        let (end, first) = (self.end.get(address), self.first.get(address));
        end.into_iter().chain(first).copied().collect()
    }

    /// The steps that detach users from the object that a step deletes.
    pub fn detaching(&self, delete: &Step) -> BTreeSet<usize> {
        let detaches = self.detach.values().copied();
        detaches
            .filter(|index| {
                let mut held = self.steps[*index].replaces.iter();
                held.any(|held| Some(held) == delete.id.as_ref())
            })
            .collect()
    }

    /// The step that makes a new object at an address.
    pub fn maker(&self, address: &Address) -> Option<usize> {
        let main = self.main.get(address).copied()?;
        self.steps[main].action.creates_object().then_some(main)
    }

    /// The edges of what a step writes: of all fields, without those that another step sets, or of those
    /// alone.
    pub fn edges<'g>(&self, index: usize, graph: &'g Graph) -> Vec<&'g Edge> {
        let step = &self.steps[index];
        let edges = graph.edges_from(&step.address);
        let is_in = |edge: &Edge, fields: &BTreeSet<String>| {
            let field = edge.field.first_key();
            field.is_some_and(|field| fields.contains(field))
        };
        edges
            .filter(|edge| match &step.phase {
                Phase::Whole => true,
                Phase::Without(fields) => !is_in(edge, fields),
                Phase::Finish(fields) => is_in(edge, fields),
            })
            .collect()
    }
}
