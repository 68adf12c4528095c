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

/// Change the address of a resource in the state to the one it now has in the specs.
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
        return Err(Failure::Usage(format!("the two addresses are the same: {from}")));
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
            "the state already contains {to}: remove it first with `diatonic state forget {to}`"
        )));
    }
    store.change(|state| state.rename(one)).await?;
    store.sweep().await;
    terminal::println(format_args!("{from} was renamed to {to}"));
    Ok(Exit::Success)
}
