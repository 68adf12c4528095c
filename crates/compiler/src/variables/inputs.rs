//! The inputs of a component: declared as variables are, and given where the component is used.

use std::collections::BTreeMap;

use super::declaration::{Declaration, declaration};
use super::mismatch::{mismatch, no_such_type};
use super::noun::Noun;
use super::provided::Source;
use super::rule::check_rule;
use super::variable_type::Type;
use crate::read::document::{Component, Use};
use crate::read::node::{Entry, Node};
use language::diagnostic::{Diagnostic, Diagnostics, suggestion};
use language::expression::Scope;
use language::value::{Value, unknown};

/// The inputs that a component declares.
#[derive(Debug, Default)]
pub struct Inputs(BTreeMap<String, Input>);

/// One of them.
#[derive(Debug)]
pub struct Input {
    pub entry: Entry,
    /// Nothing where the declaration does not fit, which has been reported.
    declared: Option<(Declaration, Type)>,
}

impl Inputs {
    /// The inputs of a component. What is wrong with a declaration is reported.
    pub fn of(component: &Component, diagnostics: &mut Diagnostics) -> Self {
        let inputs = component.inputs.iter().map(|(name, entry)| {
            let declared = declaration(Noun::Input, name, entry, diagnostics);
            let declared = declared.and_then(|declared| match Type::parse(declared.type_text()) {
                Some(wanted) => Some((declared, wanted)),
                None => {
                    diagnostics.push(no_such_type(entry, declared.type_text()));
                    None
                }
            });
            (name.clone(), Input { entry: entry.clone(), declared })
        });
        Self(inputs.collect())
    }

    pub fn get(&self, name: &str) -> Option<&Input> {
        self.0.get(name)
    }

    /// The names of all.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.keys().map(String::as_str)
    }

    /// What is wrong with what a use gives: inputs that there are not, and those that have no value.
    pub fn check_given(&self, used: &Use, diagnostics: &mut Diagnostics) {
        for entry in used.body.entries() {
            if !self.0.contains_key(&entry.key) {
                diagnostics.push(
                    Diagnostic::new(format!("`{}` has no input `{}`", used.kind, entry.key))
                        .at(entry.key_span, "the component declares none of this name")
                        .maybe_help(suggestion(&entry.key, self.names())),
                );
            }
        }
        for input in self.0.values() {
            if used.body.get(&input.entry.key).is_none() && input.default().is_none() {
                diagnostics.push(input.missing(used));
            }
        }
    }

    /// Holds the values of inputs against their rules.
    pub fn check_rules(&self, used: &Use, scope: &dyn Scope, diagnostics: &mut Diagnostics) {
        for (name, input) in &self.0 {
            let written = used.body.get(name).or(input.default());
            if let Some(written) = written {
                let source = Source::Written(written);
                check_rule(Noun::Input, name, &input.entry, &source, scope, diagnostics);
            }
        }
    }
}

impl Input {
    /// The value where it is given none.
    pub fn default(&self) -> Option<&Node> {
        self.entry.value.get("default")
    }

    /// Whether its value must never be shown.
    pub fn is_sensitive(&self) -> bool {
        self.declared.as_ref().is_some_and(|(declared, _)| declared.sensitive)
    }

    /// What to say where a use gives it no value.
    pub fn missing(&self, used: &Use) -> Diagnostic {
        let name = &self.entry.key;
        Diagnostic::new(format!("`{}` needs the input `{name}`", used.kind))
            .at(used.name_span, "it is given no value here")
            .at(self.entry.key_span, "it is declared here without a default")
            .help(format!("write `{name}: …` below `{}`", used.name))
    }

    /// The value, which is `written` so, as its type. What is not known fits every type.
    ///
    /// # Errors
    /// It is none of the type.
    pub fn converted(&self, value: Value, written: &Node) -> Result<Value, Diagnostic> {
        let Some((declared, wanted)) = &self.declared else {
            return Ok(value);
        };
        if unknown::in_value(&value) {
            return Ok(value);
        }
        wanted.convert(value, Some(written)).map_err(|found| {
            let (name, source) = (&self.entry.key, Source::Written(written));
            mismatch(Noun::Input, found, name, &self.entry, declared, &source)
                .at(self.entry.key_span, "it is declared here")
        })
    }
}
