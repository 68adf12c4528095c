use clap::Args;

use super::entry::entry;
use crate::commands::completing;
use crate::commands::locking::Locking;
use crate::commands::signals::Signals;
use crate::commands::storage::Writing;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::Address;
use state::{State, Store};

/// Remove resources from the state without changing AWS.
///
/// Take their blocks out of the specs as well: what stands there is looked for by its name and tags,
/// and found again.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The resources, such as `dynamodb.table.users`.
    #[arg(required = true, add = completing::addresses_in_state())]
    addresses: Vec<Address>,
    #[command(flatten)]
    locking: Locking,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let Writing { store, writer } =
        Writing::begin(global, "state forget", &arguments.locking).await?;
    let work = async |_: &mut Signals| forget(&store, &arguments.addresses).await;
    writer.during(work).await
}

async fn forget(store: &Store, addresses: &[Address]) -> Result<Exit, Failure> {
    let state = store.snapshot();
    for address in addresses {
        entry(&state, address)?;
    }
    let forget = |state: &mut State| {
        for address in addresses {
            state.record(address, None);
        }
    };
    store.change(forget).await?;
    store.sweep().await;
    for address in addresses {
        terminal::println(format_args!(
            "{address} is no longer managed; the object in AWS is unchanged"
        ));
    }
    Ok(Exit::Success)
}
