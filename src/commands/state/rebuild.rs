use clap::Args;

use crate::commands::locking::Locking;
use crate::commands::session::Session;
use crate::commands::{Exit, Failure, Global};
use crate::plan::{PlanError, found_again};

/// Find everything again that is ours, by names, tags and parents, and write it into the state.
///
/// For a state that was lost, or put back from an old copy: what it says and AWS does not know stays
/// until the next apply. Changes nothing in AWS.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    locking: Locking,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let (session, mut writer) =
        Session::open_for(global, "state rebuild", &arguments.locking).await?;
    let outcome = writer.signals.unless_interrupted(rebuild(&session)).await;
    writer.end().await;
    session.report_statistics(global);
    outcome
}

async fn rebuild(session: &Session) -> Result<Exit, Failure> {
    let state = session.store.snapshot();
    let found = found_again(&session.stack, &session.graph, &state, &session.aws)
        .await
        .map_err(|errors| Failure::plan(&session.stack.sources, PlanError::Reads(errors)))?;
    session.store.keep(&found).await?;
    for (address, entry) in &found {
        anstream::println!("{address}  {}  {}", entry.region, entry.id);
    }
    let missing = session.stack.resources.len() - found.len();
    anstream::println!("{} found, {missing} not in AWS", found.len());
    Ok(Exit::Success)
}
