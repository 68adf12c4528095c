use clap::Args;

use crate::commands::storage::read_state;
use crate::commands::{Exit, Failure, Global, remembered};
use crate::report::escape::in_line;
use crate::report::terminal;
use compiler::compile;

/// List the managed resources: address, region and id.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    let state = read_state(&stack).await?;
    remembered::keep_addresses(&stack.environment, &state);
    if arguments.json {
        let list: Vec<_> = state
            .resources
            .iter()
            .map(|(address, entry)| {
                serde_json::json!({ "address": address, "region": entry.region, "id": entry.id })
            })
            .collect();
        terminal::println(format_args!("{:#}", serde_json::json!(list)));
        return Ok(Exit::Success);
    }
    for (address, entry) in &state.resources {
        terminal::println(format_args!(
            "{address}  {}  {}",
            in_line(&entry.region),
            in_line(&entry.id)
        ));
    }
    Ok(Exit::Success)
}
