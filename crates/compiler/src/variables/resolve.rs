//! The value of every variable: who gives it, made of its type, and held against its rule.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::declaration::{Declaration, declaration};
use super::mismatch::{malformed, mismatch, no_such_type};
use super::noun::Noun;
use super::provided::{ENVIRONMENT_PREFIX, Provided, Source};
use super::rule::check_rule;
use super::values::Variables;
use super::variable_type::Type;
use crate::environment::Loaded;
use crate::evaluate::evaluate_node;
use crate::options::Options;
use crate::read::node::{Entry, Node};
use kind::SecretReference;
use language::diagnostic::{Diagnostic, Diagnostics};
use language::expression::NamedScope;
use language::value::{Path, Value, pending};

/// Gives every declared variable its value: command line, then process environment, then the
/// environment's file, then the default.
pub fn resolve(
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
        let declaration = declaration(Noun::Variable, name, entry, &mut found);
        let is_sensitive = declaration.as_ref().is_some_and(|declaration| declaration.sensitive);
        if is_sensitive {
            let written = environment.variable(name).map(|entry| &entry.value);
            let written = written.into_iter().chain(entry.value.get("default"));
            let is_text = declaration.as_ref().is_some_and(Declaration::is_text);
            let written = written.filter(|node| !(is_text && node.refers_to_secret()));
            variables.secret_places.extend(written.flat_map(Node::places));
        }
        if declaration
            .as_ref()
            .is_some_and(|declaration| resolver.is_absent_secret(name, entry, declaration))
        {
            let value = pending::value(&format!("var.{name}"));
            variables.values.insert(name.clone(), value);
            variables.sensitive.insert(name.clone());
            let missing = resolver.missing(name, entry, true);
            variables.absent_secrets.insert(name.clone(), missing);
            continue;
        }
        let value = declaration
            .and_then(|declaration| resolver.value(name, entry, &declaration, &mut found));
        if let Some((text, _)) = resolver.text(name) {
            variables.given.insert(name.clone(), text.to_owned());
        }
        // Where a secret is kept is none itself.
        let is_elsewhere = value.as_ref().is_some_and(|(value, _)| SecretReference::is_like(value));
        if is_sensitive && !is_elsewhere {
            variables.sensitive.insert(name.clone());
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
    let references = environment.environment.references();
    let roots = [("env", &references), ("var", &variables.values)];
    let scope = NamedScope::new(&options.root, roots)
        .with_sensitive(&variables.sensitive)
        .planned_at(options.plan_time);
    let mut broken = Diagnostics::default();
    for (name, entry, source) in given {
        check_rule(Noun::Variable, name, entry, &source, &scope, &mut broken);
    }
    if !variables.faults.is_empty() {
        // One may look at a variable that has no value, which has been reported.
        broken.forget_absences();
    }
    diagnostics.extend(broken);
    variables
}

struct Resolver<'a> {
    environment: &'a Loaded,
    options: &'a Options,
}

impl<'a> Resolver<'a> {
    /// The value of a variable, of its type, and who gives it.
    fn value(
        &self,
        name: &str,
        entry: &'a Entry,
        declaration: &Declaration,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Value, Source<'a>)> {
        let type_text = declaration.type_text();
        let Some(wanted) = Type::parse(type_text) else {
            diagnostics.push(no_such_type(entry, type_text));
            return None;
        };
        let given = self.given(name, entry, declaration, &wanted, diagnostics)?;
        match wanted.convert(given.value, given.node.as_deref()) {
            Ok(value) => Some((value, given.source)),
            Err(found) => {
                diagnostics.push(mismatch(
                    Noun::Variable,
                    found,
                    name,
                    entry,
                    declaration,
                    &given.source,
                ));
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
        declaration.sensitive
            && Type::parse(declaration.type_text()).is_some()
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
    ) -> Option<Provided<'a>> {
        if let Some((text, source)) = self.text(name) {
            let node = match wanted.read(text) {
                Ok(node) => node,
                Err(fault) => {
                    let is_secret = declaration.sensitive;
                    diagnostics.push(malformed(name, entry, &source, fault, is_secret));
                    return None;
                }
            };
            return Some(Provided {
                value: node.as_ref().map_or_else(|| text.into(), Node::literal),
                node: node.map(Cow::Owned),
                source,
            });
        }
        let environment = &self.environment.environment;
        if let (Some(value), Some(written)) =
            (environment.variables.get(name), self.environment.variable(name))
        {
            return Some(Provided::written(value.clone(), &written.value));
        }
        let Some(default) = entry.value.get("default") else {
            diagnostics.push(self.missing(name, entry, declaration.sensitive));
            return None;
        };
        let references = environment.references();
        let scope = NamedScope::new(&self.options.root, [("env", &references)])
            .planned_at(self.options.plan_time);
        let mut found = Diagnostics::default();
        let value = evaluate_node(default, &scope, &mut Path::root(), &mut found);
        let failed = !found.is_empty();
        diagnostics.extend(found);
        (!failed).then(|| Provided::written(value, default))
    }
}
