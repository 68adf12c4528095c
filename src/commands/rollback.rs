use clap::Args;

use super::run::{self, What};
use super::storage::storage_alone;
use super::{Exit, Failure, Global};
use crate::report;
use crate::runs::{Archive, Operation, Record, RunId, move_back};
use crate::spec::Present;
use crate::spec::environment::Environment;
use crate::state::Store;

/// Make AWS what the specs of an earlier run say: plan back, ask, and carry out.
///
/// The plan is made against what is live, as ever, and says what cannot go back: deleted data, secrets,
/// and code that is no longer there. The specs on disk stay as they are, so put them back as well.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The run, as `diatonic runs` lists it.
    run: RunId,
    #[command(flatten)]
    choices: run::Choices,
}

/// A run to go back to.
pub(super) struct Back {
    pub record: Record,
    /// The runs since.
    pub later: Vec<Record>,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    arguments.choices.check_terminal(Operation::Rollback)?;
    let options = global.options()?;
    let present = Present::read(&options)?;
    let storage = storage_alone(&present.environment, &present.root).await?;
    let archive = Archive::new(storage.clone());
    let record = archive.read(&arguments.run).await?;
    check(&record, &present.environment)?;
    let later = archive.ids().await?;
    let later: Vec<RunId> = later.into_iter().filter(|id| *id > record.id).collect();
    let later = archive.records(&later).await?;
    let mut stack = record.specs.compile(&present, &options)?;
    let store = Store::open(storage, &record.stack).await?;
    move_back(&mut stack, &record, &store.snapshot());
    let back = Back { record, later };
    let exit = run::run_stack(global, &arguments.choices, What::Back(&back), stack).await?;
    if exit == Exit::Success && !back.record.specs.are_those_of(&present) {
        anstream::print!("{}", report::runs::specs_differ(&back.record));
    }
    Ok(exit)
}

/// Whether there is something in this stack to go back to.
fn check(record: &Record, environment: &Environment) -> Result<(), Failure> {
    if (&record.stack, &record.account) != (&environment.stack(), &environment.account) {
        return Err(Failure::Usage(format!(
            "run {} was one of {} in account {}, and this is {} in account {}",
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
