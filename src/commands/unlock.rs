use clap::Args;

use super::storage::storage_alone;
use super::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::compile;

/// Remove the lock left by a killed run.
///
/// Only once it is sure that the run can no longer write: two writers at a time undo each other's work.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The lock id, as shown in the error.
    id: String,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    let storage = storage_alone(&stack.environment, &stack.root).await?;
    let lock = state::unlock(storage, &stack.environment.identity(), &arguments.id).await?;
    terminal::println(format_args!("unlocked: {lock}"));
    Ok(Exit::Success)
}
