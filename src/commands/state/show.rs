use clap::Args;

use super::entry::entry;
use crate::commands::completing;
use crate::commands::storage::read_state;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::{Address, compile};

/// Print all that the state says of a resource, as JSON. Sensitive values are marks there.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The resource, such as `dynamodb.table.users`.
    #[arg(add = completing::addresses_in_state())]
    address: Address,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let state = read_state(&compile(&global.options()?)?).await?;
    let entry = entry(&state, &arguments.address)?;
    terminal::println(format_args!("{:#}", serde_json::json!(entry)));
    Ok(Exit::Success)
}
