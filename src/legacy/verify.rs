//! Holds what a state says against live AWS: each claimed object is read.

use futures_util::{StreamExt, stream};

use super::inventory::Claim;
use crate::aws::tags::{self, Tags};
use crate::aws::{Aws, AwsError};
use crate::kind::{LiveObject, Place, Prediction};
use crate::spec::{Address, Resource, Stack};
use crate::state::State;
use crate::value::{Object, Value};

/// Reads that are under way at once. The rate limits hold them back further where AWS is slower.
const WIDTH: usize = 64;

/// What is live of a claimed object.
#[derive(Debug)]
pub enum Verdict {
    Found {
        live: Box<LiveObject>,
        owner: Owner,
        /// What the specs define and is this object, or has its name.
        defined: Vec<Address>,
        /// The ids of other objects that have its name, where AWS lets several have one.
        namesakes: Vec<String>,
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
    Nobody,
    /// Ours, at this address.
    Us(String),
    /// Another stack's.
    Stack(String),
}

/// Reads every claimed object, side by side; one verdict a claim, in their order.
pub async fn verify(claims: &[Claim], aws: &Aws, stack: &Stack, state: &State) -> Vec<Verdict> {
    let verdicts = claims.iter().map(|claim| verdict(claim, aws, stack, state));
    stream::iter(verdicts).buffered(WIDTH).collect().await
}

async fn verdict(claim: &Claim, aws: &Aws, stack: &Stack, state: &State) -> Verdict {
    if let Some(account) = &claim.place.account
        && account != aws.account()
    {
        return Verdict::OtherAccount(account.clone());
    }
    let aws = match &claim.place.region {
        Some(region) => aws.in_region(region),
        None => aws.clone(),
    };
    look(claim, &aws, stack, state)
        .await
        .unwrap_or_else(Verdict::Inaccessible)
}

async fn look(claim: &Claim, aws: &Aws, stack: &Stack, state: &State) -> Result<Verdict, AwsError> {
    let Some(live) = claim.kind.read(aws, &claim.id).await? else {
        return Ok(Verdict::Gone);
    };
    Ok(Verdict::Found {
        owner: owner(claim, &live, aws.region(), stack, state),
        defined: defined(claim, &live, stack),
        namesakes: namesakes(claim, &live, aws).await?,
        live: Box::new(live),
    })
}

async fn namesakes(claim: &Claim, live: &LiveObject, aws: &Aws) -> Result<Vec<String>, AwsError> {
    let fields = claim.kind.identity_fields().iter();
    let identity: Object = fields
        .filter_map(|field| Some((field.clone(), live.spec.get(field)?.clone())))
        .collect();
    let identity = Value::Object(identity);
    let place = Place::new(aws.account(), aws.region());
    let is_unique = |prediction: Prediction| prediction.id.is_some();
    if claim.kind.predict(&identity, &place).is_ok_and(is_unique) {
        return Ok(Vec::new());
    }
    let mut found = claim.kind.find(aws, identity, &Tags::new()).await?;
    found.retain(|id| *id != claim.id);
    Ok(found)
}

fn owner(claim: &Claim, live: &LiveObject, region: &str, stack: &Stack, state: &State) -> Owner {
    let tags = tags::of(&live.spec);
    let ours = stack.environment.stack();
    let entry = state.resources.iter().find(|(address, entry)| {
        address.kind == claim.kind.name() && entry.id == claim.id && entry.region == region
    });
    match (tags.get(tags::STACK), entry) {
        (Some(other), _) if *other != ours => Owner::Stack(other.clone()),
        (_, Some((address, _))) => Owner::Us(address.to_string()),
        (Some(_), None) => Owner::Us(tags.get(tags::ADDRESS).cloned().unwrap_or_default()),
        (None, None) => Owner::Nobody,
    }
}

fn defined(claim: &Claim, live: &LiveObject, stack: &Stack) -> Vec<Address> {
    let is_it = |resource: &&Resource| {
        let named = || resource.identity.get("name") == live.spec.get("name");
        resource.kind.name() == claim.kind.name()
            && match &resource.prediction.id {
                Some(id) => *id == claim.id,
                None => named(),
            }
    };
    let resources = stack.resources.values().filter(is_it);
    resources.map(|resource| resource.address.clone()).collect()
}
