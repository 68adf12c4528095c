//! What a command can end in.

use std::process::ExitCode;

use crate::report;
use compiler::compile;
use engine::plan::{ImportError, PlanError};
use language::diagnostic::{Diagnostics, Sources};
use runs::RunError;
use state::StateError;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done. With `--detailed-exitcode`: nothing to change.
    Success,
    /// 1: an error, or a step that failed.
    Failure,
    /// 2: with `--detailed-exitcode`, there is something to change.
    Changes,
    /// 130: a signal ended the run before all was done. By convention 128 and the number of SIGINT.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Failure => 1,
            Exit::Changes => 2,
            Exit::Interrupted => 130,
        })
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Errors in the specs or about what they name.
    Diagnostics { sources: Sources, diagnostics: Diagnostics },
    /// One sentence for the user.
    Usage(String),
    /// A signal came before anything was changed.
    Interrupted,
}

impl Failure {
    pub(super) fn diagnostics(sources: &Sources, diagnostics: Diagnostics) -> Self {
        Self::Diagnostics { sources: sources.clone(), diagnostics }
    }

    pub(super) fn plan(sources: &Sources, error: PlanError) -> Self {
        match error {
            PlanError::Diagnostics(diagnostics) => Self::diagnostics(sources, diagnostics),
            PlanError::Reads(errors) => {
                let errors = report::reads::render(&errors);
                Self::Usage(format!(
                    "live AWS could not be read, so there is no plan:\n{errors}\
                     no plan was made, and nothing was changed"
                ))
            }
        }
    }

    pub(super) fn import(sources: &Sources, error: ImportError) -> Self {
        match error {
            ImportError::Diagnostics(diagnostics) => Self::diagnostics(sources, diagnostics),
            ImportError::Reads(errors) => Self::plan(sources, PlanError::Reads(errors)),
            refusal => Self::Usage(format!("{refusal}\nnothing was changed")),
        }
    }

    /// How the process ends.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Interrupted => Exit::Interrupted,
            Self::Diagnostics { .. } | Self::Usage(_) => Exit::Failure,
        }
    }

    /// The failure as text for the user.
    pub fn render(self) -> String {
        match self {
            Self::Diagnostics { sources, diagnostics } => {
                report::diagnostics::render(&sources, diagnostics)
            }
            Self::Usage(text) => format!("error: {text}\n"),
            Self::Interrupted => "error: interrupted, so nothing was changed\n".to_owned(),
        }
    }
}

impl From<compile::Failure> for Failure {
    fn from(failure: compile::Failure) -> Self {
        Self::Diagnostics { sources: failure.sources, diagnostics: failure.diagnostics }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StateError> for Failure {
    fn from(error: StateError) -> Self {
        Self::Usage(error.to_string())
    }
}
