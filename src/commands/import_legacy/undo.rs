//! Gives up again what a run has taken over.

use std::collections::BTreeMap;

use super::arguments::Arguments;
use crate::commands::carry_out::{Purpose, carry_out};
use crate::commands::session::Session;
use crate::commands::session::compiled;
use crate::commands::signals::Signals;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal::{self, Paging};
use crate::report::{self, live};
use compiler::Address;
use engine::apply::Summary;
use engine::plan::{Plan, PlanError, release};
use runs::{Operation, RunId};

pub(super) async fn run(
    global: &Global,
    arguments: &Arguments,
    run: &RunId,
) -> Result<Exit, Failure> {
    arguments.confirmation.check_terminal("undo")?;
    let operation = Operation::Undo.name();
    let (session, writer) =
        Session::open_for(compiled(global).await?, operation, &arguments.locking).await?;
    let work = async |signals: &mut Signals| give_up(&session, signals, arguments, run).await;
    let exit = writer.during(work).await;
    session.report_statistics(global);
    exit
}

async fn give_up(
    session: &Session,
    signals: &mut Signals,
    arguments: &Arguments,
    run: &RunId,
) -> Result<Exit, Failure> {
    let plan = signals.unless_interrupted(agree(session, arguments, run)).await?;
    if plan.steps.is_empty() {
        return Ok(Exit::Success);
    }
    let purpose = Purpose { back_to: Some(run), ..Purpose::of(Operation::Undo) };
    let remind = async |_: &Summary| {
        terminal::eprintln(
            "take their blocks out of the specs as well, or a plan finds them again",
        );
        Ok(())
    };
    carry_out(session, signals, purpose, plan, remind).await
}

/// Shows what would be given up, and asks where there is anything.
async fn agree(session: &Session, arguments: &Arguments, run: &RunId) -> Result<Plan, Failure> {
    let record = session.archive.read(run).await?;
    if !matches!(record.operation, Operation::Import | Operation::ImportLegacy) {
        return Err(Failure::Usage(format!(
            "run {run} has taken nothing over: it was a run of `{}`",
            record.operation.name()
        )));
    }
    let taken = record.resources.into_iter();
    let taken: BTreeMap<Address, String> =
        taken.filter_map(|(address, recorded)| Some((address, recorded.id?))).collect();
    let state = session.store.snapshot();
    let context = session.context();
    let planned = release(&context, &state, &taken);
    let plan = live::reading(session.aws.activity(), planned)
        .await
        .map_err(|errors| Failure::plan(&session.stack.sources, PlanError::Reads(errors)))?;
    terminal::show(report::plan::render(&session.stack, &plan), Paging::Off);
    if !plan.steps.is_empty() {
        let stack = session.stack.environment.stack();
        arguments.confirmation.ask("undo", &stack).await?;
    }
    Ok(plan)
}
