mod write;

use clap::Args;

use super::session::{Session, compiled};
use super::showing::Showing;
use super::{Exit, Failure, Global};
use crate::report::plan_json::Document;
use crate::report::sheet::{Sheet, Subject};
use crate::report::{self, live};
use engine::drift::{Drift, drift};
use engine::observe::observe;
use engine::plan::{PlanError, PlannedFor};

/// Show what was changed outside diatonic since it was last applied, including what was deleted.
///
/// The specs matter for `lifecycle.ignore_changes` alone: `plan` shows what an apply would make of it. `--write` takes it
/// over into the specs instead, so that the next plan changes nothing of it back.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    showing: Showing,
    /// Exit with 0 if nothing was changed, 2 if something was, 1 on an error.
    #[arg(long)]
    detailed_exitcode: bool,
    #[command(flatten)]
    writing: write::Writing,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let session = Session::open(compiled(global).await?).await?;
    if arguments.writing.write {
        return write::run(global, &session, &arguments.writing).await;
    }
    let state = session.store.snapshot();
    let observed = observe(&session.stack, &state, &session.aws);
    let observation = live::reading(session.aws.activity(), observed)
        .await
        .map_err(|errors| Failure::plan(&session.stack.sources, PlanError::Reads(errors)))?;
    let drifts = drift(&session.stack, &state, &observation);
    let planned_for = PlannedFor::of(&session.stack.environment);
    let document = Document {
        drift: report::drift::entries(&drifts),
        ..Document::without_steps(&planned_for)
    };
    let sheet = Sheet { subject: Subject::Drift, plan: &document };
    arguments.showing.print(
        &sheet,
        || report::drift::json(&drifts),
        || in_words(&session, &drifts, state.resources.len()),
    );
    session.report_statistics(global);
    Ok(if arguments.detailed_exitcode && !drifts.is_empty() {
        Exit::Changes
    } else {
        Exit::Success
    })
}

fn in_words(session: &Session, drifts: &[Drift], count: usize) -> String {
    if !drifts.is_empty() {
        return report::drift::render(drifts);
    }
    let noun = if count == 1 { "resource" } else { "resources" };
    let mut resources = session.stack.resources.values();
    let except = match resources.any(|resource| !resource.lifecycle.ignore_changes.is_empty()) {
        true => ", unless `ignore_changes` names it",
        false => "",
    };
    format!("Nothing was changed outside diatonic{except}: {count} {noun}\n")
}
