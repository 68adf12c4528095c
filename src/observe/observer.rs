//! Looks at what is at each address: where the state says, and where the spec leads.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::BoxFuture;
use futures_util::{StreamExt, stream};
use tokio::sync::OnceCell;

use super::inhabitants::disown_inhabitants;
use super::{Found, Observation, Owner, ReadError, Seen, Sighting};
use crate::aws::{Aws, AwsError};
use crate::expression::Problem;
use crate::kind::{AnyKind, LiveObject};
use crate::kinds;
use crate::spec::{Address, OutputSource, Resource, Stack};
use crate::state::{Entry, Intent, State};
use crate::value::{Value, unknown};

/// Reads that are under way at once. The rate limits hold them back further where AWS is slower.
const WIDTH: usize = 64;

type Sight = Result<Found, AwsError>;

pub(super) struct Observer<'a> {
    stack: &'a Stack,
    state: &'a State,
    aws: &'a Aws,
    seen: Option<&'a Seen>,
    /// What was found at each address. Parents are looked at when the first child wants them.
    sights: BTreeMap<Address, OnceCell<Sight>>,
}

impl<'a> Observer<'a> {
    pub fn new(
        stack: &'a Stack,
        state: &'a State,
        aws: &'a Aws,
        addresses: &BTreeSet<&Address>,
    ) -> Self {
        let addresses = addresses.iter();
        Self {
            stack,
            state,
            aws,
            seen: None,
            sights: addresses
                .map(|address| ((*address).clone(), OnceCell::new()))
                .collect(),
        }
    }

    pub fn seeing(self, seen: &'a Seen) -> Self {
        Self {
            seen: Some(seen),
            ..self
        }
    }

    pub async fn observe(
        self,
        addresses: BTreeSet<&Address>,
    ) -> Result<Observation, Vec<ReadError>> {
        stream::iter(addresses)
            .for_each_concurrent(WIDTH, |address| async {
                self.look(address).await;
            })
            .await;
        self.outcome()
    }
}

impl Observer<'_> {
    fn outcome(self) -> Result<Observation, Vec<ReadError>> {
        let mut observation = Observation::new();
        let mut errors = Vec::new();
        let sights = self.sights.into_iter();
        for (address, sight) in
            sights.filter_map(|(address, cell)| Some((address, cell.into_inner()?)))
        {
            match sight {
                Ok(found) => {
                    observation.insert(address, found);
                }
                Err(error) => errors.push(ReadError { address, error }),
            }
        }
        if errors.is_empty() {
            disown_inhabitants(self.stack, self.state, &mut observation);
            Ok(observation)
        } else {
            Err(errors)
        }
    }

    /// What is at an address, looked at once however many want to know.
    fn look<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Option<&'a Sight>> {
        Box::pin(async move {
            let cell = self.sights.get(address)?;
            Some(cell.get_or_init(|| self.look_now(address)).await)
        })
    }

    async fn look_now(&self, address: &Address) -> Sight {
        let resource = self.stack.resources.get(address);
        let entry = self.state.resources.get(address);
        let Some(entry) = entry else {
            let specified = match resource {
                Some(resource) => the_one(self.candidates(resource).await?)?,
                None => None,
            };
            let current = match specified {
                Some(specified) => Some(specified),
                None => self.begun(address).await?,
            };
            let strays = self.strays(address, &Vec::from_iter(&current)).await?;
            return Ok(Found {
                current,
                strays,
                ..Found::default()
            });
        };
        let current = self
            .read(address, kind_of(address)?, &entry.id, &entry.region, true)
            .await?;
        let specified = match resource {
            Some(resource) => {
                self.look_for_successor(resource, entry, current.is_some())
                    .await?
            }
            None => None,
        };
        let successor = match specified {
            Some(specified) => Some(specified),
            None => self.begun(address).await?,
        };
        let present = || current.iter().chain(&successor);
        let mut replaced = Vec::new();
        for id in &entry.replaced {
            // What has its name back is no leftover.
            if !present().any(|present| present.id == *id) {
                let read = self.read(address, kind_of(address)?, id, &entry.region, true);
                replaced.extend(read.await?);
            }
        }
        let strays = self.strays(address, &Vec::from_iter(present())).await?;
        Ok(Found {
            current,
            successor,
            replaced,
            strays,
        })
    }

    /// What a process that died has made, whatever the specs say by now: the object of ours that has the
    /// identity with which its creation began.
    async fn begun(&self, address: &Address) -> Result<Option<Sighting>, AwsError> {
        match self.state.intents.get(address) {
            Some(intent) => the_one(self.made(address, intent).await?),
            None => Ok(None),
        }
    }

    /// What was made besides by creations of which nobody has heard the end. What has no tags cannot say that it
    /// is ours.
    async fn strays(
        &self,
        address: &Address,
        present: &[&Sighting],
    ) -> Result<Vec<Sighting>, AwsError> {
        let mut strays: Vec<Sighting> = Vec::new();
        if !kind_of(address)?.is_taggable() {
            return Ok(strays);
        }
        for doubt in self.state.doubts.get(address).into_iter().flatten() {
            for made in self.made(address, doubt).await? {
                let mut known = present.iter().copied().chain(&strays);
                if !known.any(|known| known.id == made.id) {
                    strays.push(made);
                }
            }
        }
        Ok(strays)
    }

    /// The objects of ours that have the identity with which a creation began, and that the state does not know.
    async fn made(&self, address: &Address, intent: &Intent) -> Result<Vec<Sighting>, AwsError> {
        let kind = kind_of(address)?;
        let ownership = self.stack.ownership(address);
        let aws = self.aws.in_region(&intent.region);
        let ids = kind.ids(&aws, intent.identity.clone(), &ownership).await?;
        let mut made = Vec::new();
        for id in ids {
            if self.is_recorded(&address.kind, &intent.region, &id) {
                continue;
            }
            // What cannot say whose it is was not there when its creation began.
            let is_ours = !kind.is_taggable();
            let sighting = self.read(address, kind, &id, &intent.region, is_ours);
            made.extend(sighting.await?);
        }
        made.retain(|made| matches!(made.owner, Owner::Us | Owner::OurFormer(_)));
        Ok(made)
    }

    /// Whether the state knows an object, or that it is to be cleared away.
    fn is_recorded(&self, kind: &str, region: &str, id: &str) -> bool {
        self.state.resources.iter().any(|(address, entry)| {
            let is_named = entry.id == id || entry.replaced.iter().any(|replaced| replaced == id);
            address.kind == kind && entry.region == region && is_named
        })
    }

    /// What the spec leads to besides the object of the state, where there may be such a thing.
    async fn look_for_successor(
        &self,
        resource: &Resource,
        entry: &Entry,
        entry_exists: bool,
    ) -> Result<Option<Sighting>, AwsError> {
        let may_exist = match &resource.prediction.id {
            Some(id) => *id != entry.id,
            None => resource.lifecycle.create_first || !entry_exists,
        };
        if !may_exist {
            return Ok(None);
        }
        let mut candidates = self.candidates(resource).await?;
        if resource.prediction.id.is_none() {
            candidates.retain(|candidate| {
                // Any number of others may have the same name.
                let is_ours = candidate.owner == Owner::Us;
                let is_known = candidate.id == entry.id || entry.replaced.contains(&candidate.id);
                !is_known && (is_ours || !entry_exists)
            });
        }
        the_one(candidates)
    }

    /// The objects that a resource's identity leads to.
    async fn candidates(&self, resource: &Resource) -> Result<Vec<Sighting>, AwsError> {
        let address = &resource.address;
        let region = &resource.place.region;
        if let Some(id) = &resource.prediction.id {
            let sighting = self.read(address, resource.kind, id, region, false).await?;
            return Ok(sighting.into_iter().collect());
        }
        let Some(identity) = self.identity(resource).await else {
            return Ok(Vec::new());
        };
        let ownership = self.stack.ownership(address);
        let aws = self.aws.in_region(region);
        let ids = resource.kind.find(&aws, identity.value, &ownership).await?;
        let mut candidates = Vec::new();
        for id in ids {
            candidates.extend(
                self.read(address, resource.kind, &id, region, false)
                    .await?,
            );
        }
        candidates.retain(|candidate| !matches!(candidate.owner, Owner::OurOther(_)));
        if identity.parent_is_ours {
            for candidate in &mut candidates {
                candidate.owner = Owner::Us;
            }
        }
        Ok(candidates)
    }

    /// The identity to search by; `None` while the object that it lives in is not there, so that it
    /// cannot be there either.
    async fn identity(&self, resource: &Resource) -> Option<Identity> {
        let (_, references) = self.stack.identity(resource, &self.stack.resources).ok()?;
        let Some(parent) = references.into_iter().next().map(|reference| reference.to) else {
            return Some(Identity {
                value: resource.identity.clone(),
                parent_is_ours: false,
            });
        };
        // A parent that cannot be read fails the plan by itself.
        let parent_found = self.look(&parent).await?.as_ref().ok()?;
        let sighting = parent_found.current.as_ref()?;
        let outputs = ParentOutputs {
            stack: self.stack,
            parent: &parent,
            live: &sighting.live,
        };
        let (value, _) = self.stack.identity(resource, &outputs).ok()?;
        (!unknown::in_value(&value)).then_some(Identity {
            value,
            parent_is_ours: sighting.owner == Owner::Us,
        })
    }

    pub async fn read(
        &self,
        address: &Address,
        kind: &dyn AnyKind,
        id: &str,
        region: &str,
        in_state: bool,
    ) -> Result<Option<Sighting>, AwsError> {
        let key = (kind.name().to_owned(), region.to_owned(), id.to_owned());
        let live = match self.seen.and_then(|seen| seen.get(&key)) {
            Some(live) => Some(live.clone()),
            None => kind.read(&self.aws.in_region(region), id).await?,
        };
        Ok(live.map(|live| Sighting {
            id: id.to_owned(),
            region: region.to_owned(),
            owner: Owner::of(self.stack, address, &live, in_state),
            live,
        }))
    }
}

fn kind_of(address: &Address) -> Result<&'static dyn AnyKind, AwsError> {
    kinds::find(&address.kind).ok_or_else(|| {
        AwsError::new(format!(
            "the state names kind `{}`, which this version does not know",
            address.kind
        ))
    })
}

/// What an object without a predictable id is searched by.
struct Identity {
    value: Value,
    /// Whether it is inside an object of ours, and so ours as well.
    parent_is_ours: bool,
}

/// The outputs of a parent as it is, and of others as they are predicted.
struct ParentOutputs<'a> {
    stack: &'a Stack,
    parent: &'a Address,
    live: &'a LiveObject,
}

impl OutputSource for ParentOutputs<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        if address != self.parent {
            return self.stack.resources.output(address, output);
        }
        let value = self.live.outputs.get(output).cloned().flatten();
        Ok(value.map(Value::String))
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
            "it may be any of {}: take the right one with `diatonic import <address> <id>`, delete all \
             but one, or give it another name",
            ids.join(", ")
        )));
    }
    Ok(candidates.pop())
}
