//! Makes a plan from a compiled stack, its state, and what is live.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::FutureExt;
use futures_util::future::try_join;
use tokio::time::Instant;

use super::context::Context;
use super::early::build_early;
use super::error::PlanError;
use super::model::{Plan, ReadTimes, UnrecordedObject};
use super::moved::moved;
use super::planner::Planner;
use super::request::Request;
use super::steps::protected;
use crate::observe::{CachedReads, Observation, ambiguities, observe_with};
use compiler::{Address, Stack};
use state::{Entry, State};

/// Reads what is live and says what would be done.
///
/// # Errors
/// Every read that failed; objects that are not ours; expressions without a value.
pub async fn plan(
    context: &Context<'_>,
    state: &State,
    request: &Request,
) -> Result<Plan, PlanError> {
    plan_within(context, state, request, &Scope::default()).await
}

/// What a plan reads.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Objects that have been read a moment ago.
    pub cached: CachedReads,
    /// Addresses that are not read.
    pub skipped: BTreeSet<Address>,
    /// Whether the plan is made to take its targets over: what they need and is not ours is left as it is, and
    /// targets that cannot be taken over are no error of the plan.
    pub is_takeover: bool,
}

/// The same for a part of what the plan would read.
///
/// # Errors
/// As in [`plan`].
pub(super) async fn plan_within(
    context: &Context<'_>,
    state: &State,
    request: &Request,
    scope: &Scope,
) -> Result<Plan, PlanError> {
    let Context { stack, aws, .. } = *context;
    request.check(stack, state)?;
    let began = Instant::now();
    let (mut state, moved) = moved(stack, state)?;
    let Scope { cached, skipped, .. } = scope;
    let reads = observe_with(stack, &state, aws, cached, skipped);
    let observation = match request.destroy {
        true => reads.await?,
        false => try_join(reads, build_early(context, &state, request).map(Ok)).await?.0,
    };
    if scope.is_takeover {
        let ambiguities = ambiguities(&observation);
        if !ambiguities.is_empty() {
            return Err(PlanError::Reads(ambiguities));
        }
    }
    let unrecorded = unrecorded_objects(&state, &observation);
    let state_was_empty = state.resources.is_empty() && state.intents.is_empty();
    let abandoned_intents = resolve_intents(stack, &mut state, &observation);
    let mut planner = Planner {
        moved,
        abandoned_intents,
        is_takeover: scope.is_takeover,
        protected: if request.destroy { BTreeMap::new() } else { protected(stack, &observation) },
        ..Planner::new(context, &state, &observation, request)
    };
    let resolved = if request.destroy { BTreeMap::new() } else { planner.resolve().await };
    let plan = Plan {
        unrecorded,
        state_was_empty,
        read_times: Some(ReadTimes::since(began)),
        ..planner.assemble(resolved)
    };
    if planner.diagnostics.is_empty() {
        Ok(plan)
    } else {
        Err(PlanError::Diagnostics(planner.diagnostics))
    }
}

/// What is ours and neither in the state nor about to be, by its creation that has begun.
fn unrecorded_objects(state: &State, observation: &Observation) -> Vec<UnrecordedObject> {
    let unknown = observation.iter().filter(|(address, _)| {
        !state.resources.contains_key(*address) && !state.intents.contains_key(*address)
    });
    let ours = unknown.filter_map(|(address, found)| {
        let current = found.current.as_ref()?;
        current.owner.is_ours().then(|| UnrecordedObject {
            address: address.clone(),
            id: current.id.clone(),
            region: current.region.clone(),
        })
    });
    ours.collect()
}

/// Adds to the state what an interrupted process has created, as if it had been recorded, and gives the creations
/// that have made nothing and that the specs no longer want.
fn resolve_intents(
    stack: &Stack,
    state: &mut State,
    observation: &Observation,
) -> BTreeSet<Address> {
    let mut abandoned_intents = BTreeSet::new();
    for (address, intent) in &state.intents {
        let found = observation.get(address);
        match found.and_then(|found| found.current.as_ref().or(found.successor.as_ref())) {
            Some(made) if made.owner.is_ours() => {
                state.resources.entry(address.clone()).or_insert_with(|| Entry {
                    depends_on: intent.depends_on.clone(),
                    ..Entry::found(&made.region, &made.id)
                });
            }
            Some(_) => {}
            None if stack.resources.contains_key(address) => {}
            None => {
                abandoned_intents.insert(address.clone());
            }
        }
    }
    abandoned_intents
}
