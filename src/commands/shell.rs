//! A shell that asks what can stand at a place of a command line.

use clap::CommandFactory;
use clap_complete::CompleteEnv;

use super::command_line::CommandLine;
use super::completing::VARIABLE;

/// Answers a shell that asks what can stand at a place of a command line. Says whether one has asked: then the
/// process has nothing else to do. It takes the variable out of the process environment, so there must be one
/// thread yet.
pub fn complete() -> bool {
    let here = std::env::current_dir().ok();
    let complete = CompleteEnv::with_factory(CommandLine::command).var(VARIABLE);
    // A person who presses Tab is told nothing of what is wrong.
    complete.try_complete(std::env::args_os(), here.as_deref()).unwrap_or(true)
}
