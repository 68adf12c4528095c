//! From YAML files to a compiled stack: load, expand, resolve, without AWS and without credentials.

pub mod address;
mod arns;
mod check;
pub mod compile;
pub mod document;
mod endpoint;
pub mod environment;
mod evaluated_names;
mod existing;
mod expand;
mod foreign_words;
pub mod identity;
#[cfg(test)]
mod laws;
pub mod lookups;
mod malformed;
pub mod meta;
pub mod node;
mod output;
mod predict;
mod resource_scope;
mod rules;
mod spelling;
pub mod stack;

mod variable_type;
mod variables;
mod withhold;
mod written;
mod yaml;

use evaluated_names::sensitive_key;
use language::diagnostic::{Diagnostic, Diagnostics, Span};
use language::expression::{Problem, Scope, Template, evaluate, evaluate_marked};
use language::schema::Finding;
use language::value::{Object, Path, Segment, Value, auto, type_name};
use node::{Content, Node};

pub use address::Address;
pub use compile::{Options, compile, compile_in_memory};
pub use existing::PendingLookup;
pub use identity::Identity;
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
        Content::Bool(flag) => Value::Bool(flag.value),
        Content::Number(number) => Value::Number(number.value.clone()),
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
                let key = entry_key(entry, scope, diagnostics);
                // What is found out of a value is found again in the spec, where the key is evaluated.
                path.push(Segment::Key(key.clone()));
                scope.evaluated(path);
                object.insert(key, evaluate_node(&entry.value, scope, path, diagnostics));
                path.pop();
            }
            Value::Object(object)
        }
    }
}

fn entry_key(entry: &node::Entry, scope: &dyn Scope, diagnostics: &mut Diagnostics) -> String {
    let Some(template) = &entry.key_template else {
        return entry.key.clone();
    };
    let (key, sensitive) = evaluate_marked(template, scope);
    if sensitive {
        diagnostics.push(bad_expression(template, sensitive_key()));
        return entry.key.clone();
    }
    match key {
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

#[cfg(test)]
mod key_tests {
    use super::*;

    #[test]
    fn a_field_whose_key_is_an_expression_is_known_by_what_the_key_comes_to() {
        let options = Options { environment: "dev".to_owned(), ..Options::default() };
        let environment = b"{ account: \"123456789012\", region: us-east-2, project: shop }";
        let specs = br#"
            variables:
              token: { type: string, sensitive: true, default: hunter2 }
            logs.log_group:
              api: {}
            lambda.function:
              api:
                code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" }
                role: arn:aws:iam::123456789012:role/api
                environment:
                  "${env.name}_TOKEN": ${var.token}
                  "${env.name}_LOGS": ${logs.log_group.api.name}
            "#;
        let specs: &[(&str, &[u8])] = &[("specs/app.yaml", specs)];
        let stack = compile_in_memory(&options, environment, specs).ok().unwrap();
        let function = Address::new("lambda.function", "api", None);
        let function = &stack.resources[&function];
        let evaluation = stack.evaluate(function, &stack.resources).unwrap();
        let variables = Path::field("environment");
        assert_eq!(evaluation.sensitive, [variables.key("dev_TOKEN")].into());
        let [reference] = evaluation.references.as_slice() else {
            panic!("{:?}", evaluation.references)
        };
        assert_eq!(reference.field, variables.key("dev_LOGS"));
        let span = stack.span_of_reference(function, reference);
        assert_eq!(stack.sources.slice(span), "logs.log_group.api.name");
    }
}

/// Tests have every kind, those of the fake cloud among them.
#[cfg(test)]
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    fake_cloud::register();
}
