use std::collections::BTreeSet;

use clap::Args;

use crate::commands::locking::Locking;
use crate::commands::session::Session;
use crate::commands::session::compiled;
use crate::commands::signals::Signals;
use crate::commands::{Exit, Failure, Global};
use crate::report;
use crate::report::escape::in_line;
use crate::report::terminal;
use engine::plan::{Rebuilt, rebuild_state};
use state::Entry;

/// Rebuild the state from AWS, by names, tags and parent objects.
///
/// For a state that was lost, or put back from an old copy: what it says and AWS does not know stays
/// until the next apply. Changes nothing in AWS.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    locking: Locking,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let (session, writer) =
        Session::open_for(compiled(global).await?, "state rebuild", &arguments.locking).await?;
    let work = async |signals: &mut Signals| signals.unless_interrupted(rebuild(&session)).await;
    let outcome = writer.during(work).await;
    session.report_statistics(global);
    outcome
}

async fn rebuild(session: &Session) -> Result<Exit, Failure> {
    let state = session.store.snapshot();
    let context = session.context();
    let Rebuilt { moved, entries, forgotten, ambiguous } = rebuild_state(&context, &state)
        .await
        .map_err(|error| Failure::plan(&session.stack.sources, error))?;
    session.store.record_observed(&moved, &entries, &BTreeSet::new(), &BTreeSet::new()).await?;
    for (address, entry) in &entries {
        terminal::println(format_args!(
            "{address}  {}  {}",
            in_line(&entry.region),
            in_line(&entry.id)
        ));
    }
    for one in &forgotten {
        let rest = session.store.entry(&one.address).and_then(Entry::without_object);
        session.store.record(&one.address, rest).await?;
        terminal::println(format_args!("{}", report::plan::forgotten(one)));
    }
    for (address, ids) in &ambiguous {
        terminal::println(format_args!(
            "{address} matches several objects ({}): select one with `diatonic import`",
            in_line(&ids.join(", "))
        ));
    }
    session.store.fold().await?;
    session.store.sweep().await;
    let missing = session.stack.resources.len() - entries.len() - ambiguous.len();
    let missing = match missing {
        1 => "1 does not exist in AWS or belongs to someone else".to_owned(),
        _ => format!("{missing} do not exist in AWS or belong to someone else"),
    };
    terminal::println(format_args!("{} found; {missing}", entries.len()));
    Ok(Exit::Success)
}
