//! Looks at what is at each address: where the state says, and where the spec leads.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::sync::OnceCell;

use super::choice::{Choice, choose};
use super::hosts::Hosts;
use super::model::{CachedReads, Found, Observation, ObservedObject, ReadError};
use super::owner::Owner;
use crate::differences::{changes, forced_by};
use aws::{Aws, AwsError};
use compiler::{Address, OutputSource, Resource, Stack};
use kind::registry;
use kind::{AnyKind, LiveObject, batch_read};
use language::expression::Problem;
use language::value::{Value, unknown};
use state::{Entry, Intent, State};

/// Reads that are under way at once. The rate limits hold them back further where AWS is slower.
const WIDTH: usize = 64;

type FindResult = Result<Found, AwsError>;

/// Reads objects, and says whose they are.
pub struct Observer<'a> {
    pub(super) stack: &'a Stack,
    pub(super) state: &'a State,
    /// The state that says of what has no tags whether we have made it.
    pub(super) ownership_state: &'a State,
    pub(super) aws: &'a Aws,
    pub(super) cached: Option<&'a CachedReads>,
    pub(super) hosts: Hosts,
    /// What was found at each address. A parent is read when its first child needs it.
    found_at: BTreeMap<Address, OnceCell<FindResult>>,
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
            ownership_state: state,
            aws,
            cached: None,
            hosts: Hosts::default(),
            found_at: addresses.map(|address| ((*address).clone(), OnceCell::new())).collect(),
        }
    }

    pub fn with_cached_reads(self, cached: &'a CachedReads) -> Self {
        Self { cached: Some(cached), ..self }
    }

    pub fn with_ownership_state(self, ownership_state: &'a State) -> Self {
        Self { ownership_state, ..self }
    }

    pub async fn observe(
        self,
        addresses: BTreeSet<&Address>,
    ) -> Result<Observation, Vec<ReadError>> {
        let regions = self.begin_batch_reads(&addresses);
        let activity = self.aws.activity();
        activity.expect(addresses.len());
        stream::iter(addresses)
            .for_each_concurrent(WIDTH, |address| async {
                activity.one(self.find_at(address)).await;
            })
            .await;
        regions.iter().for_each(|region| batch_read::end(&self.aws.in_region(region)));
        self.outcome()
    }
}

impl Observer<'_> {
    fn outcome(self) -> Result<Observation, Vec<ReadError>> {
        let mut observation = Observation::new();
        let mut errors = Vec::new();
        let found_at = self.found_at.into_iter();
        for (address, result) in
            found_at.filter_map(|(address, cell)| Some((address, cell.into_inner()?)))
        {
            match result {
                Ok(found) => {
                    observation.insert(address, found);
                }
                Err(error) => errors.push(ReadError { address, error }),
            }
        }
        if errors.is_empty() { Ok(observation) } else { Err(errors) }
    }

    /// What is at an address; read once, however many ask.
    pub(super) fn find_at<'a>(
        &'a self,
        address: &'a Address,
    ) -> BoxFuture<'a, Option<&'a FindResult>> {
        Box::pin(async move {
            let cell = self.found_at.get(address)?;
            Some(cell.get_or_init(|| self.find_now(address)).await)
        })
    }

    async fn find_now(&self, address: &Address) -> FindResult {
        let resource = self.stack.resources.get(address);
        let host = match resource {
            Some(resource) => self.foreign_host(resource).await?,
            None => None,
        };
        let found = match self.state.resources.get(address) {
            None => self.find_without_entry(address, resource).await?,
            Some(entry) => self.find_with_entry(address, resource, entry).await?,
        };
        let present: Vec<&ObservedObject> = found.current.iter().chain(&found.successor).collect();
        let duplicates = self.find_duplicates(address, &present).await?;
        let mut found = Found { host, duplicates, ..found };
        // What an unfinished creation has made is a duplicate, and not one of the candidates.
        let is_duplicate =
            |one: &ObservedObject| found.duplicates.iter().any(|duplicate| duplicate.id == one.id);
        found.ambiguous.retain(|candidate| !is_duplicate(candidate));
        Ok(found)
    }

    /// What is at an address that the state has nothing at.
    async fn find_without_entry(
        &self,
        address: &Address,
        resource: Option<&Resource>,
    ) -> FindResult {
        let specified = match resource {
            Some(resource) => choose(self.candidates(resource).await?),
            None => Choice::default(),
        };
        let Choice { one, ambiguous } = match specified.is_empty() {
            true => self.find_by_intent(address).await?,
            false => specified,
        };
        Ok(Found { current: one, ambiguous, ..Found::default() })
    }

    /// What is at an address, and what else leads to it, where the state names an object.
    async fn find_with_entry(
        &self,
        address: &Address,
        resource: Option<&Resource>,
        entry: &Entry,
    ) -> FindResult {
        let current = self.read(address, kind_of(address)?, &entry.id, &entry.region, true).await?;
        let specified = match resource {
            Some(resource) => self.find_successor(resource, entry, current.is_some()).await?,
            None => Choice::default(),
        };
        let Choice { one, ambiguous } = match specified.is_empty() {
            true => self.find_by_intent(address).await?,
            false => specified,
        };
        let present = || current.iter().chain(&one);
        let mut replaced = Vec::new();
        for id in &entry.replaced {
            // What has its name back is not a leftover.
            if !present().any(|present| present.id == *id) {
                let read = self.read(address, kind_of(address)?, id, &entry.region, true);
                replaced.extend(read.await?);
            }
        }
        Ok(Found { current, successor: one, replaced, ambiguous, ..Found::default() })
    }

    /// What a process that died has made, whatever the specs say by now: the object of ours that has the
    /// identity with which its creation began.
    async fn find_by_intent(&self, address: &Address) -> Result<Choice, AwsError> {
        match self.state.intents.get(address) {
            Some(intent) => Ok(choose(self.find_created(address, intent).await?)),
            None => Ok(Choice::default()),
        }
    }

    /// What creations with an unknown outcome have made as well. An object without tags cannot be known as ours.
    async fn find_duplicates(
        &self,
        address: &Address,
        present: &[&ObservedObject],
    ) -> Result<Vec<ObservedObject>, AwsError> {
        let mut duplicates: Vec<ObservedObject> = Vec::new();
        if !kind_of(address)?.is_taggable() {
            return Ok(duplicates);
        }
        for doubt in self.state.doubts.get(address).into_iter().flatten() {
            for made in self.find_created(address, doubt).await? {
                let mut known = present.iter().copied().chain(&duplicates);
                if !known.any(|known| known.id == made.id) {
                    duplicates.push(made);
                }
            }
        }
        Ok(duplicates)
    }

    /// The objects of ours that have the identity with which a creation began, and that the state does not know.
    async fn find_created(
        &self,
        address: &Address,
        intent: &Intent,
    ) -> Result<Vec<ObservedObject>, AwsError> {
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
            let observed = self.read(address, kind, &id, &intent.region, is_ours);
            made.extend(observed.await?);
        }
        made.retain(|made| made.owner.is_ours());
        Ok(made)
    }

    /// Whether the state knows an object at another address of the specs.
    fn is_elsewhere(&self, address: &Address, region: &str, id: &str) -> bool {
        let mut others = self.state.resources.iter().filter(|(other, _)| *other != address);
        others.any(|(other, entry)| {
            let is_it = other.kind == address.kind && entry.is_of(region, id);
            is_it && self.stack.resources.contains_key(other)
        })
    }

    /// Whether the state knows an object, or that it is to be cleared away.
    fn is_recorded(&self, kind: &str, region: &str, id: &str) -> bool {
        self.state.resources.iter().any(|(address, entry)| {
            let is_named = entry.id == id || entry.replaced.iter().any(|replaced| replaced == id);
            address.kind == kind && entry.region == region && is_named
        })
    }

    /// What the spec leads to besides the object of the state, where there may be such a thing. While that exists, an
    /// object of ours is what an interrupted replacement has made only if the state knows that one has begun.
    async fn find_successor(
        &self,
        resource: &Resource,
        entry: &Entry,
        entry_exists: bool,
    ) -> Result<Choice, AwsError> {
        let may_exist = match &resource.prediction.id {
            Some(id) => *id != entry.id,
            None => resource.lifecycle.create_first || !entry_exists,
        };
        if !may_exist {
            return Ok(Choice::default());
        }
        let mut candidates = self.candidates(resource).await?;
        if resource.prediction.id.is_none() {
            candidates.retain(|candidate| {
                // Any number of others may have the same name.
                let is_ours = candidate.owner == Owner::ThisStack;
                let is_known = candidate.id == entry.id || entry.replaced.contains(&candidate.id);
                !is_known && (is_ours || !entry_exists)
            });
        }
        let has_begun = self.state.intents.contains_key(&resource.address);
        let ambiguous = |candidate: &ObservedObject| {
            let is_expected = has_begun || entry.replaced.contains(&candidate.id);
            candidate.owner == Owner::ThisStack && entry_exists && !is_expected
        };
        if candidates.iter().any(ambiguous) {
            return Ok(Choice { one: None, ambiguous: candidates });
        }
        Ok(choose(candidates))
    }

    /// The objects that a resource's identity leads to.
    async fn candidates(&self, resource: &Resource) -> Result<Vec<ObservedObject>, AwsError> {
        let address = &resource.address;
        let region = &resource.place.region;
        if let Some(id) = &resource.prediction.id {
            if self.is_not_listed(resource, id).await {
                return Ok(Vec::new());
            }
            let observed = self.read(address, resource.kind, id, region, false).await?;
            return Ok(observed.into_iter().collect());
        }
        let Some(identity) = self.identity(resource).await else {
            return Ok(Vec::new());
        };
        let ownership = self.stack.ownership(address);
        let aws = self.aws.in_region(region);
        let ids = resource.kind.ids(&aws, identity, &ownership).await?;
        let ids = ids.into_iter().filter(|id| !self.is_elsewhere(address, region, id));
        let reads = ids
            .map(|id| async move { self.read(address, resource.kind, &id, region, false).await });
        // A stream of these that is lazy would borrow for longer than the compiler can see.
        let reads: Vec<_> = reads.collect();
        let read: Vec<_> = stream::iter(reads).buffered(WIDTH).try_collect().await?;
        let mut candidates: Vec<ObservedObject> = read.into_iter().flatten().collect();
        candidates.retain(|candidate| !matches!(candidate.owner, Owner::OtherAddress(_)));
        if resource.kind.facts().allows_doubles {
            candidates.retain(|candidate| {
                candidate.owner.is_ours() || self.is_meant(resource, candidate)
            });
        }
        Ok(candidates)
    }

    /// Whether a resource is to take over an object of which there may be any number beside its own: nobody's, and one that
    /// need not be re-created for it.
    fn is_meant(&self, resource: &Resource, candidate: &ObservedObject) -> bool {
        let could_be = || {
            // What is wrong with a spec is told elsewhere.
            let evaluated = self.stack.evaluate(resource, &self.stack.resources).ok();
            let filled = evaluated.and_then(|it| resource.kind.fill(&it.spec).ok());
            filled.is_some_and(|filled| {
                let changes = changes(resource, &filled.comparable(), &candidate.live.spec);
                forced_by(resource, &changes).is_empty()
            })
        };
        resource.adopt && candidate.owner == Owner::Unowned && could_be()
    }

    /// The identity to search by; `None` while an object that it takes to be known is not there, so that it
    /// cannot be there either.
    async fn identity(&self, resource: &Resource) -> Option<Value> {
        let (_, references) = self.stack.identity(resource, &self.stack.resources).ok()?;
        let named: BTreeSet<Address> =
            references.into_iter().map(|reference| reference.to).collect();
        if named.is_empty() {
            return Some(resource.identity.to_value());
        }
        let mut live = BTreeMap::new();
        for address in &named {
            // An object that cannot be read fails the plan by itself.
            let found = self.find_at(address).await.and_then(|found| found.as_ref().ok());
            let current = found.and_then(|found| found.current.as_ref());
            live.extend(current.map(|current| (address, &current.live)));
        }
        let outputs = LiveOutputs { stack: self.stack, live };
        let (identity, _) = self.stack.identity(resource, &outputs).ok()?;
        (!unknown::in_value(&identity)).then_some(identity)
    }
}

fn kind_of(address: &Address) -> Result<&'static dyn AnyKind, AwsError> {
    registry::find(&address.kind).ok_or_else(|| {
        AwsError::new(format!(
            "the state names kind `{}`, which this version does not know",
            address.kind
        ))
    })
}

/// The outputs of some objects as they are, and of others as they are predicted.
struct LiveOutputs<'a> {
    stack: &'a Stack,
    live: BTreeMap<&'a Address, &'a LiveObject>,
}

impl OutputSource for LiveOutputs<'_> {
    fn output(&self, address: &Address, output: &str) -> Result<Option<Value>, Problem> {
        let Some(live) = self.live.get(address) else {
            return self.stack.resources.output(address, output);
        };
        Ok(live.outputs.get(output).cloned().flatten().map(Value::String))
    }
}
