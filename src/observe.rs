//! Reads live AWS: everything that the specs or the state name, side by side.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};

use crate::aws::tags::{self, Tags};
use crate::aws::{Aws, AwsError};
use crate::kind::{AnyKind, LiveObject};
use crate::kinds;
use crate::spec::stack::tag_value;
use crate::spec::{Address, Resource, Stack};
use crate::state::State;

/// Reads that are under way at once. The rate limits hold them back further where AWS is slower.
const WIDTH: usize = 64;

/// An object that exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    pub id: String,
    pub region: String,
    pub live: LiveObject,
    pub owner: Owner,
}

/// Whose an object is, by its tags and our state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Ours, at this address.
    Us,
    /// Ours, at another address of the specs.
    OurOther(Address),
    /// Ours, and its tag names an address that the specs do not have.
    OurFormer(String),
    /// Another stack's.
    Stack(String),
    /// It has no tag of any stack.
    Nobody,
}

/// What was found at an address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The object that the state names, or that has the spec's name where the state names none.
    pub current: Option<Sighting>,
    /// The object that the spec's name leads to, where the state names another: a replacement that was
    /// interrupted.
    pub successor: Option<Sighting>,
}

/// Everything that was found.
pub type Observation = BTreeMap<Address, Found>;

/// A read that failed. Nothing may be concluded from it, so a plan needs every read to succeed.
#[derive(Debug, Clone)]
pub struct ReadError {
    pub address: Address,
    pub error: AwsError,
}

/// Reads everything that the stack or its state names.
///
/// # Errors
/// Every read that failed with something else than a typed not-found.
pub async fn observe(
    stack: &Stack,
    state: &State,
    aws: &Aws,
) -> Result<Observation, Vec<ReadError>> {
    let addresses: BTreeSet<&Address> = stack
        .resources
        .keys()
        .chain(state.resources.keys())
        .collect();
    let outcomes: Vec<_> = stream::iter(addresses)
        .map(|address| async move {
            let observer = Observer {
                stack,
                state,
                aws,
                address,
            };
            let outcome = observer.look().await;
            (address.clone(), outcome)
        })
        .buffer_unordered(WIDTH)
        .collect()
        .await;
    let mut observation = Observation::new();
    let mut errors = Vec::new();
    for (address, outcome) in outcomes {
        match outcome {
            Ok(found) => {
                observation.insert(address, found);
            }
            Err(error) => errors.push(ReadError { address, error }),
        }
    }
    if errors.is_empty() {
        Ok(observation)
    } else {
        errors.sort_by(|a, b| a.address.cmp(&b.address));
        Err(errors)
    }
}

struct Observer<'a> {
    stack: &'a Stack,
    state: &'a State,
    aws: &'a Aws,
    address: &'a Address,
}

impl Observer<'_> {
    async fn look(&self) -> Result<Found, AwsError> {
        let resource = self.stack.resources.get(self.address);
        let entry = self.state.resources.get(self.address);
        let Some(entry) = entry else {
            let current = match resource {
                Some(resource) => self.look_by_identity(resource).await?,
                None => None,
            };
            return Ok(Found {
                current,
                successor: None,
            });
        };
        let kind = kinds::find(&self.address.kind).ok_or_else(|| {
            AwsError::new(format!(
                "the state names kind `{}`, which this version does not know",
                self.address.kind
            ))
        })?;
        let current = self.read(kind, &entry.id, &entry.region, true).await?;
        let successor = match resource {
            Some(resource) => {
                self.look_for_successor(resource, &entry.id, current.is_some())
                    .await?
            }
            None => None,
        };
        Ok(Found { current, successor })
    }

    async fn look_by_identity(&self, resource: &Resource) -> Result<Option<Sighting>, AwsError> {
        the_one(self.candidates(resource).await?)
    }

    /// What the spec leads to besides the object of the state, where there may be such a thing.
    async fn look_for_successor(
        &self,
        resource: &Resource,
        known: &str,
        known_exists: bool,
    ) -> Result<Option<Sighting>, AwsError> {
        let may_exist = match &resource.prediction.id {
            Some(id) => id != known,
            None => resource.lifecycle.create_first || !known_exists,
        };
        if !may_exist {
            return Ok(None);
        }
        let mut candidates = self.candidates(resource).await?;
        candidates.retain(|candidate| candidate.id != known);
        if resource.prediction.id.is_none() && known_exists {
            // Any number of others may have the same name.
            candidates.retain(|candidate| candidate.owner == Owner::Us);
        }
        the_one(candidates)
    }

    /// The objects that a resource's identity leads to.
    async fn candidates(&self, resource: &Resource) -> Result<Vec<Sighting>, AwsError> {
        let region = &resource.place.region;
        if let Some(id) = &resource.prediction.id {
            let sighting = self.read(resource.kind, id, region, false).await?;
            return Ok(sighting.into_iter().collect());
        }
        let ownership = self.stack.ownership(self.address);
        let aws = self.aws.in_region(region);
        let ids = resource
            .kind
            .find(&aws, resource.identity.clone(), &ownership)
            .await?;
        let mut candidates = Vec::new();
        for id in ids {
            candidates.extend(self.read(resource.kind, &id, region, false).await?);
        }
        candidates.retain(|candidate| !matches!(candidate.owner, Owner::OurOther(_)));
        Ok(candidates)
    }

    async fn read(
        &self,
        kind: &dyn AnyKind,
        id: &str,
        region: &str,
        in_state: bool,
    ) -> Result<Option<Sighting>, AwsError> {
        let aws = self.aws.in_region(region);
        let live = kind.read(&aws, id).await?;
        Ok(live.map(|live| Sighting {
            id: id.to_owned(),
            region: region.to_owned(),
            owner: self.owner(&live, in_state),
            live,
        }))
    }

    fn owner(&self, live: &LiveObject, in_state: bool) -> Owner {
        let tags: Tags = live
            .spec
            .get("tags")
            .and_then(|tags| serde_json::from_value(tags.clone()).ok())
            .unwrap_or_default();
        let ours = self.stack.environment.stack();
        match (tags.get(tags::STACK), tags.get(tags::ADDRESS)) {
            (Some(stack), Some(address)) if *stack == ours => {
                if address == &tag_value(self.address) {
                    return Owner::Us;
                }
                match self.other_address(address) {
                    Some(other) => Owner::OurOther(other),
                    None if in_state => Owner::Us,
                    None => Owner::OurFormer(address.clone()),
                }
            }
            (Some(stack), _) if *stack != ours => Owner::Stack(stack.clone()),
            // Somebody took our tags away, or the kind has none: the state says that it is ours.
            _ if in_state => Owner::Us,
            _ => Owner::Nobody,
        }
    }

    /// The address whose tag an object carries, if it is another one that the specs still have.
    fn other_address(&self, tag: &str) -> Option<Address> {
        let known = self.stack.resources.keys();
        known
            .filter(|address| *address != self.address)
            .find(|address| tag_value(address) == tag)
            .cloned()
    }
}

/// The one candidate: ours before what was ours, and that before others.
fn the_one(mut candidates: Vec<Sighting>) -> Result<Option<Sighting>, AwsError> {
    let rank = |candidate: &Sighting| match candidate.owner {
        Owner::Us => 0,
        Owner::OurFormer(_) => 1,
        _ => 2,
    };
    let Some(best) = candidates.iter().map(rank).min() else {
        return Ok(None);
    };
    candidates.retain(|candidate| rank(candidate) == best);
    if candidates.len() > 1 {
        let ids: Vec<&str> = candidates
            .iter()
            .map(|candidate| candidate.id.as_str())
            .collect();
        return Err(AwsError::new(format!(
            "it may be any of {}: delete all but one, or give it another name",
            ids.join(", ")
        )));
    }
    Ok(candidates.pop())
}
