use clap::Args;

use super::session::{Session, compiled};
use super::{Exit, Failure, Global};
use crate::report;
use crate::report::terminal;
use engine::drift::drift;
use engine::observe::observe;
use engine::plan::PlanError;

/// Show what was changed outside diatonic since it was last applied, including what was deleted.
///
/// The specs matter for `lifecycle.ignore_changes` alone: `plan` shows what an apply would make of it.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Print JSON (its shape is described in docs/plan-json.md).
    #[arg(long)]
    json: bool,
    /// Exit with 0 if nothing was changed, 2 if something was, 1 on an error.
    #[arg(long)]
    detailed_exitcode: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let session = Session::open(compiled(global).await?).await?;
    let state = session.store.snapshot();
    let observation = observe(&session.stack, &state, &session.aws)
        .await
        .map_err(|errors| Failure::plan(&session.stack.sources, PlanError::Reads(errors)))?;
    let drifts = drift(&session.stack, &state, &observation);
    if arguments.json {
        terminal::println(format_args!("{:#}", report::drift::json(&drifts)));
    } else if drifts.is_empty() {
        let count = state.resources.len();
        let noun = if count == 1 { "resource" } else { "resources" };
        let mut resources = session.stack.resources.values();
        let except = match resources.any(|resource| !resource.lifecycle.ignore_changes.is_empty()) {
            true => ", unless `ignore_changes` names it",
            false => "",
        };
        terminal::println(format_args!(
            "Nothing was changed outside diatonic{except}: {count} {noun}"
        ));
    } else {
        terminal::print(report::drift::render(&drifts));
    }
    session.report_statistics(global);
    Ok(if arguments.detailed_exitcode && !drifts.is_empty() {
        Exit::Changes
    } else {
        Exit::Success
    })
}
