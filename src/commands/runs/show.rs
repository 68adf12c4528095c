use clap::Args;

use super::archive::archive;
use crate::commands::{Exit, Failure, Global};
use crate::report;
use crate::report::terminal;
use runs::RunId;

/// Show a run: who and when, its plan, and how each step ended.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The run, as `diatonic runs` lists it.
    run: RunId,
    /// Print the whole record as JSON, with the specs of the run.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let (archive, lock) = archive(global).await?;
    let record = archive.read(&arguments.run).await?;
    if arguments.json {
        terminal::println(format_args!("{:#}", serde_json::json!(record)));
    } else {
        terminal::print(report::runs::show(&record, lock.as_ref()));
    }
    Ok(Exit::Success)
}
