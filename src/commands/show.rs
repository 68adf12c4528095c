use std::path::PathBuf;

use clap::Args;

use super::saved_plan::load;
use super::showing::Showing;
use super::{Exit, Failure};
use crate::report::plan::Detail;
use crate::report::plan_json::Document;
use crate::report::sheet::{Sheet, Subject};
use engine::plan::SavedPlan;

/// Show a plan that was saved with `plan --out`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The file.
    file: PathBuf,
    #[command(flatten)]
    showing: Showing,
    /// Show what waits for what, too.
    #[arg(long)]
    graph: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { file, showing, graph } = arguments;
    let SavedPlan { planned_for, plan, .. } = load(file)?;
    let document = Document::of(&planned_for, &plan);
    let sheet = Sheet { subject: Subject::Plan, plan: &document };
    showing.plan(&sheet, Detail { graph: *graph, ..showing.detail() });
    Ok(Exit::Success)
}
