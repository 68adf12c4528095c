//! Findings of schemas and problems of expressions as diagnostics, at their places in the files.

use crate::read::node::Node;
use language::diagnostic::{Diagnostic, Diagnostics, Span};
use language::expression::{Problem, Template};
use language::schema::Finding;

/// What a schema found in a value, at the places of the node that the value comes from.
///
/// `root` is underlined where the value as a whole is meant.
pub fn findings_to_diagnostics(
    findings: Vec<Finding>,
    node: &Node,
    root: Span,
    diagnostics: &mut Diagnostics,
) {
    for finding in findings {
        let span = match (&finding.path, finding.about_key) {
            (path, _) if path.is_root() => root,
            (path, true) => node.key_span_of(path),
            (path, false) => node.span_of(path),
        };
        diagnostics.push(
            Diagnostic::new(finding.message)
                .severity(finding.severity)
                .at(span, finding.why)
                .maybe_help(finding.help),
        );
    }
}

/// An expression's problem at its place in the file.
pub fn bad_expression(template: &Template, problem: Problem) -> Diagnostic {
    let range = problem.range.clone();
    problem.placed(template.place_of(range.unwrap_or(0..template.text().len())))
}
