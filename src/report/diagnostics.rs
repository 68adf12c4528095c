//! Errors in inputs, drawn with the source underlined.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Sources, joined};

/// The most errors that are drawn: nobody reads more, and the rest mostly follows from them.
const MOST: usize = 100;

/// Errors and warnings in the order of their places, ending in their count.
pub fn render(sources: &Sources, diagnostics: Diagnostics) -> String {
    let all = diagnostics.sorted();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode())
        .with_width(100)
        .with_context_lines(1)
        .with_links(false);
    let mut text = String::new();
    for diagnostic in all.iter().take(MOST) {
        // Labels in a second file are drawn below the first.
        for part in by_file(sources, diagnostic) {
            if handler.render_report(&mut text, &part).is_err() {
                text.push_str(&diagnostic.message);
            }
            text.push('\n');
        }
    }
    text.push_str(&count(&all));
    text
}

/// Such as `2 errors and 1 warning`, in a line.
fn count(all: &[Diagnostic]) -> String {
    let of = |severity| {
        let same = all
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity);
        same.count()
    };
    let noun = |count, noun: &str| match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        count => Some(format!("{count} {noun}s")),
    };
    let parts: Vec<String> = [
        noun(of(Severity::Error), "error"),
        noun(of(Severity::Warning), "warning"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rest = match all.len() {
        ..=MOST => String::new(),
        _ => format!(", of which {MOST} are shown"),
    };
    format!("{}{rest}\n", joined(&parts, "and"))
}

/// What a diagnostic says of one file.
#[derive(Debug)]
struct Part {
    message: String,
    help: Option<String>,
    severity: miette::Severity,
    source: Option<NamedSource<String>>,
    labels: Vec<LabeledSpan>,
}

/// A part for each file that a diagnostic points into. The first carries the message; help comes last,
/// below everything that it refers to.
fn by_file(sources: &Sources, diagnostic: &Diagnostic) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (position, file) in files(diagnostic).into_iter().enumerate() {
        let (message, severity) = match position {
            0 => (message(sources, diagnostic), shown_severity(diagnostic)),
            _ => ("see also".to_owned(), miette::Severity::Advice),
        };
        let text = shown(sources.text(file));
        parts.push(Part {
            message,
            help: None,
            severity,
            labels: labels(diagnostic, file, &text),
            source: Some(NamedSource::new(
                sources.path(file).display().to_string(),
                text,
            )),
        });
    }
    if parts.is_empty() {
        parts.push(Part {
            message: diagnostic.message.clone(),
            help: None,
            severity: shown_severity(diagnostic),
            source: None,
            labels: Vec::new(),
        });
    }
    if let Some(last) = parts.last_mut() {
        last.help.clone_from(&diagnostic.help);
    }
    parts
}

fn shown_severity(diagnostic: &Diagnostic) -> miette::Severity {
    match diagnostic.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    }
}

/// What is wrong; a circle is drawn as one, with the place of each step.
fn message(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    if !diagnostic.circle {
        return text;
    }
    for (position, step) in diagnostic.labels.iter().enumerate() {
        let lead = match position {
            0 => "┌─▶",
            _ => "│  ",
        };
        let place = sources.position(step.span);
        text.push_str(&format!("\n{lead} {}\n│     ↓  {place}", step.text));
    }
    text.push_str("\n└─────┘");
    text
}

/// The files of the labels, each once, in the order of the labels.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

/// A text as it is drawn: without the empty lines that end it, and never without any line.
fn shown(text: &str) -> String {
    match text.trim_end() {
        "" => " ".to_owned(),
        text => text.to_owned(),
    }
}

fn labels(diagnostic: &Diagnostic, file: FileId, text: &str) -> Vec<LabeledSpan> {
    let here = diagnostic
        .labels
        .iter()
        .filter(|label| label.span.file == file);
    here.enumerate()
        .map(|(position, label)| {
            // What ends a file is underlined at its last character.
            let last = text.floor_char_boundary(text.len().saturating_sub(1));
            let start = (label.span.start as usize).min(last);
            let end = (label.span.end as usize).min(text.len());
            let range = (start, end.saturating_sub(start).max(1));
            let why = Some(label.text.clone()).filter(|why| !why.is_empty());
            // The line above the source names the primary place.
            match position {
                0 => LabeledSpan::new_primary_with_span(why, range),
                _ => LabeledSpan::new_with_span(why, range),
            }
        })
        .collect()
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Part {}

impl miette::Diagnostic for Part {
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source
            .as_ref()
            .map(|source| source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
