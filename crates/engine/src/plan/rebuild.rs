//! What is ours by names, tags and parents alone, for a state that was lost.

use std::collections::BTreeMap;

use super::error::PlanError;
use super::model::Forgotten;
use super::moved::moved;
use crate::graph::Graph;
use crate::observe::{Owner, Sighting, observe_anew};
use crate::state::{Entry, Move, State};
use aws::Aws;
use compiler::{Address, Stack};

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
    pub unclear: BTreeMap<Address, Vec<String>>,
}

/// Finds everything in the specs that exists and is ours, or nobody's and to be adopted. What `state`
/// knows of the same object is kept.
///
/// # Errors
/// Every read that failed: a state rebuilt without it would call what it missed new.
pub async fn found_again(
    stack: &Stack,
    graph: &Graph,
    state: &State,
    aws: &Aws,
) -> Result<Rebuilt, PlanError> {
    let (state, moved) = moved(stack, state)?;
    let observation = observe_anew(stack, &state, aws).await?;
    let unclear = observation.iter().filter(|(_, found)| !found.doubles.is_empty());
    let unclear = unclear.map(|(address, found)| {
        let ids = found.doubles.iter().map(|double| double.id.clone());
        (address.clone(), ids.collect())
    });
    let unclear = unclear.collect();
    let mut forgotten = Vec::new();
    for (address, found) in &observation {
        let Some(current) = &found.current else {
            continue;
        };
        let entry = state.resources.get(address);
        let is_known = entry.is_some_and(|entry| is_of(entry, current));
        forgotten.extend(current.owner.other_stack().filter(|_| is_known).map(|stack| Forgotten {
            address: address.clone(),
            id: current.id.clone(),
            region: current.region.clone(),
            stack: stack.to_owned(),
        }));
    }
    let ours = observation.into_iter().filter_map(|(address, found)| {
        let current = found.current?;
        let is_ours = match current.owner {
            Owner::Us | Owner::OurFormer(_) => true,
            Owner::Nobody => stack.resources.get(&address)?.adopt,
            Owner::OurOther(_) | Owner::Stack { .. } => false,
        };
        is_ours.then_some((address, current))
    });
    let entries = ours.map(|(address, current)| {
        let known = state.resources.get(&address);
        let entry = match known.filter(|entry| is_of(entry, &current)) {
            Some(entry) => entry.clone(),
            None => Entry {
                replaced: known.map(|known| known.replaced.clone()).unwrap_or_default(),
                ..entry(graph, &address, current)
            },
        };
        (address, entry)
    });
    Ok(Rebuilt { entries: entries.collect(), moved, forgotten, unclear })
}

fn is_of(entry: &Entry, sighting: &Sighting) -> bool {
    (&entry.region, &entry.id) == (&sighting.region, &sighting.id)
}

fn entry(graph: &Graph, address: &Address, current: Sighting) -> Entry {
    let needs = graph.waits_for(address).map(|edge| edge.to.clone());
    Entry { depends_on: needs.collect(), ..Entry::found(&current.region, &current.id) }
}
