use std::path::PathBuf;

use clap::Args;

use super::saved_plan::save;
use super::selection::Selection;
use super::session::{Session, compiled};
use super::{Exit, Failure, Global, readers};
use crate::report;
use crate::report::terminal;

/// Show what an apply would change. Reads AWS and writes nothing.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Show what `destroy` would delete.
    #[arg(long)]
    destroy: bool,
    /// Print the plan as JSON (its shape is described in docs/plan-json.md).
    #[arg(long)]
    json: bool,
    /// Keep the plan in a file, for `apply <FILE>` to do exactly that.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with 0 if nothing is to change, 2 if something is, 1 on an error.
    #[arg(long)]
    detailed_exitcode: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let session = Session::open(compiled(global).await?).await?;
    let request = arguments.selection.request(arguments.destroy);
    let plan = session.plan(&request).await?;
    if arguments.json {
        terminal::println(format_args!("{:#}", report::plan_json::render(&session.stack, &plan)));
    } else {
        terminal::print(report::plan::render(&session.stack, &plan));
    }
    readers::warn(&session, &plan).await?;
    if let Some(file) = &arguments.out {
        save(file, &session.stack, &plan, &request)?;
    }
    session.report_statistics(global);
    Ok(if !plan.blocked.is_empty() {
        Exit::Failure
    } else if arguments.detailed_exitcode && !plan.is_empty() {
        Exit::Changes
    } else {
        Exit::Success
    })
}
