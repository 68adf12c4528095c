//! Commands about what was done.

mod archive;
mod list;
mod show;

use clap::{Args, Subcommand};

use super::{Exit, Failure, Global};

/// List past runs: who ran what, when, and with which outcome.
///
/// Every `apply`, `destroy`, `rollback`, `import` and `import-legacy` leaves a record beside the state,
/// also one that failed, was interrupted or killed. No record holds a secret.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    list: list::Choices,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Show(show::Arguments),
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.verb {
        None => list::run(global, &arguments.list).await,
        Some(Verb::Show(arguments)) => show::run(global, arguments).await,
    }
}
