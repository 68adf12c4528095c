//! A compiled stack: every resource of an environment, with all that is known of it before AWS is
//! asked, and the means to [evaluate](Stack::evaluate) each against what is known by then.

mod evaluate;
mod origins;
mod readings;
mod referable;
mod try_out;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use crate::model::{Block, Evaluation, From, NamedAddress, Referable, Shared, ValueOrigin};
pub use crate::ownership::tag_value;

use crate::address::{Address, Part, Steps};
use crate::declared_outputs::Output;
use crate::environment::Environment;
use crate::model::{Group, GroupOf, Reference, Resource};
use crate::ownership::ownership;
use crate::read::written::Written;
use crate::scope::{Names, PendingLookup};
use aws::tags::Tags;
use language::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use language::expression::PlanTime;
use language::value::{Path, Value};

/// Everything that the specs and an environment say.
pub struct Stack {
    pub environment: Environment,
    pub root: PathBuf,
    pub sources: Sources,
    pub resources: BTreeMap<Address, Resource>,
    /// What AWS accepts, but is probably unintended.
    pub warnings: Diagnostics,
    pub(crate) names: Names,
    pub(crate) outputs: BTreeMap<String, Output>,
    pub(crate) written: Written,
    /// Whether files that kinds need may be missing, as long as nothing is made of them.
    pub(crate) may_lack_files: bool,
}

impl Stack {
    /// When the run plans, for what depends on it.
    pub fn plan_time(&self) -> PlanTime {
        self.names.plan_time
    }

    /// The names of the locals that the specs declare.
    pub fn locals(&self) -> impl Iterator<Item = &str> {
        self.names.modules.root().declarations.locals.keys().map(String::as_str)
    }

    /// The names of the variables that the specs declare.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        let names = &self.names;
        let without_value = names.variable_faults.keys().chain(names.absent_secrets.keys());
        names.variables.keys().chain(without_value).map(String::as_str)
    }

    /// What was looked up or waits to be, as expressions name it: `existing.ec2.vpc.core`.
    pub fn lookups(&self) -> impl Iterator<Item = &str> {
        self.names.existing.values().map(|existing| existing.reference.as_str())
    }

    /// The variables that have a value, with it, and whether it is sensitive.
    pub fn known_variables(&self) -> impl Iterator<Item = (&str, &Value, bool)> {
        let names = &self.names;
        names
            .variables
            .iter()
            .map(|(name, value)| (name.as_str(), value, names.sensitive_variables.contains(name)))
    }

    /// The sensitive variables that have a value, and what each is as a text.
    pub fn secrets(&self) -> impl Iterator<Item = (&str, String)> {
        let variables = self.names.variables.iter();
        let sensitive =
            variables.filter(|(name, _)| self.names.sensitive_variables.contains(*name));
        sensitive.map(|(name, value)| {
            let text = value.as_str().map(str::to_owned);
            (name.as_str(), text.unwrap_or_else(|| value.to_string()))
        })
    }

    /// The secrets that nobody has given, with what to say of each. Their values are
    /// [pending](language::value::pending), so nothing can be applied.
    pub fn absent_secrets(&self) -> impl Iterator<Item = (&str, &Diagnostic)> {
        let absent = self.names.absent_secrets.iter();
        absent.map(|(name, diagnostic)| (name.as_str(), diagnostic))
    }

    /// The lookups that wait for AWS. Where there is none, everything is known that can be.
    pub fn pending_lookups(&self) -> impl Iterator<Item = PendingLookup<'_>> {
        self.names.existing.iter().filter_map(|(key, existing)| existing.pending(key))
    }

    /// The resources of which it is known that they exist.
    pub fn decided(&self) -> impl Iterator<Item = &Resource> {
        let resources = self.resources.values();
        resources.filter(|resource| {
            let Steps { kind, name, .. } = &*resource.address;
            let module = self.names.modules.get(resource.module);
            let group = module.groups.get(kind, name);
            !module.is_undecided && !group.is_some_and(|group| group.is_undecided)
        })
    }

    /// The blocks of which AWS decides whether there is something, or how many: `logs.log_group.api`.
    pub fn undecided(&self) -> impl Iterator<Item = Address> {
        self.names.modules.iter().flat_map(|module| {
            let undecided = move |group: &Group| module.is_undecided || group.is_undecided;
            let groups = module.groups.iter().filter(move |(.., group)| {
                matches!(group.of, GroupOf::Kind(_)) && undecided(group)
            });
            groups.map(|(kind, name, _)| Address::new(kind, name, None).inside(&module.within))
        })
    }

    /// The outputs that the specs declare.
    pub fn output_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.outputs.keys().map(String::as_str)
    }

    /// The place where a field of a resource refers to another.
    pub fn span_of_reference(&self, resource: &Resource, reference: &Reference) -> Span {
        let Steps { kind, name, .. } = &*reference.to;
        let names: Vec<&str> = kind.split('.').chain([name.as_str()]).collect();
        let written = resource.body.nearest(&reference.field);
        let place = written.place_of_reference(&names);
        place.unwrap_or_else(|| self.span_of(resource, &reference.field))
    }

    /// What to write so that a resource takes over the object that had another address, and where.
    pub fn how_to_move(&self, resource: &Resource, from: &str) -> String {
        let address = &resource.address;
        match address.within.first() {
            None => format!("`moved_from: {from}`"),
            Some(first) => {
                let component = Part { key: None, ..first.clone() };
                let inside = address.without_first();
                format!("`moved_from: {{ {inside}: {from} }}` on `{component}`")
            }
        }
    }

    /// The place in the specs of a field of a resource.
    pub fn span_of(&self, resource: &Resource, field: &Path) -> Span {
        if field.is_root() {
            return resource.span;
        }
        resource.body.span_of(field)
    }

    /// The tags by which we know an object as ours.
    pub fn ownership(&self, address: &Address) -> Tags {
        ownership(&self.environment, address)
    }

    /// The spec of an object with the tags by which we know it as ours, where its kind has tags.
    pub fn owned(&self, resource: &Resource, mut spec: Value) -> Value {
        if resource.kind.is_taggable() {
            for (key, value) in self.ownership(&resource.address) {
                spec["tags"][key] = value.into();
            }
        }
        spec
    }
}
