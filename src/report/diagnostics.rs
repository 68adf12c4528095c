//! Errors in inputs, drawn with the source underlined.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan};

use super::escape::{Characters, escaped, ours};
use super::excerpt::{CONTEXT, Excerpt};
use super::terminal;
use language::diagnostic::{
    Diagnostic, Diagnostics, FileId, Label, Severity, Sources, Span, joined,
};

/// The most errors that are drawn: nobody reads more, and the rest mostly follows from them.
const MOST: usize = 100;

/// The most labels that are drawn in one file, for the same reason.
const MOST_LABELS: usize = 40;

/// The columns of a drawing on a wide terminal, and where there is none.
const WIDTH: usize = 100;

/// The columns that a drawing takes at least.
const NARROWEST: usize = 40;

/// Errors and warnings in the order of their places, ending in their count.
pub fn render(sources: &Sources, diagnostics: Diagnostics) -> String {
    let all = diagnostics.sorted();
    let theme = match terminal::error_characters() {
        Characters::Unicode => GraphicalTheme::unicode(),
        Characters::Ascii => GraphicalTheme::ascii(),
    };
    let cycle = Cycle::of(terminal::error_characters());
    let width = terminal::columns().unwrap_or(WIDTH).clamp(NARROWEST, WIDTH);
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_context_lines(CONTEXT)
        .with_links(false);
    let mut text = String::new();
    for diagnostic in all.iter().take(MOST) {
        // Labels in a second file are drawn below the first.
        for part in by_file(sources, diagnostic, &cycle) {
            if handler.render_report(&mut text, &part).is_err() {
                text.push_str(&escaped(&diagnostic.message));
            }
            text.push('\n');
        }
    }
    text.push_str(&count(&all));
    // All that comes from outside is escaped by now.
    ours(&text)
}

/// What a cycle is drawn of.
struct Cycle {
    /// Before its first step.
    into: &'static str,
    /// Before each other one.
    on: &'static str,
    /// Below a step.
    down: &'static str,
    /// Below all.
    back: &'static str,
}

impl Cycle {
    fn of(characters: Characters) -> Self {
        match characters {
            Characters::Unicode => {
                Self {
                    into: "┌─▶", on: "│  ", down: "│     ↓", back: "└─────┘"
                }
            }
            Characters::Ascii => Self { into: "+->", on: "|  ", down: "|     v", back: "+-----+" },
        }
    }
}

/// Such as `2 errors and 1 warning`, in a line.
fn count(all: &[Diagnostic]) -> String {
    let of = |severity| {
        let same = all.iter().filter(|diagnostic| diagnostic.severity == severity);
        same.count()
    };
    let noun = |count, noun: &str| match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        count => Some(format!("{count} {noun}s")),
    };
    let parts: Vec<String> =
        [noun(of(Severity::Error), "error"), noun(of(Severity::Warning), "warning")]
            .into_iter()
            .flatten()
            .collect();
    let rest = match all.len() {
        ..=MOST => String::new(),
        _ => format!(", of which {MOST} are shown"),
    };
    format!("{}{rest}\n", joined(&parts, "and"))
}

/// What a diagnostic says of one file, with nothing in it that commands a terminal.
#[derive(Debug)]
struct Part {
    message: String,
    help: Option<String>,
    severity: miette::Severity,
    source: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
}

/// A part for each file that a diagnostic points into. The first carries the message; help comes last,
/// below everything that it refers to.
fn by_file(sources: &Sources, diagnostic: &Diagnostic, cycle: &Cycle) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (position, file) in files(diagnostic).into_iter().enumerate() {
        let (message, severity) = match position {
            0 => (message(sources, diagnostic, cycle), shown_severity(diagnostic)),
            _ => ("see also".to_owned(), miette::Severity::Advice),
        };
        let labels = diagnostic.labels.iter();
        let here: Vec<&Label> =
            labels.filter(|label| label.span.file == file).take(MOST_LABELS).collect();
        let spans: Vec<Span> = here.iter().map(|label| label.span).collect();
        let excerpt = Excerpt::new(sources, file, &spans);
        parts.push(Part {
            message: escaped(&message).into_owned(),
            help: None,
            severity,
            labels: labels_in(&excerpt, &here),
            source: Some(excerpt),
        });
    }
    if parts.is_empty() {
        parts.push(Part {
            message: escaped(&diagnostic.message).into_owned(),
            help: None,
            severity: shown_severity(diagnostic),
            source: None,
            labels: Vec::new(),
        });
    }
    if let Some(last) = parts.last_mut() {
        let help = diagnostic.help.as_deref();
        last.help = help.map(|help| escaped(help).into_owned());
    }
    parts
}

fn shown_severity(diagnostic: &Diagnostic) -> miette::Severity {
    match diagnostic.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    }
}

/// What is wrong; a cycle is drawn as one, with the place of each step.
fn message(sources: &Sources, diagnostic: &Diagnostic, cycle: &Cycle) -> String {
    let mut text = diagnostic.message.clone();
    if !diagnostic.cycle {
        return text;
    }
    for (position, step) in diagnostic.labels.iter().enumerate() {
        let lead = match position {
            0 => cycle.into,
            _ => cycle.on,
        };
        let place = sources.position(step.span);
        text.push_str(&format!("\n{lead} {}\n{}  {place}", step.text, cycle.down));
    }
    text.push('\n');
    text.push_str(cycle.back);
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

/// The labels as they are drawn. The line above the source names the place of the first.
fn labels_in(excerpt: &Excerpt, labels: &[&Label]) -> Vec<LabeledSpan> {
    let labels = labels.iter().enumerate();
    labels
        .map(|(position, label)| {
            let range = excerpt.range(position);
            let why = Some(escaped(&label.text).into_owned()).filter(|why| !why.is_empty());
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
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source.as_ref().map(|source| source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::escape::{plain, rendered};
    use super::*;

    /// Sources that are hard to draw.
    fn source() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("\n".to_owned()),
            Just("\r\n".to_owned()),
            Just("\r".to_owned()),
            Just("\t".to_owned()),
            Just("漢字".to_owned()),
            Just("e\u{301}\u{200d}🦀".to_owned()),
            Just("\u{feff}\0\u{1b}[2J\u{202e}".to_owned()),
            (1usize..70_000).prop_map(|length| "x".repeat(length)),
            (1usize..200).prop_map(|lines| "- a\n".repeat(lines)),
            any::<String>(),
        ];
        prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn whatever_is_wrong_wherever_can_be_drawn(
            text in source(),
            places in prop::collection::vec((any::<u32>(), 0u32..100_000, "[a-z\u{1b}\n]{0,5}"), 0..6),
        ) {
            let mut sources = Sources::default();
            let size = u32::try_from(text.len()).unwrap();
            let file = sources.add("specs/a.json".into(), text);
            let mut diagnostic = Diagnostic::new("it is \u{9b}31m wrong").help("\u{202e}");
            for (start, length, why) in places {
                let start = start % (size + 2);
                let span = Span { file, start, end: start + length };
                diagnostic = diagnostic.at(span, why);
            }
            let drawn = rendered(&render(&sources, diagnostic.into()));
            prop_assert!(drawn.contains("it is \\u009b31m wrong"), "{drawn}");
            prop_assert!(!drawn.contains(['\u{202e}', '\u{9b}', '\r', '\0']), "{drawn}");
            prop_assert!(!drawn.contains("\u{1b}[2J"), "{drawn}");
            prop_assert!(drawn.len() < 200_000, "{}", drawn.len());
        }
    }

    /// What is drawn of a text with a label at the first `here` in it.
    fn drawn(text: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("specs/a.json".into(), text.to_owned());
        let start = u32::try_from(text.find("here").unwrap()).unwrap();
        let span = Span { file, start, end: start + 4 };
        let diagnostic = Diagnostic::new("wrong").at(span, "this");
        plain(&rendered(&render(&sources, diagnostic.into()))).replace("\u{1b}[0m", "")
    }

    #[test]
    fn of_a_long_line_what_is_around_the_place_is_drawn() {
        let line = format!("{{{}\"here\"{}}}", "a".repeat(70_000), "b".repeat(70_000));
        let drawn = drawn(&line);
        assert!(drawn.contains("a.json:1:70003]"), "{drawn}");
        assert!(drawn.contains("…aaa") && drawn.contains("bbb…"), "{drawn}");
        assert!(drawn.lines().all(|line| line.chars().count() < 200), "{drawn}");
    }

    #[test]
    fn the_place_is_that_in_the_file_and_not_that_in_the_drawing() {
        let drawn = drawn("a:\r\n  b: \"\u{202e}\u{202e}here\"\r\n");
        assert!(drawn.contains("a.json:2:9]"), "{drawn}");
        assert!(drawn.contains("\\u202e\\u202ehere"), "{drawn}");
    }
}
