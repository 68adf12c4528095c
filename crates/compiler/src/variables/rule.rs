//! The rule of a variable: the `validation` in its declaration.

use super::noun::Noun;
use super::provided::Source;
use crate::findings::bad_expression;
use crate::read::node::{Content, Entry, Node};
use language::diagnostic::{Diagnostic, Diagnostics};
use language::expression::{Scope, Template, evaluate, evaluate_marked, text_of};
use language::value::{Path, Value, type_name, unknown};

/// Holds a value against its own rule.
pub fn check_rule(
    noun: Noun,
    name: &str,
    entry: &Entry,
    source: &Source,
    scope: &dyn Scope,
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
            diagnostics.push(plain_condition(noun, name, validation));
            return;
        }
    };
    if looks_at_unknown(condition, scope) {
        return;
    }
    match evaluate(condition, scope) {
        Ok(Value::Bool(true)) => {}
        Ok(Value::Bool(false)) => {
            let message = message(validation, scope, diagnostics);
            diagnostics.push(broken_rule(noun, name, source, condition, message));
        }
        Ok(other) => diagnostics.push(Diagnostic::new("a condition is true or false").at(
            condition.place_of(0..condition.text().len()),
            format!("this is {}", type_name(&other)),
        )),
        Err(problem) => diagnostics.push(bad_expression(condition, problem)),
    }
}

/// Whether a condition looks at what AWS has yet to tell, or at a secret that nobody has given.
fn looks_at_unknown(condition: &Template, scope: &dyn Scope) -> bool {
    condition.mentions().iter().any(|mention| match mention.names.as_slice() {
        [root, name, ..] => match scope.named(root, name) {
            Some(Ok(value)) => unknown::in_value(&value),
            Some(Err(_)) | None => false,
        },
        _ => false,
    })
}

fn plain_condition(noun: Noun, name: &str, validation: &Node) -> Diagnostic {
    let condition = validation.get("condition").map(Node::literal);
    let text = match condition {
        Some(Value::String(text)) => text,
        _ => format!("{}.{name} != null", noun.root()),
    };
    Diagnostic::new("a condition is an expression")
        .at(validation.span_of(&Path::field("condition")), "this is plain text")
        .help(format!("write '${{{text}}}'"))
}

/// What to tell who breaks a rule; nothing where that would show something sensitive.
fn message(validation: &Node, scope: &dyn Scope, diagnostics: &mut Diagnostics) -> Option<String> {
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
    noun: Noun,
    name: &str,
    source: &Source,
    condition: &Template,
    message: Option<String>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("{noun} `{name}` breaks its rule"));
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
