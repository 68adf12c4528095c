use std::path::PathBuf;

use clap::Args;

use super::saved_plan::load;
use super::showing::{Depth, Showing};
use super::{Exit, Failure};
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
    #[command(flatten)]
    depth: Depth,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { file, showing, depth } = arguments;
    let SavedPlan { planned_for, plan, .. } = load(file)?;
    let document = Document::of(&planned_for, &plan);
    let sheet = Sheet { subject: Subject::Plan, plan: &document };
    showing.plan(&sheet, depth.detail());
    Ok(Exit::Success)
}
