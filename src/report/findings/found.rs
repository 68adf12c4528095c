//! What was found, and where.

use std::path::PathBuf;

use language::diagnostic::{Diagnostic, Sources, Span};

/// What was found.
#[derive(Debug)]
pub struct Findings<'a> {
    pub sources: &'a Sources,
    /// In the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many resources there are; nothing where errors keep that from being known.
    pub resources: Option<usize>,
    /// The environment that was looked at.
    pub environment: &'a str,
    /// The project's folder from the root of the repository on.
    pub in_repository: PathBuf,
}

/// Where a span starts, and the place behind its end, in lines and characters from 1.
pub(super) fn ends(sources: &Sources, span: Span) -> ((usize, usize), (usize, usize)) {
    let end = Span { start: span.end.max(span.start), ..span };
    (sources.line_and_column(span), sources.line_and_column(end))
}
