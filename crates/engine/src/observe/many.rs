//! Looks at many addresses at once.

use std::collections::BTreeSet;

use super::model::{CachedReads, Observation, ReadError};
use super::observer::Observer;
use aws::{Aws, AwsError};
use compiler::{Address, Stack};
use state::State;

/// Reads everything that the stack or its state names. What lives inside another object is looked for
/// once that one has been read.
///
/// # Errors
/// Every read that failed with something else than a typed not-found.
pub async fn observe(
    stack: &Stack,
    state: &State,
    aws: &Aws,
) -> Result<Observation, Vec<ReadError>> {
    observe_with(stack, state, aws, &CachedReads::new(), &BTreeSet::new()).await
}

/// The same where some objects have been seen already, and some addresses are not looked at.
///
/// # Errors
/// Every read that failed with something else than a typed not-found.
pub async fn observe_with(
    stack: &Stack,
    state: &State,
    aws: &Aws,
    cached: &CachedReads,
    skipped: &BTreeSet<Address>,
) -> Result<Observation, Vec<ReadError>> {
    let known = stack.resources.keys();
    let known = known.chain(state.resources.keys());
    let known = known.chain(state.intents.keys());
    let known = known.chain(state.doubts.keys());
    let known = known.filter(|address| !skipped.contains(*address)).collect();
    Observer::new(stack, state, aws, &known).with_cached_reads(cached).observe(known).await
}

/// What is ours by names, tags and parents alone. What has no tags is known by what it lives in, unless `ownership_state`
/// knows that and nothing of it.
///
/// # Errors
/// Every read that failed with something else than a typed not-found.
pub async fn observe_without_state(
    stack: &Stack,
    ownership_state: &State,
    aws: &Aws,
) -> Result<Observation, Vec<ReadError>> {
    let nothing = State::empty(&stack.environment.identity());
    let known: BTreeSet<&Address> = stack.resources.keys().collect();
    Observer::new(stack, &nothing, aws, &known)
        .with_ownership_state(ownership_state)
        .observe(known)
        .await
}

/// The addresses of which cannot be told which object they are, as reads that failed.
pub fn ambiguities(observation: &Observation) -> Vec<ReadError> {
    let ambiguous = observation.iter().filter(|(_, found)| !found.ambiguous.is_empty());
    let errors = ambiguous.map(|(address, found)| {
        let ids: Vec<&str> = found.ambiguous.iter().map(|one| one.id.as_str()).collect();
        ReadError {
            address: address.clone(),
            error: AwsError::new(format!(
                "it may be any of {}: take the right one with `diatonic import <address> <id>`, delete all but \
                 one, or give it another name",
                ids.join(", ")
            )),
        }
    });
    errors.collect()
}

/// The same for a part of the addresses, among which must be what each of them lives in.
///
/// # Errors
/// Every read that failed with something else than a typed not-found.
pub async fn observe_addresses(
    stack: &Stack,
    state: &State,
    aws: &Aws,
    addresses: BTreeSet<&Address>,
) -> Result<Observation, Vec<ReadError>> {
    let observer = Observer::new(stack, state, aws, &addresses);
    observer.observe(addresses).await
}
