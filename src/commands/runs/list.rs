use clap::Args;

use super::archive::{Runs, archive};
use crate::commands::{Exit, Failure, Global, remembered};
use crate::report;
use crate::report::terminal;

#[derive(Debug, Args)]
pub struct Choices {
    /// How many to list, the newest first.
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    last: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(global: &Global, choices: &Choices) -> Result<Exit, Failure> {
    let Runs { archive, lock, environment } = archive(global).await?;
    let ids = archive.ids().await?;
    remembered::keep_runs(&environment, &ids);
    let listed = ids.get(..choices.last).unwrap_or(&ids);
    let records = archive.records(listed).await?;
    if choices.json {
        terminal::println(format_args!("{:#}", report::runs::list_json(&records, lock.as_ref())));
    } else {
        let older = ids.len() - records.len();
        terminal::print(report::runs::list(&records, older, lock.as_ref()));
    }
    Ok(Exit::Success)
}
