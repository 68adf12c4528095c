//! Verbs about what is known to be ours.

mod forget;
mod init;
mod list;
mod mv;
mod rebuild;
mod show;

use clap::{Args, Subcommand};

use super::{Exit, Failure, Global};
use compiler::Address;
use engine::state::{Entry, State};
use language::diagnostic::suggestion;

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

/// The entry of an address.
///
/// # Errors
/// The state does not know it.
fn entry<'a>(state: &'a State, address: &Address) -> Result<&'a Entry, Failure> {
    state.resources.get(address).ok_or_else(|| {
        let known: Vec<String> = state.resources.keys().map(Address::to_string).collect();
        let name = address.to_string();
        let hint = suggestion(&name, known.iter().map(String::as_str));
        Failure::Usage(format!(
            "the state does not know {address}{}",
            hint.map(|hint| format!("; {hint}")).unwrap_or_default()
        ))
    })
}
