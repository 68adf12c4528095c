//! What is ours by names, tags and parents alone, for a state that was lost.

use std::collections::BTreeMap;

use crate::aws::Aws;
use crate::graph::Graph;
use crate::observe::{Owner, ReadError, observe};
use crate::spec::{Address, Stack};
use crate::state::{Entry, State};

/// The entries of everything in the specs that exists and is ours. What `state` knows of the same
/// object is kept.
///
/// # Errors
/// Every read that failed: a state rebuilt without it would call what it missed new.
pub async fn found_again(
    stack: &Stack,
    graph: &Graph,
    state: &State,
    aws: &Aws,
) -> Result<BTreeMap<Address, Entry>, Vec<ReadError>> {
    let nothing = State::empty(&state.stack);
    let observation = observe(stack, &nothing, aws).await?;
    let ours = observation.into_iter().filter_map(|(address, found)| {
        let current = found.current?;
        matches!(current.owner, Owner::Us | Owner::OurFormer(_)).then_some((address, current))
    });
    Ok(ours
        .map(|(address, current)| {
            let known = state.resources.get(&address);
            let same = |entry: &&Entry| entry.id == current.id && entry.region == current.region;
            let entry = known.filter(same).cloned();
            let entry = entry.unwrap_or_else(|| Entry {
                region: current.region,
                id: current.id,
                applied: None,
                sensitive: Default::default(),
                depends_on: graph
                    .waits_for(&address)
                    .map(|edge| edge.to.clone())
                    .collect(),
                replaced: Vec::new(),
            });
            (address, entry)
        })
        .collect())
}
