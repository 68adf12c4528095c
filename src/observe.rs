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
    /// Ours, at another address.
    OurOther(Address),
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
        let current = self.read(kind, &entry.id, &entry.region, true);
        let successor = async {
            match resource {
                Some(resource)
                    if resource
                        .prediction
                        .id
                        .as_ref()
                        .is_some_and(|id| *id != entry.id) =>
                {
                    self.look_by_identity(resource).await
                }
                _ => Ok(None),
            }
        };
        let (current, successor) = tokio::try_join!(current, successor)?;
        Ok(Found { current, successor })
    }

    async fn look_by_identity(&self, resource: &Resource) -> Result<Option<Sighting>, AwsError> {
        let region = &resource.place.region;
        let id = match &resource.prediction.id {
            Some(id) => Some(id.clone()),
            None => {
                let ownership = self.stack.ownership(self.address);
                let aws = self.aws.in_region(region);
                resource
                    .kind
                    .find(&aws, resource.identity.clone(), &ownership)
                    .await?
            }
        };
        match id {
            Some(id) => self.read(resource.kind, &id, region, false).await,
            None => Ok(None),
        }
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
                let other = address != &tag_value(self.address);
                match other.then(|| self.other_address(address)).flatten() {
                    Some(other) => Owner::OurOther(other),
                    None => Owner::Us,
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
