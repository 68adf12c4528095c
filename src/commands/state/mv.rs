use clap::Args;

use super::entry::entry;
use crate::commands::completing;
use crate::commands::locking::Locking;
use crate::commands::signals::Signals;
use crate::commands::storage::Writing;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::Address;
use state::{Move, Store};

/// Give a resource another address: the one that its block in the specs has now.
///
/// Nothing in AWS changes now; the next apply writes the new address into the object's tags.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The address as the state knows it.
    #[arg(add = completing::addresses_in_state())]
    from: Address,
    /// The address as the specs have it now. The kind stays the same.
    #[arg(add = completing::addresses())]
    to: Address,
    #[command(flatten)]
    locking: Locking,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { from, to, .. } = arguments;
    if from == to {
        return Err(Failure::Usage(format!("{from} is {to} already")));
    }
    if from.kind != to.kind {
        return Err(Failure::Usage(format!(
            "a {} cannot become a {}: only the name of a resource can change",
            from.kind, to.kind
        )));
    }
    let Writing { store, writer } = Writing::begin(global, "state mv", &arguments.locking).await?;
    let one = Move { from: from.clone(), to: to.clone() };
    let work = async |_: &mut Signals| rename(&store, &one).await;
    writer.during(work).await
}

async fn rename(store: &Store, one: &Move) -> Result<Exit, Failure> {
    let Move { from, to } = one;
    let state = store.snapshot();
    entry(&state, from)?;
    if state.resources.contains_key(to) {
        return Err(Failure::Usage(format!(
            "the state has {to} already: give up one of the two first, as in `diatonic state forget {to}`"
        )));
    }
    store.change(|state| state.rename(one)).await?;
    store.sweep().await;
    terminal::println(format_args!("{from} is {to} now"));
    Ok(Exit::Success)
}
