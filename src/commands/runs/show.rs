use clap::Args;

use super::archive::{Runs, archive};
use crate::commands::completing;
use crate::commands::showing::{Depth, Showing};
use crate::commands::{Exit, Failure, Global};
use crate::report;
use crate::report::plan_json::Document;
use crate::report::sheet::{Sheet, Subject};
use runs::RunId;

/// Show a run: who and when, its plan, and how each step ended.
///
/// As JSON it is the whole record, with the specs of the run.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The run, as `diatonic runs` lists it.
    #[arg(add = completing::runs())]
    run: RunId,
    #[command(flatten)]
    showing: Showing,
    #[command(flatten)]
    depth: Depth,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { run, showing, depth } = arguments;
    let Runs { archive, lock, .. } = archive(global).await?;
    let record = archive.read(run).await?;
    let kept = Document::read(&record.plan.json);
    let is_kept = kept.is_some();
    let plan = kept.unwrap_or_default();
    let sheet = Sheet { subject: Subject::Run(&record), plan: &plan };
    let text = || {
        let plan = match is_kept {
            true => report::plan::render_document(&plan, depth.detail()),
            // Whoever has written it has kept the text as well.
            false => record.plan.text.clone(),
        };
        report::runs::show(&record, lock.as_ref(), &plan)
    };
    showing.print(&sheet, || serde_json::json!(record), text);
    Ok(Exit::Success)
}
