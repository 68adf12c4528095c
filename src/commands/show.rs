use std::path::PathBuf;

use clap::Args;

use super::saved_plan::load;
use super::{Exit, Failure};
use crate::report;
use crate::report::terminal;
use engine::plan::SavedPlan;

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
    let SavedPlan { planned_for, plan, .. } = load(&arguments.file)?;
    match arguments.json {
        true => {
            let json = report::plan_json::render_for(&planned_for, &plan);
            terminal::println(format_args!("{json:#}"));
        }
        false => terminal::print(report::plan::render_for(&planned_for, &plan)),
    }
    Ok(Exit::Success)
}
