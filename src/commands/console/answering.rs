//! What an expression comes to, and how that is shown.

use super::known_outputs::KnownOutputs;
use crate::commands::{Exit, Failure};
use crate::report::console::{self, Answer};
use crate::report::terminal;
use compiler::Stack;
use language::value::unknown;

/// What expressions are tried against.
pub(super) struct Console<'a> {
    pub stack: &'a Stack,
    pub known: KnownOutputs<'a>,
    /// Whether the state is where nobody has to be asked.
    pub is_local: bool,
    pub json: bool,
}

impl Console<'_> {
    pub(super) fn answer_once(&self, expression: &str) -> Result<Exit, Failure> {
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

    pub(super) fn show(&self, answer: &Answer) {
        match self.json {
            true => terminal::println(format_args!("{:#}", answer.to_json())),
            false => terminal::println(console::render(answer)),
        }
    }

    pub(super) fn answer(&self, expression: &str) -> Result<Answer, Failure> {
        let tried = self.stack.try_out(expression, "<expression>", &self.known)?;
        Ok(Answer { value: tried.value, is_sensitive: tried.is_sensitive })
    }

    /// Says so where values that AWS has invented are in a state that is not asked for.
    pub(super) fn tell_of_state(&self) {
        if !self.is_local {
            terminal::eprintln(
                "the state is not in a folder, and is not read: what AWS has invented is not known here",
            );
        }
    }
}
