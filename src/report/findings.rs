//! What is wrong with specs, for programs: as JSON (`docs/validate-json.md`) and as SARIF.

use serde_json::json;

use language::diagnostic::{Diagnostic, Severity, Sources, Span};
use language::value::Value;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// What was found.
#[derive(Debug)]
pub struct Findings<'a> {
    pub sources: &'a Sources,
    /// In the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many resources there are; nothing where errors keep that from being known.
    pub resources: Option<usize>,
}

/// The same as JSON.
pub fn json(findings: &Findings<'_>) -> Value {
    let Findings { sources, diagnostics, resources } = findings;
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

/// The same as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format").
pub fn sarif(findings: &Findings<'_>) -> Value {
    let results =
        findings.diagnostics.iter().map(|diagnostic| result(findings.sources, diagnostic));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "diatonic",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": [
                    { "id": RULES.0, "shortDescription": { "text": "A spec that cannot be applied" } },
                    { "id": RULES.1, "shortDescription": { "text": "A spec that AWS takes and that is hardly meant" } },
                ],
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// The rules of errors and of warnings: what is wrong is told by the message.
const RULES: (&str, &str) = ("invalid-spec", "suspicious-spec");

fn result(sources: &Sources, diagnostic: &Diagnostic) -> Value {
    let (rule, level) = match diagnostic.severity {
        Severity::Error => (RULES.0, "error"),
        Severity::Warning => (RULES.1, "warning"),
    };
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let places: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let mut location = json!({ "physicalLocation": {
                "artifactLocation": { "uri": path(sources, label.span) },
                "region": region(sources, label.span),
            } });
            if !label.text.is_empty() {
                location["message"] = json!({ "text": label.text });
            }
            location
        })
        .collect();
    // The first place is where it is; the others belong to it.
    let (first, others) = places.split_at(places.len().min(1));
    let mut result =
        json!({ "ruleId": rule, "level": level, "message": { "text": text }, "locations": first });
    if !others.is_empty() {
        result["relatedLocations"] = json!(others);
    }
    result
}

fn region(sources: &Sources, span: Span) -> Value {
    let ((line, column), (end_line, end_column)) = ends(sources, span);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn place(sources: &Sources, span: Span) -> Value {
    let ((line, column), (end_line, end_column)) = ends(sources, span);
    json!({ "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}

/// Where a span starts, and the place behind its end, in lines and characters from 1.
fn ends(sources: &Sources, span: Span) -> ((usize, usize), (usize, usize)) {
    let end = Span { start: span.end.max(span.start), ..span };
    (sources.line_and_column(span), sources.line_and_column(end))
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
