//! What a new project has to be told: by an option, by an answer at the terminal, or by default.

use std::io::{BufRead, IsTerminal};

use crate::commands::Failure;
use crate::report::escape::in_line;
use crate::report::terminal;

/// Something that has to be known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    /// What is asked, such as `AWS region`.
    pub text: &'a str,
    /// The option that answers it, such as `--region`.
    pub option: &'a str,
    /// What is wrong with an answer, if anything is.
    pub fault: fn(&str) -> Option<String>,
    /// How to find the answer, where there is no default.
    pub help: &'a str,
}

impl Question<'_> {
    /// The answer.
    ///
    /// # Errors
    /// An option that cannot be right; nobody to ask, and no default; no answer.
    pub(super) fn answer(
        &self,
        given: Option<&str>,
        default: Option<String>,
    ) -> Result<String, Failure> {
        if let Some(given) = given {
            return match (self.fault)(given) {
                None => Ok(given.to_owned()),
                Some(fault) => Err(Failure::Usage(format!("`{} {given}`: {fault}", self.option))),
            };
        }
        let default = default.filter(|default| (self.fault)(default).is_none());
        match (std::io::stdin().is_terminal(), default) {
            (true, default) => self.ask(default),
            (false, Some(default)) => Ok(default),
            (false, None) => Err(Failure::Usage(format!(
                "nothing was written: name the {} with `{}` ({})",
                self.text, self.option, self.help
            ))),
        }
    }

    fn ask(&self, default: Option<String>) -> Result<String, Failure> {
        let hint = match &default {
            Some(default) => format!("[{}]", in_line(default)),
            None => format!("({})", self.help),
        };
        loop {
            terminal::ask(format_args!("{} {hint}: ", self.text)).map_err(|error| {
                Failure::Usage(format!(
                    "the question cannot be shown, so nothing was written: {error}"
                ))
            })?;
            let mut line = String::new();
            let length = std::io::stdin().lock().read_line(&mut line);
            if !matches!(length, Ok(1..)) {
                return Err(Failure::Usage(
                    "there was no answer, so nothing was written".to_owned(),
                ));
            }
            let answer = match (line.trim(), &default) {
                ("", Some(default)) => default,
                (answer, _) => answer,
            };
            match (self.fault)(answer) {
                None => return Ok(answer.to_owned()),
                Some(fault) => terminal::eprintln(fault),
            }
        }
    }
}
