//! The rule of a variable: the `validation` in its declaration.

use std::path::Path as FilePath;

use super::provided::Source;
use super::values::Variables;
use crate::environment::Environment;
use crate::findings::bad_expression;
use crate::read::node::{Content, Entry, Node};
use language::diagnostic::{Diagnostic, Diagnostics};
use language::expression::{NamedScope, Template, evaluate, evaluate_marked, text_of};
use language::value::{Path, Value, pending, type_name};

/// Holds a variable against its own rule. Files are read from `root` on.
pub fn check_rule(
    root: &FilePath,
    environment: &Environment,
    name: &str,
    entry: &Entry,
    source: &Source,
    variables: &Variables,
    diagnostics: &mut Diagnostics,
) {
    let Some(validation) = entry.value.get("validation") else {
        return;
    };
    let condition = match validation.get("condition").map(|node| &node.content) {
        Some(Content::Template(condition)) => condition,
        // Malformed, and reported.
        Some(Content::Invalid(_)) => return,
        _ => {
            diagnostics.push(plain_condition(name, validation));
            return;
        }
    };
    let references = environment.references();
    let roots = [("env", &references), ("var", &variables.values)];
    let scope = NamedScope::new(root, roots)
        .with_sensitive(&variables.sensitive)
        .planned_at(variables.plan_time);
    match evaluate(condition, &scope) {
        Ok(Value::Bool(true)) => {}
        // It looks at a secret that nobody has given.
        Ok(value) if pending::is(&value) => {}
        Ok(Value::Bool(false)) => {
            let message = message(validation, &scope, diagnostics);
            diagnostics.push(broken_rule(name, source, condition, message));
        }
        Ok(other) => diagnostics.push(Diagnostic::new("a condition is true or false").at(
            condition.place_of(0..condition.text().len()),
            format!("this is {}", type_name(&other)),
        )),
        // It looks at a variable that has no value, which has been reported.
        Err(problem) if problem.is_missing && !variables.faults.is_empty() => {}
        Err(problem) => diagnostics.push(bad_expression(condition, problem)),
    }
}

fn plain_condition(name: &str, validation: &Node) -> Diagnostic {
    let condition = validation.get("condition").map(Node::literal);
    let text = match condition {
        Some(Value::String(text)) => text,
        _ => format!("var.{name} != null"),
    };
    Diagnostic::new("a condition is an expression")
        .at(validation.span_of(&Path::field("condition")), "this is plain text")
        .help(format!("write '${{{text}}}'"))
}

/// What to tell who breaks a rule; nothing where that would show something sensitive.
fn message(validation: &Node, scope: &NamedScope, diagnostics: &mut Diagnostics) -> Option<String> {
    match &validation.get("message")?.content {
        Content::Text(text) => Some(text.clone()),
        Content::Template(template) => {
            let (value, is_sensitive) = evaluate_marked(template, scope);
            match value.and_then(|value| text_of(&value)) {
                Ok(text) => Some(text).filter(|_| !is_sensitive),
                Err(problem) => {
                    diagnostics.push(bad_expression(template, problem));
                    None
                }
            }
        }
        _ => None,
    }
}

fn broken_rule(
    name: &str,
    source: &Source,
    condition: &Template,
    message: Option<String>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("variable `{name}` breaks its rule"));
    let diagnostic = match source {
        Source::Written(node) => diagnostic.at(node.span, "this value makes the rule false"),
        Source::CommandLine | Source::ProcessEnvironment => diagnostic,
    };
    let why = match source.as_given(name) {
        None => "the rule".to_owned(),
        Some(source) => format!("{source} makes this false"),
    };
    diagnostic.at(condition.place_of(0..condition.text().len()), why).maybe_help(message)
}
