//! Expressions tried against an environment.

mod answering;
mod editor;
mod known_outputs;
mod words;

use std::io::{IsTerminal, Read};

use clap::Args;

use self::answering::Console;
use self::known_outputs::KnownOutputs;
use super::session::report_pending;
use super::storage::{location, read_state};
use super::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::compile;
use state::Location;

/// Try expressions against an environment, without network and without credentials.
///
/// Takes what specs have between `${` and `}`: `join(",", local.teams)`. At a terminal it asks for one after the other, and
/// completes names by the tabulator; Ctrl-D ends it. What was typed is in no file, as it may be secret. What AWS invents is
/// known where an output of the specs is nothing but a reference to it, has been recorded by an apply, and the state is
/// in a folder.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The expression. Without one, it is read from standard input, or asked for at a terminal.
    expression: Option<String>,
    /// Print JSON. What is not known yet is text there: `${<reference>}`.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    let is_local = matches!(location(&stack.environment)?, Location::Folder(_));
    let known = match is_local {
        true => KnownOutputs::new(&stack, &read_state(&stack).await?.outputs),
        false => KnownOutputs::offline(&stack),
    };
    let console = Console { stack: &stack, known, is_local, json: arguments.json };
    if let Some(expression) = &arguments.expression {
        return console.answer_once(expression);
    }
    if std::io::stdin().is_terminal() && terminal::is_shown() {
        report_pending(&stack);
        console.tell_of_state();
        return editor::run(&console);
    }
    let mut expression = String::new();
    std::io::stdin().read_to_string(&mut expression).map_err(|error| {
        Failure::Usage(format!("standard input has no expression that can be read: {error}"))
    })?;
    console.answer_once(&expression)
}
