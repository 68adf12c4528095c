//! Variables: what specs declare, and the values that an environment, the command line or the process
//! environment gives them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;

use schemars::JsonSchema;
use serde::Deserialize;

use super::environment::Loaded;
use super::node::{Content, Entry};
use super::scope::NamedScope;
use super::{bad_expression, evaluate_node, findings_to_diagnostics};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, suggestion};
use crate::expression::{Template, evaluate};
use crate::schema::{self, Schema};
use crate::value::{Object, Path, Value, type_name};

/// Variables with their values.
#[derive(Debug, Default)]
pub(super) struct Variables {
    pub values: Object,
    pub sensitive: BTreeSet<String>,
}

/// A variable as specs declare it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "the condition and the default are read off the node, for their places"
)]
struct Declaration {
    /// `string`, `number`, `bool`, `list`, `map`, `any`, or with an element type as `list(string)`.
    #[serde(rename = "type", default)]
    of_type: Option<String>,
    /// The value where nothing else gives one.
    #[serde(default)]
    default: Option<Value>,
    /// What the variable is for.
    #[serde(default)]
    description: Option<String>,
    /// A rule that the value must keep.
    #[serde(default)]
    validation: Option<Validation>,
    /// Whether the value must never be shown.
    #[serde(default)]
    sensitive: bool,
}

/// The schema of a declaration, for editors.
pub fn declaration_schema() -> Value {
    Schema::generate::<Declaration>()
}

/// A rule for the value of a variable.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read off the node, for its place")]
struct Validation {
    /// An expression that is true for good values.
    condition: String,
    /// What to tell who breaks the rule.
    message: String,
}

/// The prefix of process environment variables that give variables their values.
pub const ENVIRONMENT_PREFIX: &str = "DIATONIC_VAR_";

/// Gives every declared variable its value: command line, then process environment, then the
/// environment's file, then the default.
pub(super) fn resolve(
    declared: &BTreeMap<String, Entry>,
    environment: &Loaded,
    command_line: &[(String, String)],
    root: &FilePath,
    diagnostics: &mut Diagnostics,
) -> Variables {
    let mut variables = Variables::default();
    report_undeclared(declared, environment, command_line, diagnostics);
    for (name, entry) in declared {
        if let Some((value, sensitive)) =
            one(name, entry, environment, command_line, root, diagnostics)
        {
            variables.values.insert(name.clone(), value);
            if sensitive {
                variables.sensitive.insert(name.clone());
            }
        }
    }
    for (name, entry) in declared {
        if variables.values.contains_key(name) {
            validate(
                name,
                entry,
                environment,
                &variables.values,
                root,
                diagnostics,
            );
        }
    }
    variables
}

fn report_undeclared(
    declared: &BTreeMap<String, Entry>,
    environment: &Loaded,
    command_line: &[(String, String)],
    diagnostics: &mut Diagnostics,
) {
    let names = || declared.keys().map(String::as_str);
    for (name, span) in &environment.variable_spans {
        if !declared.contains_key(name) {
            diagnostics.push(
                Diagnostic::new(format!("undeclared variable `{name}`"))
                    .at(*span, "no spec declares it, so it would have no effect")
                    .maybe_help(suggestion(name, names()).or_else(|| {
                        Some(format!(
                            "declare it in a spec: `variables: {{ {name}: {{ type: string }} }}`"
                        ))
                    })),
            );
        }
    }
    for (name, _) in command_line {
        if !declared.contains_key(name) {
            diagnostics.push(
                Diagnostic::new(format!("undeclared variable `{name}` in `--var`"))
                    .maybe_help(suggestion(name, names())),
            );
        }
    }
}

fn one(
    name: &str,
    entry: &Entry,
    environment: &Loaded,
    command_line: &[(String, String)],
    root: &FilePath,
    diagnostics: &mut Diagnostics,
) -> Option<(Value, bool)> {
    let declaration = declaration(name, entry, diagnostics)?;
    let type_text = declaration.of_type.as_deref().unwrap_or("any");
    let Some(wanted) = Type::parse(type_text) else {
        diagnostics.push(
            Diagnostic::new(format!("`{type_text}` is no type"))
                .at(entry.value.span_of(&Path::field("type")), "of this variable")
                .help("a type is string, number, bool, any, list, map, or list(string), map(number), …"),
        );
        return None;
    };
    let given_as_text = command_line
        .iter()
        .rev()
        .find(|(given, _)| given == name)
        .map(|(_, text)| text.clone())
        .or_else(|| std::env::var(format!("{ENVIRONMENT_PREFIX}{name}")).ok());
    let (value, span) = if let Some(text) = given_as_text {
        (wanted.read(&text), entry.key_span)
    } else if let Some(value) = environment.environment.variables.get(name) {
        let span = environment.variable_nodes.get(name).copied();
        (value.clone(), span.unwrap_or(entry.key_span))
    } else if let Some(default) = entry.value.entry("default") {
        let references = environment.environment.references();
        let scope = NamedScope::new(root, [("env", &references)]);
        let value = evaluate_node(&default.value, &scope, &mut Path::root(), diagnostics);
        (value, default.value.span)
    } else {
        diagnostics.push(
            Diagnostic::new(format!("variable `{name}` has no value"))
                .at(entry.key_span, "it is declared here without a default")
                .help(format!(
                    "set it under `variables:` in environments/{}.yaml, or with `--var {name}=…`",
                    environment.environment.name
                )),
        );
        return None;
    };
    match wanted.convert(value) {
        Ok(value) => Some((value, declaration.sensitive)),
        Err(why) => {
            diagnostics.push(
                Diagnostic::new(format!("wrong type for variable `{name}`"))
                    .at(span, why)
                    .help(format!("it is declared as `{type_text}`")),
            );
            None
        }
    }
}

fn declaration(name: &str, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Declaration> {
    let value = literal(entry);
    let findings = schema::check(&Schema::of::<Declaration>(), &value);
    if !findings.is_empty() {
        findings_to_diagnostics(findings, &entry.value, entry.key_span, diagnostics);
        return None;
    }
    match serde_json::from_value(value) {
        Ok(declaration) => Some(declaration),
        Err(error) => {
            diagnostics.push(
                Diagnostic::new(format!("bad declaration of variable `{name}`"))
                    .at(entry.key_span, error.to_string()),
            );
            None
        }
    }
}

/// A declaration as a value, its expressions as the text that they are.
fn literal(entry: &Entry) -> Value {
    fn of(content: &Content) -> Value {
        match content {
            Content::Null => Value::Null,
            Content::Bool(flag) => Value::Bool(*flag),
            Content::Number(number) => Value::Number(number.clone()),
            Content::Text(text) => Value::String(text.clone()),
            Content::Template(template) => Value::String(template.text().to_owned()),
            Content::List(list) => list.iter().map(|node| of(&node.content)).collect(),
            Content::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), of(&entry.value.content)))
                .collect::<Object>()
                .into(),
        }
    }
    match of(&entry.value.content) {
        Value::Null => Value::Object(Object::new()),
        other => other,
    }
}

fn validate(
    name: &str,
    entry: &Entry,
    environment: &Loaded,
    values: &Object,
    root: &FilePath,
    diagnostics: &mut Diagnostics,
) {
    let Some(validation) = entry.value.get("validation") else {
        return;
    };
    let Some(Content::Template(condition)) = validation.get("condition").map(|node| &node.content)
    else {
        diagnostics.push(
            Diagnostic::new("a condition is an expression")
                .at(
                    validation.span_of(&Path::field("condition")),
                    "this is plain text",
                )
                .help(format!("write `condition: ${{length(var.{name}) > 0}}`")),
        );
        return;
    };
    let references = environment.environment.references();
    let scope = NamedScope::new(root, [("env", &references), ("var", values)]);
    match evaluate(condition, &scope) {
        Ok(Value::Bool(true)) => {}
        Ok(Value::Bool(false)) => {
            let span = environment.variable_nodes.get(name).copied();
            diagnostics.push(broken_rule(name, entry, span, condition));
        }
        Ok(other) => diagnostics.push(Diagnostic::new("a condition is true or false").at(
            condition.place_of(0..condition.text().len()),
            format!("this is {}", type_name(&other)),
        )),
        Err(problem) => diagnostics.push(bad_expression(condition, problem)),
    }
}

fn broken_rule(
    name: &str,
    entry: &Entry,
    given_at: Option<Span>,
    condition: &Template,
) -> Diagnostic {
    let message = entry
        .value
        .get("validation")
        .and_then(|validation| validation.get("message"))
        .and_then(|node| match &node.content {
            Content::Text(text) => Some(text.clone()),
            _ => None,
        });
    let rule = condition.place_of(0..condition.text().len());
    Diagnostic::new(format!("variable `{name}` breaks its rule"))
        .at(given_at.unwrap_or(entry.key_span), "this value")
        .at(rule, "must make this true")
        .maybe_help(message)
}

/// The type of a variable.
#[derive(Debug, PartialEq, Eq)]
enum Type {
    Any,
    Text,
    Number,
    Bool,
    List(Box<Type>),
    Map(Box<Type>),
}

impl Type {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let element = |name: &str| {
            let inner = text
                .strip_prefix(name)?
                .trim()
                .strip_prefix('(')?
                .strip_suffix(')')?;
            Self::parse(inner).map(Box::new)
        };
        match text {
            "any" => Some(Self::Any),
            "string" => Some(Self::Text),
            "number" => Some(Self::Number),
            "bool" => Some(Self::Bool),
            "list" | "set" => Some(Self::List(Box::new(Self::Any))),
            "map" => Some(Self::Map(Box::new(Self::Any))),
            _ => element("list")
                .or_else(|| element("set"))
                .map(Self::List)
                .or_else(|| element("map").map(Self::Map)),
        }
    }

    /// A value given as text, on the command line or in the process environment.
    fn read(&self, text: &str) -> Value {
        match self {
            Self::Text => Value::String(text.to_owned()),
            _ => serde_saphyr::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
        }
    }

    fn convert(&self, value: Value) -> Result<Value, String> {
        match (self, value) {
            (Self::Any, value) => Ok(value),
            (Self::Text, Value::Number(number)) => Ok(number.to_string().into()),
            (Self::Text, Value::Bool(flag)) => Ok(flag.to_string().into()),
            (Self::Text, value @ Value::String(_))
            | (Self::Number, value @ Value::Number(_))
            | (Self::Bool, value @ Value::Bool(_)) => Ok(value),
            (Self::Number, Value::String(text)) => {
                serde_json::from_str::<serde_json::Number>(&text)
                    .map(Value::Number)
                    .map_err(|_| format!("\"{text}\" is not a number"))
            }
            (Self::Bool, Value::String(text)) => text
                .parse::<bool>()
                .map(Value::Bool)
                .map_err(|_| format!("\"{text}\" is neither true nor false")),
            (Self::List(element), Value::Array(list)) => list
                .into_iter()
                .map(|value| element.convert(value))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Array),
            (Self::Map(element), Value::Object(object)) => object
                .into_iter()
                .map(|(key, value)| Ok((key, element.convert(value)?)))
                .collect::<Result<Object, String>>()
                .map(Value::Object),
            (_, other) => Err(format!("this is {}", type_name(&other))),
        }
    }
}
