//! The form that is diatonic's own.

use serde_json::json;

use super::found::{Findings, ends};
use language::diagnostic::{Severity, Sources, Span};
use language::value::Value;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// What was found, as JSON.
pub fn json(findings: &Findings<'_>) -> Value {
    let Findings { sources, diagnostics, resources, .. } = findings;
    let shown = diagnostics.iter().map(|diagnostic| {
        let labels = diagnostic.labels.iter().map(|label| {
            let mut place = place(sources, label.span);
            place["file"] = json!(path(sources, label.span));
            place["text"] = json!(label.text);
            place
        });
        json!({
            "severity": word(diagnostic.severity),
            "message": diagnostic.message,
            "help": diagnostic.help,
            "labels": labels.collect::<Vec<_>>(),
        })
    });
    json!({
        "version": VERSION,
        "is_valid": resources.is_some(),
        "resources": resources,
        "diagnostics": shown.collect::<Vec<_>>(),
    })
}

fn place(sources: &Sources, span: Span) -> Value {
    let ((line, column), (end_line, end_column)) = ends(sources, span);
    json!({ "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}

/// The file as it is named from the project's folder, with `/` on every system.
fn path(sources: &Sources, span: Span) -> String {
    let path = sources.path(span.file).display().to_string().replace('\\', "/");
    path.strip_prefix("./").map(str::to_owned).unwrap_or(path)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
