//! Verbs about what is known to be ours.

mod entry;
mod forget;
mod init;
mod list;
mod mv;
mod rebuild;
mod show;

use clap::{Args, Subcommand};

use super::{Exit, Failure, Global};

/// Look at the state, and put it right.
///
/// The state says which objects are ours and what was applied to them last. It is no copy of AWS: every
/// plan reads what is live.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Init(init::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Mv(mv::Arguments),
    Forget(forget::Arguments),
    Rebuild(rebuild::Arguments),
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.verb {
        Verb::Init(arguments) => init::run(global, arguments).await,
        Verb::List(arguments) => list::run(global, arguments).await,
        Verb::Show(arguments) => show::run(global, arguments).await,
        Verb::Mv(arguments) => mv::run(global, arguments).await,
        Verb::Forget(arguments) => forget::run(global, arguments).await,
        Verb::Rebuild(arguments) => rebuild::run(global, arguments).await,
    }
}
