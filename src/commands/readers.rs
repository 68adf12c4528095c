//! What stacks tell each other of who reads whose outputs.

use std::collections::BTreeSet;

use super::Failure;
use super::session::Session;
use crate::report::terminal;
use aws::Aws;
use compiler::Reading;
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

/// Tells the stacks whose outputs this one reads that it does; or that it does no more, where it is destroyed. What cannot
/// be told is warned of: the apply itself has nothing to do with it.
pub(super) async fn note(session: &Session, is_destroyed: bool) {
    let stack = session.stack.environment.stack();
    for Reading { place, region, mut outputs } in session.stack.readings() {
        if is_destroyed {
            outputs.clear();
        }
        let aws = session.aws.in_region(region.as_deref().unwrap_or(session.aws.region()));
        if let Err(error) = noted(session, &aws, &place, &stack, outputs).await {
            terminal::eprint(format!(
                "warning: the stack in {place} was not told that {stack} reads its outputs: {error}\n"
            ));
        }
    }
}

async fn noted(
    session: &Session,
    aws: &Aws,
    place: &str,
    stack: &str,
    outputs: BTreeSet<String>,
) -> Result<(), StateError> {
    let storage = Location::parse(place)?.open(&session.stack.root, aws);
    Readers::note(storage.as_ref(), stack, outputs).await
}
