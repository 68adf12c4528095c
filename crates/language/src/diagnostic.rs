//! What is wrong with an input, as data: where, what, why, and how to fix it.
//!
//! Modules collect diagnostics and go on, so that one run reports every error; `report` draws them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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
        Self { file: FileId(u32::MAX), start: 0, end: 0 }
    }
}

/// The texts of all files that were read, so that errors can show them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<(PathBuf, Arc<str>)>,
    /// Where secrets are written.
    hidden: Vec<Span>,
}

impl Sources {
    /// Keeps a text; `path` is how errors name it.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push((path, text.into()));
        id
    }

    /// Keeps what is written at a place from being shown.
    pub fn hide(&mut self, span: Span) {
        self.hidden.push(span);
    }

    /// The text as it may be shown: with `*` for each byte of a secret, so that all places stay where they are.
    pub fn shown(&self, file: FileId) -> Cow<'_, str> {
        let text = self.text(file);
        let mut hidden = self.hidden.iter().filter(|span| span.file == file).peekable();
        if hidden.peek().is_none() {
            return text.into();
        }
        let mut bytes = text.as_bytes().to_vec();
        for span in hidden {
            let secret = bytes.get_mut(span.start as usize..span.end as usize);
            for byte in secret.into_iter().flatten().filter(|byte| **byte != b'\n') {
                *byte = b'*';
            }
        }
        String::from_utf8_lossy(&bytes).into_owned().into()
    }

    pub fn path(&self, file: FileId) -> &Path {
        self.get(file).map_or(Path::new(""), |(path, _)| path)
    }

    pub fn text(&self, file: FileId) -> &str {
        self.get(file).map_or("", |(_, text)| text)
    }

    /// The bytes that a span covers, or nothing where it does not fit its file.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.start as usize..span.end as usize).unwrap_or("")
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
    /// It works, and hardly as it is meant.
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
    pub absence: bool,
    /// The labels lead from one to the next, and the last to the first.
    pub circle: bool,
}

impl Diagnostic {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            absence: false,
            circle: false,
        }
    }

    /// Things that need each other: what each needs, and where it says so. It starts with the one that
    /// comes first in the files, wherever the circle was entered, so that it is told once.
    pub fn circle(message: impl Into<String>, mut steps: Vec<Label>) -> Self {
        let first = steps.iter().map(|step| step.span).min();
        let position = steps.iter().position(|step| Some(step.span) == first);
        steps.rotate_left(position.unwrap_or(0));
        Self { labels: steps, circle: true, ..Self::new(message) }
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
        all.retain(|diagnostic| !diagnostic.absence);
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

/// The candidate that a misspelt name most likely means: a few letters away, or the name cut short. Of two as far
/// away, the one that goes on where the name ends.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let goes_on = lower.starts_with(&name);
            Some((distance(&name, &lower)?, !goes_on, candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// How many slips of the hand lie between two names, where so few lie there that one may be meant for
/// the other.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    const SHORTEST_STEM: usize = 3;
    let (short, long) =
        if name.len() < candidate.len() { (name, candidate) } else { (candidate, name) };
    let slips = strsim::osa_distance(name, candidate);
    let is_stem = short.len() >= SHORTEST_STEM && long.starts_with(short);
    let few = (long.chars().count() / 3).max(1);
    (is_stem || slips <= few && slips < short.chars().count()).then_some(slips)
}

/// "did you mean" as a sentence, or the names there are where none is close and they are few.
pub fn suggestion<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    suggestion_in("", name, candidates)
}

/// The same for names that are written behind something, as `users` in `dynamodb.table.users`.
pub fn suggestion_in<'a>(
    before: &str,
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    const FEW: usize = 12;
    if let Some(candidate) = did_you_mean(name, candidates.clone()) {
        return Some(format!("did you mean `{before}{candidate}`?"));
    }
    let names = candidates.into_iter().take(FEW + 1);
    let names: Vec<String> = names.map(|name| format!("{before}{name}")).collect();
    let names = names.iter().map(String::as_str);
    match names.len() {
        1 => Some(format!("there is only {}", listed(names))),
        2..=FEW => Some(format!("there are {}", listed(names))),
        _ => None,
    }
}

/// Makes suggestions as long as nobody has to wait for them. Where thousands of names are wrong, nobody reads
/// what each may be meant for, and comparing all with all would take minutes.
#[derive(Debug)]
pub struct Suggestions {
    /// How many names may still be compared.
    left: AtomicUsize,
}

impl Default for Suggestions {
    fn default() -> Self {
        const MOST: usize = 300_000;
        Self { left: AtomicUsize::new(MOST) }
    }
}

impl Suggestions {
    /// What [`suggestion_in`] says, or nothing.
    pub fn of(
        &self,
        before: &str,
        name: &str,
        candidates: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return None;
        }
        let candidates: Vec<&str> = candidates.take(left).collect();
        self.left.store(left - candidates.len(), Ordering::Relaxed);
        suggestion_in(before, name, candidates)
    }
}

/// Names in a sentence: `a`, `b` and `c`.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names = names.into_iter().map(|name| format!("`{name}`"));
    joined(&names.collect::<Vec<_>>(), "and")
}

/// Names of which one is meant: `a`, `b` or `c`.
pub fn listed_or<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names = names.into_iter().map(|name| format!("`{name}`"));
    joined(&names.collect::<Vec<_>>(), "or")
}

/// Things in a sentence, the last one after a word of its own.
pub fn joined(things: &[String], word: &str) -> String {
    match things {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_recognised() {
        for (name, candidates, meant) in [
            ("retention_in_days", ["class", "retention_days"], "retention_days"),
            ("foreach", ["enabled", "for_each"], "for_each"),
            ("wbe", ["ai", "web"], "web"),
            ("production", ["dev", "prod"], "prod"),
            ("standard", ["DELIVERY", "STANDARD"], "STANDARD"),
            ("arm", ["arn", "name"], "arn"),
            ("nam", ["arn", "name"], "name"),
            ("nodejs20", ["nodejs", "nodejs20.x"], "nodejs20.x"),
        ] {
            assert_eq!(did_you_mean(name, candidates), Some(meant), "{name}");
        }
    }

    #[test]
    fn a_wild_guess_is_not_made() {
        for (name, candidate) in [
            ("timestamp", "trimspace"),
            ("mail", "ai"),
            ("nope", "one"),
            ("a", "b"),
            ("days", "retention"),
            ("cc", "c"),
        ] {
            assert_eq!(did_you_mean(name, [candidate]), None, "{name}");
        }
    }

    #[test]
    fn names_are_listed_where_none_is_close() {
        let help = |names: &[&'static str]| suggestion("x1", names.iter().copied());
        assert_eq!(help(&["arn"]).as_deref(), Some("there is only `arn`"));
        assert_eq!(
            help(&["arn", "id", "name"]).as_deref(),
            Some("there are `arn`, `id` and `name`")
        );
        assert_eq!(help(&[]), None);
    }
}
