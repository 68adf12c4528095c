//! From YAML files to a compiled stack: load, expand, resolve, without AWS and without credentials.

pub mod address;
mod check;
pub mod compile;
pub mod document;
pub mod environment;
mod existing;
mod expand;
#[cfg(test)]
mod laws;
mod malformed;
pub mod meta;
pub mod node;
mod output;
mod predict;
mod resource_scope;
pub(crate) mod scope;
pub mod stack;
mod variables;
mod withhold;
mod written;
mod yaml;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::expression::{Problem, Scope, Template, evaluate};
use crate::schema::Finding;
use crate::value::{Object, Path, Segment, Value, auto, type_name};
use node::{Content, Node};

pub use address::Address;
pub use compile::{Options, compile, compile_in_memory};
pub use existing::PendingLookup;
pub use stack::{Evaluation, OutputSource, Reference, Resource, Stack};
pub use variables::{ENVIRONMENT_PREFIX, declaration_schema};
pub use written::{Present, SafeSpecs};

/// The value of a node, with each expression in it evaluated. What fails is reported, and a value that
/// fits everywhere stands in for it, so that the rest can be checked.
fn evaluate_node(
    node: &Node,
    scope: &dyn Scope,
    path: &mut Path,
    diagnostics: &mut Diagnostics,
) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Bool(flag) => Value::Bool(*flag),
        Content::Number(number) => Value::Number(number.clone()),
        Content::Text(text) => Value::String(text.clone()),
        Content::Template(template) => {
            let outcome = evaluate(template, scope);
            scope.evaluated(path);
            outcome.unwrap_or_else(|problem| {
                diagnostics.push(bad_expression(template, problem));
                auto::anything()
            })
        }
        Content::Invalid(diagnostic) => {
            diagnostics.push(diagnostic.as_ref().clone());
            auto::anything()
        }
        Content::List(list) => {
            let mut values = Vec::with_capacity(list.len());
            for (index, node) in list.iter().enumerate() {
                path.push(Segment::Index(index));
                values.push(evaluate_node(node, scope, path, diagnostics));
                path.pop();
            }
            Value::Array(values)
        }
        Content::Map(entries) => {
            let mut object = Object::new();
            for entry in entries {
                path.push(Segment::Key(entry.key.clone()));
                let key = entry_key(entry, scope, path, diagnostics);
                object.insert(key, evaluate_node(&entry.value, scope, path, diagnostics));
                path.pop();
            }
            Value::Object(object)
        }
    }
}

fn entry_key(
    entry: &node::Entry,
    scope: &dyn Scope,
    path: &Path,
    diagnostics: &mut Diagnostics,
) -> String {
    let Some(template) = &entry.key_template else {
        return entry.key.clone();
    };
    let outcome = evaluate(template, scope);
    scope.evaluated(path);
    match outcome {
        Ok(Value::String(key)) => key,
        Ok(other) => {
            let problem =
                Problem::new("a key is text").why(format!("this is {}", type_name(&other)));
            diagnostics.push(bad_expression(template, problem));
            entry.key.clone()
        }
        Err(problem) => {
            diagnostics.push(bad_expression(template, problem));
            entry.key.clone()
        }
    }
}

/// An expression's problem at its place in the file.
fn bad_expression(template: &Template, problem: Problem) -> Diagnostic {
    let range = problem.range.clone();
    problem.placed(template.place_of(range.unwrap_or(0..template.text().len())))
}

/// What a schema found in a value, at the places of the node that the value comes from.
///
/// `root` is underlined where the value as a whole is meant.
fn findings_to_diagnostics(
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
