use std::path::PathBuf;

use clap::Args;

use super::saved_plan::save;
use super::selection::Selection;
use super::session::{Session, compiled};
use super::showing::{Depth, Showing};
use super::{Exit, Failure, Global, readers};
use crate::report::plan_json::Document;
use crate::report::sheet::{Sheet, Subject};
use engine::plan::PlannedFor;

/// Show what an apply would change. Reads AWS and writes nothing.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Show what `destroy` would delete.
    #[arg(long)]
    destroy: bool,
    #[command(flatten)]
    showing: Showing,
    #[command(flatten)]
    depth: Depth,
    /// Keep the plan in a file, for `apply <FILE>` to do exactly that.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with 0 if nothing is to change, 2 if something is, 1 on an error.
    #[arg(long)]
    detailed_exitcode: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { selection, destroy, showing, depth, out, detailed_exitcode } = arguments;
    let session = Session::open(compiled(global).await?).await?;
    let request = selection.request(*destroy);
    let plan = session.plan(&request).await?;
    let document = Document::of(&PlannedFor::of(&session.stack.environment), &plan);
    let sheet = Sheet { subject: Subject::Plan, plan: &document };
    showing.plan(&sheet, depth.detail());
    readers::warn(&session, &plan).await?;
    if let Some(file) = out {
        save(file, &session.stack, &plan, &request)?;
    }
    session.report_statistics(global);
    Ok(if !plan.blocked.is_empty() {
        Exit::Failure
    } else if *detailed_exitcode && !plan.is_empty() {
        Exit::Changes
    } else {
        Exit::Success
    })
}
