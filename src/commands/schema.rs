use clap::Args;

use super::{Exit, Failure};
use crate::report;
use crate::report::terminal;

/// Print the JSON Schema of spec files, for editors.
#[derive(Debug, Args)]
pub struct Arguments {}

pub(super) fn run(_: &Arguments) -> Result<Exit, Failure> {
    terminal::println(format_args!("{:#}", report::schema::render()));
    Ok(Exit::Success)
}
