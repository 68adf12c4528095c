//! What each step cannot do without.

use std::collections::BTreeSet;

use super::context::OrderContext;
use super::roles::Roles;
use crate::graph::Edge;
use crate::plan::action::Action;
use crate::plan::step::{Phase, Reason};

/// The steps that each step must come after. There is no cycle in them, as there is none in the graph.
pub(super) fn needs(roles: &Roles, context: OrderContext) -> Vec<BTreeSet<usize>> {
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
                before
            }
            (Action::DeleteFirst, _) => roles.detaching(step),
            (Action::Detach, _) => BTreeSet::new(),
            (Action::DeleteReplaced, _) => roles.made(&step.address),
            (_, Phase::Finish(_)) => {
                let mut before = makers(roles, context, index);
                before.extend(roles.main.get(&step.address));
                before
            }
            _ => {
                let mut before = makers(roles, context, index);
                before.extend(roles.first.get(&step.address));
                before.extend(roles.detach.get(&step.address));
                before
            }
        })
        .collect()
}

/// The steps that make what a step refers to, where AWS or the value of the field needs it.
fn makers(roles: &Roles, context: OrderContext, index: usize) -> BTreeSet<usize> {
    let edges = roles.edges(index, context.graph).into_iter();
    edges
        .filter(|edge| must_wait(roles, context, index, edge))
        .filter_map(|edge| roles.main.get(&edge.to).copied())
        .collect()
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
    edge.waits && is_held_up && is_new()
}
