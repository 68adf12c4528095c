//! Every reference, by what it starts with.

use std::path::Path as FilePath;

use super::components::outside_of_component;
use super::existing::Existing;
use super::resource_outputs::{check_output, output_length};
use super::resource_scope::{Instance, ResourceScope};
use super::trace::Trace;
use crate::address::{Address, COMPONENT, Steps};
use crate::lookups;
use crate::model::Reference;
use crate::other_tools;
use kind::registry;
use language::expression::functions::Surroundings;
use language::expression::{
    Budget, EXISTING, Found, Mention, PlanTime, Problem, Scope, lookup, render_template,
};
use language::value::{Object, Path, Value};

impl ResourceScope<'_> {
    /// Whether what is mentioned exists, without its value.
    pub fn check_mention(&self, mention: &Mention) -> Result<(), Problem> {
        let [root, rest @ ..] = mention.names.as_slice() else {
            return Ok(());
        };
        match (root.as_str(), rest) {
            ("local", [name, ..]) if self.module.declarations.locals.contains_key(name) => Ok(()),
            ("input", [name, ..]) if self.has_input(name) => Ok(()),
            (EXISTING, names) => match sort_and_name(names) {
                Some((sort, name, rest)) => {
                    let existing = self.looked_up(&sort, name)?;
                    existing.check_output(rest.first().map(String::as_str))
                }
                None => Ok(()),
            },
            (service, [kind, name, rest @ ..]) if self.is_service(service) => {
                self.check_resource(&format!("{service}.{kind}"), name, rest, mention)
            }
            (kind, [name, rest @ ..]) if kind.contains("::") => {
                self.check_resource(kind, name, rest, mention)
            }
            (root, [name, ..]) => self.named(root, name).map_or(Ok(()), |found| found.map(drop)),
            _ => Ok(()),
        }
    }

    /// Whether the component at hand has an input.
    fn has_input(&self, name: &str) -> bool {
        let origin = self.module.origin.as_ref();
        origin.is_some_and(|origin| origin.inputs.get(name).is_some())
    }

    /// What was looked up under a name.
    fn looked_up(&self, sort: &str, name: &str) -> Result<&Existing, Problem> {
        match &self.module.origin {
            None => self.names.existing(sort, name),
            Some(origin) => Err(outside_of_component(origin, &format!("{EXISTING}.{sort}"), name)),
        }
    }

    /// Whether a resource exists that is mentioned, and what is taken of it.
    fn check_resource(
        &self,
        kind: &str,
        name: &str,
        rest: &[String],
        mention: &Mention,
    ) -> Result<(), Problem> {
        let group = self.group(kind, name)?;
        let rest = if mention.after_index.is_empty() { rest } else { &mention.after_index };
        let names: Vec<&str> = rest.iter().map(String::as_str).collect();
        match output_length(kind, &names).min(names.len()) {
            0 => Ok(()),
            length => check_output(group, &names[..length].join(".")),
        }
    }
}

/// The sort and the name of a lookup, from the names behind `existing`, and what follows. Nothing where they end before.
pub fn sort_and_name(names: &[String]) -> Option<(String, &str, &[String])> {
    let plain: Vec<&str> = names.iter().map(String::as_str).collect();
    let (sort, rest) = names.split_at_checked(lookups::length_of_name(&plain))?;
    let (name, rest) = rest.split_first()?;
    Some((sort.join("."), name, rest))
}

impl Surroundings for ResourceScope<'_> {
    fn base_folder(&self) -> &FilePath {
        self.root
    }

    fn budget(&self) -> &Budget {
        &self.evaluation.budget
    }

    fn plan_time(&self) -> PlanTime {
        self.names.plan_time
    }

    fn render(&self, template: &str, variables: &Object) -> Result<Value, String> {
        render_template(self, template, variables)
    }
}

impl Scope for ResourceScope<'_> {
    fn named(&self, root: &str, name: &str) -> Option<Result<Found<'_>, Problem>> {
        match (root, &self.module.origin) {
            ("var", Some(origin)) => Some(Err(outside_of_component(origin, root, name))),
            ("var", None) => {
                if self.names.sensitive_variables.contains(name) {
                    self.note_sensitive();
                }
                Some(match self.names.variable_faults.get(name) {
                    Some(fault) => Err(Problem::caused_by(fault.clone())),
                    None => lookup("var", name, &self.names.variables, self).map(Found::Kept),
                })
            }
            ("input", _) => Some(self.input(name).map(Found::Shared)),
            ("local", _) => Some(self.local(name).map(Found::Shared)),
            ("env", _) => Some(lookup("env", name, &self.names.environment, self).map(Found::Kept)),
            ("each", _) => Some(self.each(name)),
            _ => None,
        }
    }

    fn met_sensitive(&self) -> bool {
        std::mem::take(&mut self.evaluation.record.borrow_mut().met_sensitive)
    }

    fn suggestion(
        &self,
        before: &str,
        name: &str,
        names: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        self.names.suggestions.of(before, name, names)
    }

    fn is_service(&self, root: &str) -> bool {
        root == COMPONENT || registry::is_service(root)
    }

    fn output_length(&self, kind: &str, names: &[&str]) -> usize {
        output_length(kind, names)
    }

    fn resource(
        &self,
        kind: &str,
        name: &str,
        key: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        self.resource_value(kind, name, key, output)
    }

    fn resources(
        &self,
        kind: &str,
        name: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        self.every(kind, name, output)
    }

    fn by_address(&self, address: &str, output: &str) -> Option<Result<Value, Problem>> {
        let address = Address::parse(address)?;
        let module = self.names.modules.find(&address.within)?;
        let inside = self.within(module, Instance::No);
        let Steps { kind, name, key, .. } = &*address;
        Some(inside.resource_value(kind, name, key.as_deref(), Some(output)))
    }

    fn sort_length(&self, names: &[&str]) -> usize {
        lookups::length_of_name(names)
    }

    fn existing(&self, sort: &str, name: &str, output: Option<&str>) -> Result<Value, Problem> {
        let existing = self.looked_up(sort, name)?;
        if existing.is_sensitive(output) {
            self.note_sensitive();
        }
        existing.output(output)
    }

    fn evaluated(&self, path: &Path, value: &Value, is_sensitive: bool) {
        let trace = std::mem::take(&mut self.evaluation.record.borrow_mut().current);
        let Trace { references, may_change, .. } = trace;
        let fields = self.fields_of(path, value, &references);
        let found = references.into_iter().zip(fields).flat_map(|((to, output, known), fields)| {
            let at = move |field| Reference { field, to: to.clone(), output, known };
            fields.into_iter().map(at)
        });
        let found: Vec<Reference> = found.collect();
        let mut record = self.evaluation.record.borrow_mut();
        record.may_change |= may_change;
        record.references.extend(found);
        if is_sensitive {
            record.sensitive.insert(path.clone());
        }
    }

    fn foreign(&self, root: &str) -> Option<String> {
        other_tools::reference(root)
    }

    fn roots(&self) -> Vec<&str> {
        let mut roots = match self.module.origin {
            None => vec!["var", "local", "env", EXISTING],
            Some(_) => vec!["input", "local", "env"],
        };
        roots.push(COMPONENT);
        if !matches!(self.each, Instance::No) {
            roots.push("each");
        }
        roots.extend(registry::services());
        roots
    }
}
