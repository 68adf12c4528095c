//! Commands about what is known to be ours.

mod entry;
mod forget;
mod init;
mod list;
mod mv;
mod rebuild;
mod show;

use clap::{Args, Subcommand};

use super::groups::{Cloud, Stored, With};
use super::{Exit, Failure};

/// Inspect and repair the state.
///
/// The state says which objects are ours and what was applied to them last. It is not a copy of AWS: every
/// plan reads what is live.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Init(With<Stored, init::Arguments>),
    List(With<Stored, list::Arguments>),
    Show(With<Stored, show::Arguments>),
    Mv(With<Stored, mv::Arguments>),
    Forget(With<Stored, forget::Arguments>),
    Rebuild(With<Cloud, rebuild::Arguments>),
}

pub(super) async fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.verb {
        Verb::Init(one) => init::run(&one.global()?, &one.own).await,
        Verb::List(one) => list::run(&one.global()?, &one.own).await,
        Verb::Show(one) => show::run(&one.global()?, &one.own).await,
        Verb::Mv(one) => mv::run(&one.global()?, &one.own).await,
        Verb::Forget(one) => forget::run(&one.global()?, &one.own).await,
        Verb::Rebuild(one) => rebuild::run(&one.global()?, &one.own).await,
    }
}
