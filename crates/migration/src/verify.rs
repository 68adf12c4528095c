//! Holds what a state says against live AWS: each candidate is read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures_util::{StreamExt, stream};

use super::differences::{Difference, differences, taken_over};
use super::inventory::{ImportCandidate, Inventory};
use aws::tags::{self, Tags};
use aws::{Aws, AwsError};
use compiler::{Address, Identity, Stack};
use engine::observe::{CachedReads, ObjectKey};
use kind::{LiveObject, Place, Prediction, batch_read};
use language::value::Value;
use state::State;

/// Reads that are under way at once. The rate limits hold them back further where AWS is slower.
const WIDTH: usize = 64;

/// What is live of a candidate.
#[derive(Debug)]
pub enum LiveStatus {
    Found {
        live: Box<LiveObject>,
        owner: Owner,
        /// What the specs define and is this object, or has its name.
        defined: Vec<Address>,
        /// The ids of other objects that have its name, where AWS lets several have one.
        namesakes: Vec<String>,
        /// What the state says otherwise, of an object that is nobody's.
        differences: Vec<Difference>,
    },
    /// AWS says that it does not exist.
    Gone,
    /// It cannot be read, and nothing is known of it.
    Inaccessible(AwsError),
    /// It is in an account that the environment is not.
    OtherAccount(String),
}

/// Whose an object is, by its tags and our state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// It has no tag of any stack.
    Unowned,
    /// Ours, at this address.
    ThisStack(String),
    /// Another stack's.
    OtherStack(String),
}

/// Reads every candidate, side by side, but those in `cached`; one verdict a candidate, in their order.
pub async fn verify(
    inventory: &Inventory,
    aws: &Aws,
    stack: &Stack,
    state: &State,
    cached: &CachedReads,
) -> Vec<LiveStatus> {
    let known = Known::of(stack, state);
    let candidates = inventory.candidates.iter();
    let activity = aws.activity();
    activity.expect(candidates.len());
    let regions = begin_batch_reads(inventory, aws, cached);
    let verdicts = candidates
        .map(|candidate| activity.one(verdict(inventory, candidate, aws, &known, cached)));
    let verdicts = stream::iter(verdicts).buffered(WIDTH).collect().await;
    regions.iter().for_each(|region| batch_read::end(&aws.in_region(region)));
    verdicts
}

/// What a candidate is known by, in the region of the environment where it says no other.
pub fn key(candidate: &ImportCandidate, aws: &Aws) -> ObjectKey {
    let region = candidate.place.region.as_deref().unwrap_or(aws.region());
    (candidate.kind.name().to_owned(), region.to_owned(), candidate.id.clone())
}

/// Says which objects are about to be read in each region, and gives these regions.
fn begin_batch_reads(inventory: &Inventory, aws: &Aws, cached: &CachedReads) -> BTreeSet<String> {
    let mut batches: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    let candidates = inventory.candidates.iter().filter(|one| is_in_account(one, aws));
    let keys = candidates.map(|candidate| key(candidate, aws));
    for (kind, region, id) in keys.filter(|key| !cached.contains_key(key)) {
        batches.entry(region).or_default().entry(kind).or_default().push(id);
    }
    batch_read::begin_in(aws, batches)
}

fn is_in_account(candidate: &ImportCandidate, aws: &Aws) -> bool {
    candidate.place.account.as_ref().is_none_or(|account| account == aws.account())
}

async fn verdict(
    inventory: &Inventory,
    candidate: &ImportCandidate,
    aws: &Aws,
    known: &Known<'_>,
    cached: &CachedReads,
) -> LiveStatus {
    if let Some(account) = &candidate.place.account
        && !is_in_account(candidate, aws)
    {
        return LiveStatus::OtherAccount(account.clone());
    }
    let key = key(candidate, aws);
    let aws = aws.in_region(&key.1);
    let looked = look(inventory, candidate, &aws, known, cached.get(&key)).await;
    looked.unwrap_or_else(LiveStatus::Inaccessible)
}

async fn look(
    inventory: &Inventory,
    candidate: &ImportCandidate,
    aws: &Aws,
    known: &Known<'_>,
    cached: Option<&LiveObject>,
) -> Result<LiveStatus, AwsError> {
    let read = match cached {
        Some(live) => Some(live.clone()),
        None => candidate.kind.read(aws, &candidate.id).await?,
    };
    let Some(mut live) = read else {
        return Ok(LiveStatus::Gone);
    };
    let spec = taken_over(inventory, candidate, Value::clone(&live.spec));
    if live.spec != spec {
        // What takes it over has to read all of it.
        live = LiveObject::new(spec, live.outputs);
    }
    let owner = known.owner(candidate, &live, aws.region());
    Ok(LiveStatus::Found {
        defined: known.defined(candidate, &live, aws.region()),
        namesakes: namesakes(candidate, &live, aws).await?,
        differences: match owner {
            Owner::Unowned => differences(inventory, candidate, &live.spec),
            Owner::ThisStack(_) | Owner::OtherStack(_) => Vec::new(),
        },
        owner,
        live: Box::new(live),
    })
}

async fn namesakes(
    candidate: &ImportCandidate,
    live: &LiveObject,
    aws: &Aws,
) -> Result<Vec<String>, AwsError> {
    let identity = candidate.kind.identity(&live.spec);
    let place = Place::new(aws.account(), aws.region());
    let is_unique = |prediction: Prediction| prediction.id.is_some();
    if candidate.kind.predict(&identity, &place).is_ok_and(is_unique) {
        return Ok(Vec::new());
    }
    let mut found = candidate.kind.find(aws, identity, &Tags::new()).await?;
    found.retain(|id| *id != candidate.id);
    Ok(found)
}

/// What our state and our specs have, by what an object is known by.
struct Known<'a> {
    identity: Identity,
    /// The addresses of what the state has, by kind, region and id.
    owned: HashMap<(&'a str, &'a str, &'a str), &'a Address>,
    /// What the specs define, by kind, region and the id that follows from its name.
    by_id: HashMap<(&'a str, &'a str, &'a str), Vec<&'a Address>>,
    /// The rest of it, by kind, region and name.
    by_name: HashMap<(&'a str, &'a str, &'a str), Vec<&'a Address>>,
}

impl<'a> Known<'a> {
    fn of(stack: &'a Stack, state: &'a State) -> Self {
        let owned = state.resources.iter();
        let owned = owned.map(|(address, entry)| {
            let key = (address.kind.as_str(), &*entry.region, &*entry.id);
            (key, address)
        });
        let mut known = Self {
            identity: stack.environment.identity(),
            owned: owned.collect(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
        };
        for resource in stack.resources.values() {
            let name = || resource.identity.get("name")?.as_str();
            let (index, id) = match (&resource.prediction.id, name()) {
                (Some(id), _) => (&mut known.by_id, id.as_str()),
                (None, Some(name)) => (&mut known.by_name, name),
                (None, None) => continue,
            };
            let key = (resource.kind.name(), &*resource.place.region, id);
            index.entry(key).or_default().push(&resource.address);
        }
        known
    }

    fn owner(&self, candidate: &ImportCandidate, live: &LiveObject, region: &str) -> Owner {
        let tags = tags::of(&live.spec);
        let key = (candidate.kind.name(), region, candidate.id.as_str());
        let owned = self.owned.get(&key);
        let is_ours = |tag: &str| self.identity.is_named(tag, owned.is_some());
        match (tags.get(tags::STACK), owned) {
            (Some(other), _) if !is_ours(other) => Owner::OtherStack(other.clone()),
            (_, Some(address)) => Owner::ThisStack(address.to_string()),
            (Some(_), None) => {
                Owner::ThisStack(tags.get(tags::ADDRESS).cloned().unwrap_or_default())
            }
            (None, None) => Owner::Unowned,
        }
    }

    fn defined(
        &self,
        candidate: &ImportCandidate,
        live: &LiveObject,
        region: &str,
    ) -> Vec<Address> {
        let kind = candidate.kind.name();
        let name = live.spec.get("name").and_then(|name| name.as_str());
        let by_id = self.by_id.get(&(kind, region, candidate.id.as_str()));
        let by_name = name.and_then(|name| self.by_name.get(&(kind, region, name)));
        let both = by_id.into_iter().chain(by_name).flatten();
        both.map(|address| (*address).clone()).collect()
    }
}
