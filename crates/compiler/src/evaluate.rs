//! The value of a node, with each expression in it evaluated.

use crate::findings::bad_expression;
use crate::read::node::{Content, Entry, Node};
use language::diagnostic::Diagnostics;
use language::expression::{Problem, Scope, evaluate_marked};
use language::value::{Object, Path, Segment, Value, auto, type_name};

/// The value of a node, with each expression in it evaluated. What fails is reported, and a value that
/// fits everywhere stands in for it, so that the rest can be checked.
pub fn evaluate_node(
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
            let (outcome, is_sensitive) = evaluate_marked(template, scope);
            let value = outcome.unwrap_or_else(|problem| {
                diagnostics.push(bad_expression(template, problem));
                auto::anything()
            });
            scope.evaluated(path, &value, is_sensitive);
            value
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
                scope.evaluated(path, &Value::Null, false);
                object.insert(key, evaluate_node(&entry.value, scope, path, diagnostics));
                path.pop();
            }
            Value::Object(object)
        }
    }
}

fn entry_key(entry: &Entry, scope: &dyn Scope, diagnostics: &mut Diagnostics) -> String {
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

/// Keys are parts of addresses and of paths, which plans, the state and errors show.
pub fn sensitive_key() -> Problem {
    Problem::new("a key cannot be sensitive").why("plans and the state show keys").help(Some(
        "use a variable that is not `sensitive`, or put the secret into the value".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Address, Options, compile_in_memory};

    #[test]
    fn a_field_whose_key_is_an_expression_is_known_by_what_the_key_comes_to() {
        let options = Options { environment: "dev".to_owned(), ..Options::default() };
        let environment = b"{ account: \"123456789012\", region: us-east-2, project: shop }";
        let specs = br#"
            variables:
              token: { type: string, sensitive: true, default: hunter2 }
            locals: { marked: "x-${sensitive(env.name)}" }
            logs.log_group:
              api: {}
            lambda.function:
              api:
                code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/api:1" }
                role: arn:aws:iam::123456789012:role/api
                environment:
                  "${env.name}_TOKEN": ${var.token}
                  "${env.name}_LOGS": ${logs.log_group.api.name}
                  MARKED: ${sensitive("a")}
                  LOCAL: ${local.marked}
                  UNMARKED: ${nonsensitive(var.token)}
                  KNOWN: ${issensitive(local.marked)}
            "#;
        let specs: &[(&str, &[u8])] = &[("specs/app.yaml", specs)];
        let stack = compile_in_memory(&options, environment, specs).ok().unwrap();
        let function = Address::new("lambda.function", "api", None);
        let function = &stack.resources[&function];
        let evaluation = stack.evaluate(function, &stack.resources).unwrap();
        let variables = Path::field("environment");
        assert_eq!(
            evaluation.sensitive,
            [variables.key("dev_TOKEN"), variables.key("MARKED"), variables.key("LOCAL")].into()
        );
        let [reference] = evaluation.references.as_slice() else {
            panic!("{:?}", evaluation.references)
        };
        assert_eq!(reference.field, variables.key("dev_LOGS"));
        let span = stack.span_of_reference(function, reference);
        assert_eq!(stack.sources.slice(span), "logs.log_group.api.name");
    }
}
