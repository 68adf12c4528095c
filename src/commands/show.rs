use std::path::PathBuf;

use clap::Args;

use super::plan::load;
use super::{Exit, Failure};

/// Show a plan that was saved with `plan --out`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file.
    file: PathBuf,
    /// Print JSON (its shape is described in docs/plan-json.md).
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let saved = load(&arguments.file)?;
    if arguments.json {
        anstream::println!("{:#}", saved.json);
    } else {
        anstream::print!("{}", saved.text);
    }
    Ok(Exit::Success)
}
