//! Reads live AWS: everything that the specs or the state name, side by side.

mod choice;
mod hosts;
mod observer;
mod owner;
mod single;
mod whose;

use std::collections::{BTreeMap, BTreeSet};

use crate::state::State;
use aws::{Aws, AwsError};
use compiler::{Address, Stack};
use kind::LiveObject;

pub use hosts::{Host, Hosts};
pub use observer::Observer;
pub use owner::Owner;
pub use single::{bearers, sight};

/// An object that exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    pub id: String,
    pub region: String,
    pub live: LiveObject,
    pub owner: Owner,
}

/// What was found at an address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The object that the state names, or that has the spec's name where the state names none.
    pub current: Option<Sighting>,
    /// The object that the spec's name leads to, where the state names another: a replacement that was
    /// interrupted.
    pub successor: Option<Sighting>,
    /// What the state says was replaced and is still to be deleted, where it exists and is neither of these.
    pub replaced: Vec<Sighting>,
    /// What a creation has made of which nobody has heard the end, besides these.
    pub strays: Vec<Sighting>,
    /// Objects that are as good as each other: one of these belongs here, or the one of the state, and nobody can
    /// tell which.
    pub doubles: Vec<Sighting>,
    /// What the resource is to live in and the stack that has it, where that is another one.
    pub host: Option<(Host, String)>,
}

impl Found {
    /// Everything that was found.
    pub fn all(&self) -> impl Iterator<Item = &Sighting> {
        let present = self.current.iter().chain(&self.successor);
        let left = self.replaced.iter().chain(&self.strays);
        present.chain(left).chain(&self.doubles)
    }
}

/// Kind, region and id: what makes an object one and the same.
pub type ObjectKey = (String, String, String);

/// Objects that have been read a moment ago, and need not be read again.
pub type Seen = BTreeMap<ObjectKey, LiveObject>;

/// Everything that was found.
pub type Observation = BTreeMap<Address, Found>;

/// A read that failed. Nothing may be concluded from it, so a plan needs every read to succeed.
#[derive(Debug, Clone)]
pub struct ReadError {
    pub address: Address,
    pub error: AwsError,
}

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
    observe_unseen(stack, state, aws, &Seen::new(), &BTreeSet::new()).await
}

/// The same where some objects have been seen already, and some addresses are not looked at.
///
/// # Errors
/// Every read that failed with something else than a typed not-found.
pub async fn observe_unseen(
    stack: &Stack,
    state: &State,
    aws: &Aws,
    seen: &Seen,
    unseen: &BTreeSet<Address>,
) -> Result<Observation, Vec<ReadError>> {
    let known = stack.resources.keys();
    let known = known.chain(state.resources.keys());
    let known = known.chain(state.intents.keys());
    let known = known.chain(state.doubts.keys());
    let known = known.filter(|address| !unseen.contains(*address)).collect();
    Observer::new(stack, state, aws, &known).seeing(seen).observe(known).await
}

/// What is ours by names, tags and parents alone. What has no tags is known by what it lives in, unless `remembered`
/// knows that and nothing of it.
///
/// # Errors
/// Every read that failed with something else than a typed not-found.
pub async fn observe_anew(
    stack: &Stack,
    remembered: &State,
    aws: &Aws,
) -> Result<Observation, Vec<ReadError>> {
    let nothing = State::empty(&stack.environment.identity());
    let known: BTreeSet<&Address> = stack.resources.keys().collect();
    Observer::new(stack, &nothing, aws, &known).remembering(remembered).observe(known).await
}

/// The addresses of which cannot be told which object they are, as reads that failed.
pub fn unclear(observation: &Observation) -> Vec<ReadError> {
    let doubled = observation.iter().filter(|(_, found)| !found.doubles.is_empty());
    let errors = doubled.map(|(address, found)| {
        let ids: Vec<&str> = found.doubles.iter().map(|one| one.id.as_str()).collect();
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
pub async fn observe_these(
    stack: &Stack,
    state: &State,
    aws: &Aws,
    addresses: BTreeSet<&Address>,
) -> Result<Observation, Vec<ReadError>> {
    let observer = Observer::new(stack, state, aws, &addresses);
    observer.observe(addresses).await
}
