//! What checks find.

use crate::diagnostic::Severity;
use crate::value::Path;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub path: Path,
    /// The key itself is wrong, not what it holds.
    pub about_key: bool,
    /// What is wrong.
    pub message: String,
    /// Why.
    pub why: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl Finding {
    /// Whether it stops a run.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// An error in the value at a path.
    pub fn error(path: Path, message: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            path,
            about_key: false,
            message: message.into(),
            why: why.into(),
            help: None,
        }
    }
}

/// Whether anything of what was found stops a run.
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(Finding::is_error)
}

/// Collects what a kind's own checks find.
#[derive(Debug, Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Reports a field: what is wrong, why, and how to fix it. `path` is written as in
    /// `ttl` or `global_secondary_indexes.EmailIndex`.
    pub fn add(&mut self, path: &str, message: &str, why: &str, help: &str) {
        self.push(Severity::Error, path, message, why, help);
    }

    /// Reports what AWS accepts, but is probably unintended, in the same words.
    pub fn warn(&mut self, path: &str, message: &str, why: &str, help: &str) {
        self.push(Severity::Warning, path, message, why, help);
    }

    /// The same where its severity is known at run time alone.
    pub fn push(&mut self, severity: Severity, path: &str, message: &str, why: &str, help: &str) {
        self.0.push(Finding {
            severity,
            path: Path::parse(path).unwrap_or_default(),
            about_key: false,
            message: message.to_owned(),
            why: why.to_owned(),
            help: (!help.is_empty()).then(|| help.to_owned()),
        });
    }

    /// What was found.
    pub fn into_inner(self) -> Vec<Finding> {
        self.0
    }
}
