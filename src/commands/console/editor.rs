//! Expressions typed at a terminal, one after the other.

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::answering::Console;
use super::words::Words;
use crate::commands::{Exit, Failure};
use crate::report::escape::in_line;
use crate::report::terminal;

/// Asks until there is no more. Ctrl-C begins the line again, Ctrl-D ends.
pub(super) fn run(console: &Console<'_>) -> Result<Exit, Failure> {
    let mut editor = editor(console).map_err(failure)?;
    terminal::eprintln("An expression a line; Tab completes names, Ctrl-D ends.");
    let prompt = format!("{}> ", in_line(&console.stack.environment.name));
    loop {
        let line = match editor.readline(&prompt) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => return Ok(Exit::Success),
            Err(error) => return Err(failure(error)),
        };
        let expression = line.trim();
        if expression.is_empty() {
            continue;
        }
        editor.add_history_entry(expression).map_err(failure)?;
        match console.answer(expression) {
            Ok(answer) => console.show(&answer),
            Err(failure) => terminal::eprint(failure.render()),
        }
    }
}

/// Its history is in memory alone: an expression may have a secret in it.
fn editor(console: &Console<'_>) -> Result<Editor<Completion, MemHistory>, ReadlineError> {
    let config =
        Config::builder().completion_type(CompletionType::List).history_ignore_dups(true)?.build();
    let history = MemHistory::with_config(&config);
    let mut editor = Editor::with_history(config, history)?;
    editor.set_helper(Some(Completion(Words::of(console.stack))));
    Ok(editor)
}

fn failure(error: ReadlineError) -> Failure {
    Failure::Usage(format!("the terminal cannot be read: {error}"))
}

/// Completes names by the tabulator.
struct Completion(Words);

impl Completer for Completion {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.0.completions(line.get(..position).unwrap_or(line)))
    }
}

impl Hinter for Completion {
    type Hint = String;
}

impl Highlighter for Completion {}

impl Validator for Completion {}

impl Helper for Completion {}
