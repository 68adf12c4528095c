//! Records which stacks read which outputs of other stacks.

use std::collections::{BTreeMap, BTreeSet};

use super::Failure;
use super::session::Session;
use crate::report::terminal;
use compiler::lookups::Reading;
use engine::plan::Plan;
use language::diagnostic::listed;
use state::{Location, Readers, StateError};

/// Warns of outputs that a plan drops or changes and that other stacks have read. Nobody is asked where there is none.
pub(super) async fn warn(session: &Session, plan: &Plan) -> Result<(), Failure> {
    let before = plan.recorded_outputs.iter().filter(|(_, value)| value.is_some());
    let moved = before.filter(|(name, value)| plan.outputs.get(*name) != Some(value));
    let moved: Vec<&str> = moved.map(|(name, _)| name.as_str()).collect();
    if moved.is_empty() {
        return Ok(());
    }
    let readers = Readers::load(session.storage.as_ref()).await?;
    for output in moved {
        let of: Vec<&str> = readers.of(output).collect();
        if !of.is_empty() {
            let does = if plan.outputs.contains_key(output) { "changes" } else { "drops" };
            terminal::eprint(format!(
                "warning: this {does} the output `{output}`, which {} read when last applied\n",
                listed(of)
            ));
        }
    }
    Ok(())
}

/// Tells the stacks whose outputs this one reads that it does, and those whose outputs it has read that it does no more. What
/// cannot be told is warned of: the apply itself has nothing to do with it.
///
/// # Errors
/// The state of this stack cannot be written, which keeps whom it has told.
pub(super) async fn note(session: &Session, is_destroyed: bool) -> Result<(), Failure> {
    let mut readings = session.stack.readings();
    readings.retain(|reading| !is_destroyed && !reading.outputs.is_empty());
    let told_before = session.store.snapshot().reads;
    let mut told: BTreeMap<String, Option<String>> = BTreeMap::new();
    for Reading { place, region, outputs } in readings {
        if noted(session, &place, region.as_deref(), outputs).await {
            told.insert(place, region);
        }
    }
    for (place, region) in &told_before {
        let is_read = told.contains_key(place);
        if !is_read && !noted(session, place, region.as_deref(), BTreeSet::new()).await {
            told.insert(place.clone(), region.clone());
        }
    }
    if told != told_before {
        session.store.change(|state| state.reads = told).await?;
    }
    Ok(())
}

/// Tells a stack which of its outputs this one reads, and whether it could be told.
async fn noted(
    session: &Session,
    place: &str,
    region: Option<&str>,
    outputs: BTreeSet<String>,
) -> bool {
    let stack = session.stack.environment.stack();
    let outcome = tell(session, place, region, &stack, outputs).await;
    if let Err(error) = &outcome {
        terminal::eprint(format!(
            "warning: the stack in {place} was not told what {stack} reads of it: {error}\n"
        ));
    }
    outcome.is_ok()
}

async fn tell(
    session: &Session,
    place: &str,
    region: Option<&str>,
    stack: &str,
    outputs: BTreeSet<String>,
) -> Result<(), StateError> {
    let aws = session.aws.in_region(region.unwrap_or(session.aws.region()));
    let storage = Location::parse(place)?.open(&session.stack.root, &aws);
    Readers::note(storage.as_ref(), stack, outputs).await
}
