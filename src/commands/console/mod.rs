//! Expressions tried against an environment.

mod editor;
mod known_outputs;
mod words;

use std::io::{IsTerminal, Read};

use clap::Args;

use super::session::report_pending;
use super::storage::{location, read_state};
use super::{Exit, Failure, Global};
use crate::report::console::{self, Answer};
use crate::report::terminal;
use compiler::{Stack, compile};
use known_outputs::KnownOutputs;
use language::value::unknown;
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

/// What expressions are tried against.
struct Console<'a> {
    stack: &'a Stack,
    known: KnownOutputs<'a>,
    /// Whether the state is where nobody has to be asked.
    is_local: bool,
    json: bool,
}

impl Console<'_> {
    fn answer_once(&self, expression: &str) -> Result<Exit, Failure> {
        let answer = self.answer(expression.trim())?;
        match answer.as_text().filter(|_| !self.json) {
            Some(text) => terminal::print_as_is(format_args!("{text}\n")),
            None => self.show(&answer),
        }
        if unknown::in_value(&answer.value) && !answer.is_sensitive {
            self.tell_of_state();
        }
        Ok(Exit::Success)
    }

    fn show(&self, answer: &Answer) {
        match self.json {
            true => terminal::println(format_args!("{:#}", answer.to_json())),
            false => terminal::println(console::render(answer)),
        }
    }

    fn answer(&self, expression: &str) -> Result<Answer, Failure> {
        let tried = self.stack.try_out(expression, "<expression>", &self.known)?;
        Ok(Answer { value: tried.value, is_sensitive: tried.is_sensitive })
    }

    /// Says so where values that AWS has invented are in a state that is not asked for.
    fn tell_of_state(&self) {
        if !self.is_local {
            terminal::eprintln(
                "the state is not in a folder, and is not read: what AWS has invented is not known here",
            );
        }
    }
}
