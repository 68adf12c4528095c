//! What is ours by names, tags and parents alone, for a state that was lost.

use std::collections::BTreeMap;

use super::availability::Availability;
use crate::graph::Graph;
use crate::observe::{ObservedObject, observe_without_state};
use crate::plan::context::Context;
use crate::plan::error::PlanError;
use crate::plan::model::Forgotten;
use crate::plan::moved::moved;
use compiler::Address;
use state::{Entry, Move, State};

/// What a state must say.
#[derive(Debug)]
pub struct Rebuilt {
    /// What is at another address than the state knows.
    pub moved: Vec<Move>,
    /// Everything in the specs that exists and is ours, or nobody's and to be adopted.
    pub entries: BTreeMap<Address, Entry>,
    /// What the state has, and another stack owns by now.
    pub forgotten: Vec<Forgotten>,
    /// Addresses of which cannot be told which of several objects they are, with the ids of these. What the state
    /// says of them stays.
    pub ambiguous: BTreeMap<Address, Vec<String>>,
}

/// Finds everything in the specs that exists and is ours, or nobody's and to be adopted. What `state`
/// knows of the same object is kept.
///
/// # Errors
/// Every read that failed: a state rebuilt without it would call what it missed new.
pub async fn rebuild_state(context: &Context<'_>, state: &State) -> Result<Rebuilt, PlanError> {
    let Context { stack, graph, aws, .. } = *context;
    let (state, moved) = moved(stack, state)?;
    let observation = observe_without_state(stack, &state, aws).await?;
    let ambiguous = observation.iter().filter(|(_, found)| !found.ambiguous.is_empty());
    let ambiguous = ambiguous.map(|(address, found)| {
        let ids = found.ambiguous.iter().map(|candidate| candidate.id.clone());
        (address.clone(), ids.collect())
    });
    let ambiguous = ambiguous.collect();
    let mut forgotten = Vec::new();
    for (address, found) in &observation {
        let Some(current) = &found.current else {
            continue;
        };
        let entry = state.resources.get(address);
        let is_known = entry.is_some_and(|entry| entry.is_of(&current.region, &current.id));
        forgotten.extend(current.owner.other_stack().filter(|_| is_known).map(|stack| Forgotten {
            address: address.clone(),
            id: current.id.clone(),
            region: current.region.clone(),
            stack: stack.to_owned(),
        }));
    }
    let ours = observation.into_iter().filter_map(|(address, found)| {
        let current = found.current?;
        let is_ours = match Availability::of(&current.owner) {
            Availability::Ours => true,
            Availability::Unowned => stack.resources.get(&address)?.adopt,
            Availability::Owned => false,
        };
        is_ours.then_some((address, current))
    });
    let entries = ours.map(|(address, current)| {
        let known = state.resources.get(&address);
        let entry = match known.filter(|entry| entry.is_of(&current.region, &current.id)) {
            Some(entry) => entry.clone(),
            None => Entry {
                replaced: known.map(|known| known.replaced.clone()).unwrap_or_default(),
                ..entry(graph, &address, current)
            },
        };
        (address, entry)
    });
    Ok(Rebuilt { entries: entries.collect(), moved, forgotten, ambiguous })
}

fn entry(graph: &Graph, address: &Address, current: ObservedObject) -> Entry {
    let needs = graph.waits_for(address).map(|edge| edge.to.clone());
    Entry { depends_on: needs.collect(), ..Entry::found(&current.region, &current.id) }
}
