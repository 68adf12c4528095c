//! Variables: what specs declare, and the values that an environment, the command line or the process
//! environment gives them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::compile::Options;
use super::environment::Loaded;
use super::node::{Content, Entry, Node};
use super::spelling::{as_number, changed};
use super::variable_type::{Misfit, Type};
use super::{bad_expression, evaluate_node, findings_to_diagnostics};
use language::diagnostic::{Diagnostic, Diagnostics, Span, suggestion};
use language::expression::NamedScope;
use language::expression::{Template, evaluate, evaluate_marked, text_of};
use language::schema::{Check, Schema};
use language::value::{Object, Path, Value, pending, type_name};

/// Variables with their values.
#[derive(Debug, Default)]
pub(super) struct Variables {
    pub values: Object,
    pub sensitive: BTreeSet<String>,
    /// Where sensitive values are written.
    pub secret_places: Vec<Span>,
    /// The texts that the command line and the process environment give.
    pub given: BTreeMap<String, String>,
    /// What is wrong with those that have no value.
    pub faults: BTreeMap<String, Diagnostic>,
    /// Secrets that nobody has given, by their names, and what to say of each. Whoever is offline does without
    /// them.
    pub absent_secrets: BTreeMap<String, Diagnostic>,
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
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Variables {
    let resolver = Resolver { environment, options };
    let mut variables = Variables::default();
    let mut given = Vec::new();
    for (name, entry) in declared {
        let mut found = Diagnostics::default();
        let declaration = declaration(name, entry, &mut found);
        if declaration.as_ref().is_some_and(|declaration| declaration.sensitive) {
            variables.sensitive.insert(name.clone());
            let written = environment.variable(name).map(|entry| &entry.value);
            let written = written.into_iter().chain(entry.value.get("default"));
            variables.secret_places.extend(written.flat_map(Node::places));
        }
        if declaration
            .as_ref()
            .is_some_and(|declaration| resolver.is_absent_secret(name, entry, declaration))
        {
            let value = pending::value(&format!("var.{name}"));
            variables.values.insert(name.clone(), value);
            let missing = resolver.missing(name, entry, true);
            variables.absent_secrets.insert(name.clone(), missing);
            continue;
        }
        let value = declaration
            .and_then(|declaration| resolver.value(name, entry, &declaration, &mut found));
        if let Some((text, _)) = resolver.text(name) {
            variables.given.insert(name.clone(), text.to_owned());
        }
        if let Some((value, source)) = value {
            variables.values.insert(name.clone(), value);
            given.push((name, entry, source));
        }
        if let Some(fault) = found.first() {
            variables.faults.insert(name.clone(), fault.clone());
        }
        diagnostics.extend(found);
    }
    for (name, entry, source) in given {
        resolver.validate(name, entry, &source, &variables, diagnostics);
    }
    variables
}

/// Says which variables are given a value although no spec declares them.
pub(super) fn report_undeclared(
    declared: &BTreeMap<String, Entry>,
    environment: &Loaded,
    command_line: &[(String, String)],
    diagnostics: &mut Diagnostics,
) {
    let undeclared = |name: &str, given: &str| {
        let names = declared.keys().map(String::as_str);
        let declare =
            format!("declare it in a spec: `variables: {{ {name}: {{ type: string }} }}`");
        Diagnostic {
            absence: true,
            ..Diagnostic::new(format!("undeclared variable `{name}`{given}"))
                .help(declare)
                .maybe_help(suggestion(name, names))
        }
    };
    let is_undeclared = |name: &String| !declared.contains_key(name);
    for entry in environment.variables() {
        if is_undeclared(&entry.key) {
            diagnostics.push(
                undeclared(&entry.key, "")
                    .at(entry.key_span, "no spec declares it, so it would have no effect"),
            );
        }
    }
    for (name, _) in command_line.iter().filter(|(name, _)| is_undeclared(name)) {
        diagnostics.push(undeclared(name, " in `--var`"));
    }
}

fn declaration(name: &str, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Declaration> {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<Declaration>);
    let literal = match entry.value.literal() {
        Value::Null => Object::new().into(),
        other => other,
    };
    if !literal.is_object() {
        diagnostics.push(
            Diagnostic::new(format!("variable `{name}` is declared by a map"))
                .at(entry.value.span, format!("this is {}", entry.value.type_name()))
                .help(format!("write `{name}: {{ default: {literal} }}`")),
        );
        return None;
    }
    let spelling = |path: &Path| entry.value.spelling_at(path).map(str::to_owned);
    let findings = Check::new(&SCHEMA).spelling(&spelling).run(&literal);
    let fits = findings.is_empty();
    findings_to_diagnostics(findings, &entry.value, entry.key_span, diagnostics);
    if fits { serde_json::from_value(literal).ok() } else { None }
}

/// Who gives a variable its value.
enum Source<'a> {
    CommandLine,
    ProcessEnvironment,
    Written(&'a Node),
}

impl Source<'_> {
    /// What gives a variable its text, in words; nothing for what is written in a file.
    fn as_given(&self, name: &str) -> Option<String> {
        match self {
            Self::Written(_) => None,
            Self::CommandLine => Some(format!("`--var {name}=…`")),
            Self::ProcessEnvironment => Some(format!("{ENVIRONMENT_PREFIX}{name}")),
        }
    }
}

/// What a variable is given.
struct Given<'a> {
    value: Value,
    /// How it is written; nothing where it is text as a whole.
    node: Option<Cow<'a, Node>>,
    source: Source<'a>,
}

impl<'a> Given<'a> {
    fn written(value: Value, node: &'a Node) -> Self {
        Self { value, node: Some(Cow::Borrowed(node)), source: Source::Written(node) }
    }
}

struct Resolver<'a> {
    environment: &'a Loaded,
    options: &'a Options,
}

impl<'a> Resolver<'a> {
    fn value(
        &self,
        name: &str,
        entry: &'a Entry,
        declaration: &Declaration,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Value, Source<'a>)> {
        let type_text = declaration.of_type.as_deref().unwrap_or("any");
        let Some(wanted) = Type::parse(type_text) else {
            diagnostics.push(
                Diagnostic::new(format!("there is no type `{type_text}`"))
                    .at(entry.value.span_of(&Path::field("type")), "no variable has this type")
                    .help(
                        "a type is `string`, `number`, `bool`, `list`, `map` or `any`, or with the \
                         type of what it holds: `list(string)`, `map(number)`",
                    ),
            );
            return None;
        };
        let given = self.given(name, entry, declaration, &wanted, diagnostics)?;
        let written = given.node.as_deref();
        match wanted.convert(given.value, written) {
            Ok(value) => Some((value, given.source)),
            Err(Misfit::Type(path, why)) => {
                let span = match given.source {
                    Source::Written(node) if path.is_root() => node.span,
                    Source::Written(node) => node.span_of(&path),
                    _ => entry.value.span_of(&Path::field("type")),
                };
                let why = match (given.source.as_given(name), path.is_root()) {
                    (None, _) => format!("this is {why}"),
                    (Some(source), true) => format!("{source} is {why}"),
                    (Some(source), false) => format!("`{path}` of {source} is {why}"),
                };
                diagnostics.push(
                    Diagnostic::new(format!("wrong type for variable `{name}`"))
                        .at(span, why)
                        .help(format!("it is declared as `{type_text}`")),
                );
                None
            }
            Err(Misfit::Spelling(_, _)) if declaration.sensitive => {
                diagnostics.push(
                    Diagnostic::new(format!(
                        "the number that `{name}` is would not keep how it is written"
                    ))
                    .at(entry.key_span, "what it is given is sensitive, and not shown")
                    .help("put it in quotes, or declare `type: string`"),
                );
                None
            }
            Err(Misfit::Spelling(number, span)) => {
                let text = "declare it as `type: string` if text is meant";
                diagnostics.push(match given.source {
                    Source::Written(_) => changed(&number, span),
                    _ => Diagnostic { labels: Vec::new(), ..changed(&number, span) }
                        .at(entry.key_span, format!("`{name}` is given this"))
                        .help(match as_number(&number) {
                            None => text.to_owned(),
                            Some(plain) => format!("{text}; give it {plain} if a number is"),
                        }),
                });
                None
            }
        }
    }

    /// The text that stands in for whatever is written.
    fn text(&self, name: &str) -> Option<(&'a str, Source<'a>)> {
        let mut command_line = self.options.variables.iter().rev();
        if let Some((_, text)) = command_line.find(|(given, _)| given == name) {
            return Some((text, Source::CommandLine));
        }
        let text = self.options.process_variables.get(name)?;
        Some((text, Source::ProcessEnvironment))
    }

    /// Whether a variable is a secret that nobody has given.
    fn is_absent_secret(&self, name: &str, entry: &Entry, declaration: &Declaration) -> bool {
        let is_typed =
            declaration.of_type.as_deref().is_none_or(|text| Type::parse(text).is_some());
        declaration.sensitive
            && is_typed
            && self.text(name).is_none()
            && self.environment.variable(name).is_none()
            && entry.value.get("default").is_none()
    }

    fn missing(&self, name: &str, entry: &Entry, is_sensitive: bool) -> Diagnostic {
        let environment = &self.environment.environment.name;
        Diagnostic::new(format!("variable `{name}` has no value"))
            .at(entry.key_span, "it is declared here without a default")
            .help(match is_sensitive {
                // Files are read by many, and so are the arguments of a process.
                true => format!("set `{ENVIRONMENT_PREFIX}{name}` in the process environment"),
                false => format!(
                    "set it under `variables:` in environments/{environment}.yaml, or with `--var {name}=…`"
                ),
            })
    }

    /// The value as it is given, not yet of its type.
    fn given(
        &self,
        name: &str,
        entry: &'a Entry,
        declaration: &Declaration,
        wanted: &Type,
        diagnostics: &mut Diagnostics,
    ) -> Option<Given<'a>> {
        if let Some((text, source)) = self.text(name) {
            let node = match wanted.read(text) {
                Ok(node) => node,
                Err(fault) => {
                    let is_secret = declaration.sensitive;
                    diagnostics.push(malformed(name, entry, &source, fault, is_secret));
                    return None;
                }
            };
            return Some(Given {
                value: node.as_ref().map_or_else(|| text.into(), Node::literal),
                node: node.map(Cow::Owned),
                source,
            });
        }
        let environment = &self.environment.environment;
        if let (Some(value), Some(written)) =
            (environment.variables.get(name), self.environment.variable(name))
        {
            return Some(Given::written(value.clone(), &written.value));
        }
        let Some(default) = entry.value.get("default") else {
            diagnostics.push(self.missing(name, entry, declaration.sensitive));
            return None;
        };
        let references = environment.references();
        let scope = NamedScope::new(&self.options.root, [("env", &references)]);
        let mut found = Diagnostics::default();
        let value = evaluate_node(default, &scope, &mut Path::root(), &mut found);
        let failed = !found.is_empty();
        diagnostics.extend(found);
        (!failed).then(|| Given::written(value, default))
    }

    /// Holds a variable against its own rule.
    fn validate(
        &self,
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
        let references = self.environment.environment.references();
        let roots = [("env", &references), ("var", &variables.values)];
        let scope = NamedScope::new(&self.options.root, roots).with_sensitive(&variables.sensitive);
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
            Err(problem) if problem.absence && !variables.faults.is_empty() => {}
            Err(problem) => diagnostics.push(bad_expression(condition, problem)),
        }
    }
}

/// What is wrong with a text from outside that is to be YAML. The words may quote it.
fn malformed(
    name: &str,
    entry: &Entry,
    source: &Source,
    fault: Diagnostic,
    is_secret: bool,
) -> Diagnostic {
    let given = source.as_given(name).unwrap_or_default();
    let why = fault.labels.into_iter().next().map(|label| label.text);
    let why = why.filter(|why| !is_secret && !why.is_empty());
    Diagnostic::new(format!("{given} is no value"))
        .at(
            entry.value.span_of(&Path::field("type")),
            why.unwrap_or_else(|| "it is to be read as YAML, and is none".to_owned()),
        )
        .help("put it in quotes, inside those of the shell, or declare it as `type: string`")
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
