//! One error or warning about an input, and all those of a run.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::sources::Span;

/// A place in a source and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// Whether something stops a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Severity {
    #[default]
    Error,
    /// It works, but is probably unintended.
    Warning,
}

/// One error or warning about an input.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where, and why it is wrong; the first is the place itself, others are related to it.
    pub labels: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
    /// Something named is not there. Where a part of the input could not be read, it may be in that
    /// part, and nothing is wrong here.
    pub is_missing: bool,
    /// The labels lead from one to the next, and the last to the first.
    pub cycle: bool,
}

impl Diagnostic {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            is_missing: false,
            cycle: false,
        }
    }

    /// Things that need each other: what each needs, and where it says so. It starts with the one that
    /// comes first in the files, wherever the cycle was entered, so that it is told once.
    pub fn cycle(message: impl Into<String>, mut steps: Vec<Label>) -> Self {
        let first = steps.iter().map(|step| step.span).min();
        let position = steps.iter().position(|step| Some(step.span) == first);
        steps.rotate_left(position.unwrap_or(0));
        Self { labels: steps, cycle: true, ..Self::new(message) }
    }

    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Underlines a place and says why.
    pub fn at(mut self, span: Span, why: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: why.into() });
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds help where there is some to give.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// All errors of a run, and its warnings until they are taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    /// Each is told once, however often it is found.
    hashes: HashSet<u64>,
}

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.hashes.insert(hash_of(&diagnostic)) {
            self.all.push(diagnostic);
        }
    }

    /// The same with more to say of it, which makes it no other: it is told once, with what is first said.
    pub fn push_with(&mut self, diagnostic: Diagnostic, labels: Vec<Label>) {
        if self.hashes.insert(hash_of(&diagnostic)) {
            let mut diagnostic = diagnostic;
            diagnostic.labels.extend(labels);
            self.all.push(diagnostic);
        }
    }

    pub fn extend(&mut self, others: Diagnostics) {
        for diagnostic in others.all {
            self.push(diagnostic);
        }
    }

    pub fn first(&self) -> Option<&Diagnostic> {
        self.all.first()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether anything of it stops a run.
    pub fn has_errors(&self) -> bool {
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        self.all.iter().any(is_error)
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Forgets what says that something is not there: a part of the input could not be read, which has
    /// been reported, and it may be in that part.
    pub fn forget_absences(&mut self) {
        let mut all = std::mem::take(self).all;
        all.retain(|diagnostic| !diagnostic.is_missing);
        *self = Self::from(all);
    }

    /// Takes the warnings out, so that only what stops the run is left.
    pub fn take_warnings(&mut self) -> Diagnostics {
        let is_warning = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Warning;
        let all = std::mem::take(self).all;
        let (warnings, errors): (Vec<_>, Vec<_>) = all.into_iter().partition(is_warning);
        *self = Self::from(errors);
        Self::from(warnings)
    }

    /// The errors in the order of their places, so that two runs print the same.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.all.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
        self.all
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::from(vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(all: Vec<Diagnostic>) -> Self {
        let mut diagnostics = Self::default();
        for diagnostic in all {
            diagnostics.push(diagnostic);
        }
        diagnostics
    }
}

fn hash_of(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    diagnostic.hash(&mut hasher);
    hasher.finish()
}
