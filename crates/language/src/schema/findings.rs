//! What checks find, as they find it.

use super::Finding;
use crate::diagnostic::Severity;
use crate::value::Path;

/// Collects what a kind's own checks find.
#[derive(Debug, Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Reports a field: what is wrong, why, and how to fix it. `path` is written as in
    /// `ttl` or `global_secondary_indexes.EmailIndex`.
    pub fn add(&mut self, path: &str, message: &str, why: &str, help: &str) {
        self.push(Severity::Error, path, message, why, help);
    }

    /// Reports what AWS takes and what hardly does what its author means, in the same words.
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
