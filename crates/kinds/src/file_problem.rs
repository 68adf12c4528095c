//! What stands in the way of making something of files.

use std::path::Path as FilePath;

use language::diagnostic::Severity;
use language::schema::Finding;
use language::value::Path;

/// What stands in the way of making something of files.
#[derive(Debug)]
pub(crate) struct Problem {
    pub message: String,
    pub why: String,
    pub help: String,
}

impl Problem {
    pub(crate) fn new(
        message: impl Into<String>,
        why: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { message: message.into(), why: why.into(), help: help.into() }
    }

    pub(crate) fn reading(path: &FilePath, error: &impl ToString) -> Self {
        let message = format!("`{}` cannot be read", path.display());
        Self::new(message, error.to_string(), "")
    }

    /// That there is no such folder, if so, and what it would be for.
    pub(crate) fn missing_folder(folder: &FilePath, why: &str) -> Option<Self> {
        (!folder.is_dir()).then(|| Self::missing("folder", folder, why))
    }

    /// That there is no such file, if so, and what it would be for.
    pub(crate) fn missing_file(file: &FilePath, why: &str) -> Option<Self> {
        (!file.is_file()).then(|| Self::missing("file", file, why))
    }

    fn missing(what: &str, path: &FilePath, why: &str) -> Self {
        Self::new(
            format!("there is no {what} `{}`", path.display()),
            why,
            "build it first, or correct the path; it starts at the project's folder",
        )
    }

    /// The same as a finding at a field.
    pub(crate) fn at(self, path: Path) -> Finding {
        Finding {
            severity: Severity::Error,
            path,
            about_key: false,
            message: self.message,
            why: self.why,
            help: (!self.help.is_empty()).then_some(self.help),
        }
    }
}
