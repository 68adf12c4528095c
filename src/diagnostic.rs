//! What is wrong with an input, as data: where, what, why, and how to fix it.
//!
//! Modules collect diagnostics and go on, so that one run reports every error; `report` draws them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that was read, by its position in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// Bytes `start..end` of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The place of what stands in no file.
    pub fn nowhere() -> Self {
        Self {
            file: FileId(u32::MAX),
            start: 0,
            end: 0,
        }
    }
}

/// The texts of all files that were read, so that errors can show them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<(PathBuf, Arc<str>)>,
}

impl Sources {
    /// Keeps a text; `path` is how errors name it.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push((path, text.into()));
        id
    }

    pub fn path(&self, file: FileId) -> &Path {
        self.get(file).map_or(Path::new(""), |(path, _)| path)
    }

    pub fn text(&self, file: FileId) -> &str {
        self.get(file).map_or("", |(_, text)| text)
    }

    /// The bytes that a span covers, or nothing where it does not fit its file.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file)
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// The line and column, from 1, at which a span starts.
    pub fn line_and_column(&self, span: Span) -> (usize, usize) {
        let text = self.text(span.file);
        let before = text.get(..span.start as usize).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }

    /// `path:line`, as editors understand it.
    pub fn position(&self, span: Span) -> String {
        let (line, _) = self.line_and_column(span);
        format!("{}:{line}", self.path(span.file).display())
    }

    fn get(&self, file: FileId) -> Option<&(PathBuf, Arc<str>)> {
        self.files.get(file.0 as usize)
    }
}

/// A place in a source and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One error in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where, and why it is wrong; the first is the place itself, others are related to it.
    pub labels: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            labels: Vec::new(),
            help: None,
        }
    }

    /// Underlines a place and says why.
    pub fn at(mut self, span: Span, why: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: why.into(),
        });
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

/// All errors of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    pub fn extend(&mut self, others: Diagnostics) {
        for diagnostic in others.0 {
            self.push(diagnostic);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The errors in the order of their places, so that two runs print the same.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0
            .sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
        self.0
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

/// The candidate that a misspelt name most likely means: close in letters, and not a wild guess.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    const LIKELY: f64 = 0.75;
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= LIKELY)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// "did you mean" as a sentence, or the names there are where none is close and they are few.
pub fn suggestion<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    const FEW: usize = 12;
    if let Some(candidate) = did_you_mean(name, candidates.clone()) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    let names: Vec<_> = candidates
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect();
    (1..=FEW)
        .contains(&names.len())
        .then(|| format!("there is {}", names.join(", ")))
}
