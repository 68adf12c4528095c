//! Gives objects up: our tags and their entries in the state go, and they stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::action::Action;
use super::context::Context;
use super::model::{Plan, ReadTimes};
use super::step::{Phase, Reason, Step};
use crate::observe::{Observer, Owner, ReadError};
use aws::AwsError;
use aws::tags::is_ownership;
use compiler::Address;
use kind::registry;
use language::value::Value;
use state::{Entry, State};

/// Reads that are under way at once.
const WIDTH: usize = 64;

/// Says what giving up those of the objects that the state has would do. An object is named by its address
/// and its id: one that has another id by now is none of these. One that another stack owns by now is only
/// forgotten.
///
/// # Errors
/// Every read that failed.
pub async fn release(
    context: &Context<'_>,
    state: &State,
    objects: &BTreeMap<Address, String>,
) -> Result<Plan, Vec<ReadError>> {
    let Context { stack, aws, .. } = *context;
    let began = Instant::now();
    let entries = state.resources.iter();
    let entries = entries.filter(|(address, entry)| objects.get(address) == Some(&entry.id));
    let observer = &Observer::new(stack, state, aws, &BTreeSet::new());
    let reads = entries.map(|(address, entry)| async move {
        let step = step(observer, address, entry).await;
        step.map_err(|error| ReadError { address: address.clone(), error })
    });
    let reads: Vec<Result<Step, ReadError>> = stream::iter(reads).buffered(WIDTH).collect().await;
    let (steps, errors): (Vec<_>, Vec<_>) = reads.into_iter().partition(Result::is_ok);
    let errors: Vec<ReadError> = errors.into_iter().filter_map(Result::err).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Plan {
        steps: steps.into_iter().flatten().collect(),
        read_times: Some(ReadTimes::since(began)),
        ..Plan::default()
    })
}

async fn step(observer: &Observer<'_>, address: &Address, entry: &Entry) -> Result<Step, AwsError> {
    let kind = registry::find(&address.kind)
        .ok_or_else(|| AwsError::new(format!("there is no kind `{}`", address.kind)))?;
    let read = observer.read(address, kind, &entry.id, &entry.region, true);
    let observed = read.await?;
    let (action, reason) = match observed.as_ref().map(|observed| &observed.owner) {
        Some(Owner::OtherStack { stack, .. }) => {
            let stack = stack.clone();
            (Action::Forget, Reason::TakenOver { stack })
        }
        Some(_) => (Action::Release, Reason::GivenUp),
        None => (Action::Forget, Reason::Gone),
    };
    let before = observed.map(|observed| observed.live.spec).filter(|_| action == Action::Release);
    Ok(Step {
        address: address.clone(),
        action,
        reason,
        changes: Vec::new(),
        phase: Phase::Whole,
        id: Some(entry.id.clone()),
        region: entry.region.clone(),
        after: before.as_ref().map(|before| without_ownership_tags(Value::clone(before)).into()),
        before,
        sensitive: entry.sensitive.clone(),
        waits_for: BTreeSet::new(),
        waits_for_creation: BTreeSet::new(),
        depends_on: BTreeSet::new(),
        replaces: Vec::new(),
        trusted: Vec::new(),
        consequences: Vec::new(),
        secrets: Vec::new(),
    })
}

/// The spec of an object without the tags by which we know it as ours.
pub fn without_ownership_tags(mut spec: Value) -> Value {
    if let Some(Value::Object(tags)) = spec.get_mut("tags") {
        tags.retain(|key, _| !is_ownership(key));
    }
    spec
}
