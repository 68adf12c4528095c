use clap::Args;

use super::back::Back;
use super::completing;
use super::run::{self, Choices, What};
use super::session::{Compiled, Session, looked_up};
use super::storage::storage_alone;
use super::{Exit, Failure, Global};
use crate::report;
use crate::report::terminal;
use compiler::environment::Environment;
use compiler::{CurrentFiles, Options};
use language::diagnostic::Diagnostic;
use runs::{Archive, Operation, Record, RunId, keep_file_fields, move_back};
use state::Store;
use workspace::Workspace;

/// Make AWS what the specs of an earlier run say: plan back, ask, and carry out.
///
/// The plan is made against what is live, as ever, and says what cannot be rolled back: deleted data, secrets,
/// and code that is no longer there. The specs on disk stay as they are, so put them back as well.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The run, as `diatonic runs` lists it.
    #[arg(add = completing::runs())]
    run: RunId,
    /// Only show the plan, and what cannot be rolled back. Writes nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    choices: run::Choices,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { run, dry_run, choices } = arguments;
    if !dry_run {
        choices.check_terminal(Operation::Rollback)?;
    }
    let options = global.options()?;
    let present = CurrentFiles::read(&options)?;
    let (compiled, back) = back_to(run, &present, &options).await?;
    if *dry_run {
        return show(global, choices, compiled, &back).await;
    }
    let exit = run::run_compiled(global, choices, What::Back(&back), compiled).await?;
    if exit == Exit::Success && !back.record.specs.are_those_of(&present) {
        terminal::print(report::runs::specs_differ(&back.record));
    }
    Ok(exit)
}

/// The stack of a run as it compiles now, with each object at the address that it had.
async fn back_to(
    run: &RunId,
    present: &CurrentFiles,
    options: &Options,
) -> Result<(Compiled, Back), Failure> {
    let storage = storage_alone(&present.environment, &present.root).await?;
    let archive = Archive::new(storage.clone());
    let record = archive.read(run).await?;
    check(&record, &present.environment)?;
    let mut later = archive.ids().await?;
    later.retain(|id| *id > record.id);
    let later = archive.records(&later).await?;
    let mut compiled = compile(&record, present, options).await?;
    let stack = &mut compiled.stack;
    let state = Store::open(storage, &present.environment.identity()).await?.snapshot();
    move_back(stack, &record, &state);
    let workspace = Workspace::new(&present.root);
    let held = keep_file_fields(stack, &record, &state, &workspace)
        .await
        .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
    let back = Back { record, later, held };
    Ok((compiled, back))
}

async fn compile(
    record: &Record,
    present: &CurrentFiles,
    options: &Options,
) -> Result<Compiled, Failure> {
    let compiled = match record.specs.compile(present, options) {
        Ok(stack) => looked_up(stack).await,
        Err(failure) => Err(failure.into()),
    };
    compiled.map_err(|failure| match failure {
        Failure::Diagnostics { sources, mut diagnostics } => {
            diagnostics.push(
                Diagnostic::new(format!("the specs of run {} do not compile now", record.id)).help(
                    "run records contain neither secrets nor files: where one is missing, put it back into the \
                     project first",
                ),
            );
            Failure::Diagnostics { sources, diagnostics }
        }
        other => other,
    })
}

/// Shows what would be done.
async fn show(
    global: &Global,
    choices: &Choices,
    compiled: Compiled,
    back: &Back,
) -> Result<Exit, Failure> {
    let session = Session::open(compiled).await?;
    let plan = session.plan(&choices.request(Operation::Rollback)).await?;
    choices.show(&session.stack, &plan);
    terminal::print(back.remarks(&session, &plan));
    session.report_statistics(global);
    Ok(match plan.blocked.is_empty() {
        true => Exit::Success,
        false => Exit::Failure,
    })
}

/// Whether there is something in this stack to go back to.
fn check(record: &Record, environment: &Environment) -> Result<(), Failure> {
    let is_of_environment = record.environment == environment.name;
    let identity = environment.identity();
    if !identity.is_named(&record.stack, is_of_environment) || record.account != environment.account
    {
        return Err(Failure::Usage(format!(
            "run {} was one of {} in account {}, and this is {} in account {}: name its environment with `--env`",
            record.id,
            record.stack,
            record.account,
            environment.stack(),
            environment.account
        )));
    }
    if record.operation == Operation::Destroy {
        return Err(Failure::Usage(format!(
            "run {} destroyed, so there is nothing in it to go back to: name the run before it, or \
             `diatonic destroy`",
            record.id
        )));
    }
    Ok(())
}
