//! What each step cannot do without.

use std::collections::BTreeSet;

use super::context::OrderContext;
use super::roles::Roles;
use crate::graph::{Edge, Need};
use crate::plan::action::Action;
use crate::plan::step::{Phase, Reason};

/// The steps that a step must come after.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// Those that must be done.
    pub completed: BTreeSet<usize>,
    /// Those that must have created their objects.
    pub created: BTreeSet<usize>,
}

impl Needs {
    pub fn all(&self) -> BTreeSet<usize> {
        self.completed.union(&self.created).copied().collect()
    }
}

impl From<BTreeSet<usize>> for Needs {
    fn from(completed: BTreeSet<usize>) -> Self {
        Self { completed, ..Self::default() }
    }
}

/// The steps that each step must come after. There is no cycle in them, as there is none in the graph.
pub(super) fn needs(roles: &Roles, context: OrderContext) -> Vec<Needs> {
    let steps = roles.steps.iter().enumerate();
    steps
        .map(|(index, step)| match (step.action, &step.phase) {
            // The state names what is to be cleared until it is, and an object until it has its new
            // address.
            (Action::Delete | Action::Forget, _) => {
                let mut before = roles.cleared(&step.address);
                if let Reason::Renamed { to } = &step.reason {
                    before.extend(roles.main.get(to));
                }
                before.into()
            }
            (Action::DeleteFirst, _) => roles.detaching(step).into(),
            (Action::Detach, _) => Needs::default(),
            (Action::DeleteReplaced, _) => roles.made(&step.address).into(),
            (_, Phase::Finish(_)) => {
                let mut before = makers(roles, context, index);
                before.completed.extend(roles.main.get(&step.address));
                before
            }
            _ => {
                let mut before = makers(roles, context, index);
                before.completed.extend(roles.first.get(&step.address));
                before.completed.extend(roles.detach.get(&step.address));
                before
            }
        })
        .collect()
}

/// The steps that make what a step refers to, where AWS or the value of the field needs it.
fn makers(roles: &Roles, context: OrderContext, index: usize) -> Needs {
    let mut needs = Needs::default();
    let edges = roles.edges(index, context.graph).into_iter();
    for edge in edges.filter(|edge| must_wait(roles, context, index, edge)) {
        let main = roles.main.get(&edge.to);
        match edge.need {
            Need::Creation if roles.maker(&edge.to).is_some() => needs.created.extend(main),
            _ => needs.completed.extend(main),
        }
    }
    needs
}

fn must_wait(roles: &Roles, context: OrderContext, index: usize, edge: &Edge) -> bool {
    // What is deferred waits in the step that sets it; a step that sets everything is not held up by it.
    let is_held_up = match roles.steps[index].phase {
        Phase::Finish(_) => true,
        _ => !context.graph.is_deferred(edge),
    };
    let is_new = || {
        let output = edge.output;
        roles.maker(&edge.to).is_some()
            || output.is_some_and(|output| context.recreated.contains(&edge.to, output))
    };
    edge.waits() && is_held_up && is_new()
}
