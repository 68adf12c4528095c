//! Errors in inputs, drawn with the source underlined.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources};

/// All errors, in the order of their places, ending in their count.
pub fn render(sources: &Sources, diagnostics: Diagnostics) -> String {
    let all = diagnostics.sorted();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode())
        .with_width(100)
        .with_context_lines(1)
        .with_links(false);
    let mut text = String::new();
    for diagnostic in &all {
        // Labels in a second file are drawn below the first.
        for part in by_file(sources, diagnostic) {
            if handler.render_report(&mut text, &part).is_err() {
                text.push_str(&diagnostic.message);
            }
            text.push('\n');
        }
    }
    let noun = if all.len() == 1 { "error" } else { "errors" };
    text.push_str(&format!("{} {noun}\n", all.len()));
    text
}

#[derive(Debug)]
struct Part {
    message: String,
    help: Option<String>,
    severity: miette::Severity,
    source: Option<NamedSource<String>>,
    labels: Vec<LabeledSpan>,
}

fn by_file(sources: &Sources, diagnostic: &Diagnostic) -> Vec<Part> {
    let mut files: Vec<FileId> = diagnostic
        .labels
        .iter()
        .map(|label| label.span.file)
        .collect();
    files.dedup();
    if files.is_empty() {
        return vec![Part {
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            severity: miette::Severity::Error,
            source: None,
            labels: Vec::new(),
        }];
    }
    let last = files.len() - 1;
    files
        .iter()
        .enumerate()
        .map(|(position, file)| Part {
            message: match position {
                0 => diagnostic.message.clone(),
                _ => "see also".to_owned(),
            },
            severity: match position {
                0 => miette::Severity::Error,
                _ => miette::Severity::Advice,
            },
            help: diagnostic.help.clone().filter(|_| position == last),
            source: Some(NamedSource::new(
                sources.path(*file).display().to_string(),
                sources.text(*file).to_owned(),
            )),
            labels: diagnostic
                .labels
                .iter()
                .filter(|label| label.span.file == *file)
                .map(|label| {
                    let length = (label.span.end - label.span.start).max(1) as usize;
                    LabeledSpan::new(Some(label.text.clone()), label.span.start as usize, length)
                })
                .collect(),
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
