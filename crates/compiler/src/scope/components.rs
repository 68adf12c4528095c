//! References across the border of a component: to its inputs from inside, and to its outputs from outside.

use std::sync::Arc;

use super::evaluated::Named;
use super::resource_scope::{Instance, ResourceScope};
use crate::address::Address;
use crate::model::{Module, Origin};
use crate::read::document::{Component, is_sensitive, output_value};
use crate::read::node::Entry;
use kind::SecretReference;
use language::diagnostic::suggestion;
use language::expression::{Problem, Scope};
use language::value::{Object, Value};

impl<'a> ResourceScope<'a> {
    /// The value of an input of the component at hand: what it is given where the component is used, or its default.
    pub fn input(&self, name: &str) -> Result<Arc<Value>, Problem> {
        let Some(origin) = &self.module.origin else {
            return Err(Problem::new("there are no inputs here")
                .why("only components have inputs")
                .help(Some("use a variable: `var.<name>`".to_owned())));
        };
        let Some(input) = origin.inputs.get(name) else {
            let mut names = origin.inputs.names();
            return Err(Problem::missing(format!("there is no `input.{name}`"))
                .why("the component declares no such input")
                .help(self.suggestion("input.", name, &mut names)));
        };
        let given = origin.used.body.get(name);
        let written = given.or(input.default()).unwrap_or(&input.entry.value);
        let evaluate = || {
            let value = match (given, input.default()) {
                (Some(given), _) => self.outside(origin).node_value(given)?,
                (None, Some(default)) => self.node_value(default)?,
                (None, None) => return Err(Problem::caused_by(input.missing(&origin.used))),
            };
            if input.is_sensitive() && !SecretReference::is_like(&value) {
                self.note_sensitive_value();
            }
            input.converted(value, written).map_err(Problem::caused_by)
        };
        self.evaluate_once(self.own(format!("input.{name}"), written), &evaluate)
    }

    /// An output of an instance of a component; or all of them as a map, where none is named.
    pub(super) fn component_output(
        &self,
        component: &'a Component,
        module: &'a Module,
        address: &Address,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        let Some(output) = output else {
            let mut object = Object::new();
            for name in module.declarations.outputs.keys() {
                let value = self.component_output(component, module, address, Some(name))?;
                object.insert(name.clone(), value);
            }
            return Ok(object.into());
        };
        let entry = declared_output(component, output)?;
        let value = output_value(entry);
        // A value that is a map may have a key of this name too.
        let is_sensitive = entry.value.get("value").is_some() && is_sensitive(entry);
        let inside = self.within(module, Instance::No);
        let named = Named {
            whole: format!("{}output.{output}", module.path),
            name: format!("{}.{}.{output}", address.kind, address.name),
            written: value,
        };
        let evaluate = || {
            if is_sensitive {
                inside.note_sensitive_value();
            }
            inside.node_value(value)
        };
        inside.evaluate_once(named, &evaluate).map(|value| (*value).clone())
    }
}

/// The output that a component declares.
pub(super) fn declared_output<'c>(
    component: &'c Component,
    output: &str,
) -> Result<&'c Entry, Problem> {
    let outputs = &component.declarations.outputs;
    outputs.get(output).ok_or_else(|| {
        Problem::new(format!("`{}` has no output `{output}`", component.kind))
            .why("the component declares none of this name")
            .help(suggestion(output, outputs.keys().map(String::as_str)))
    })
}

/// What is wrong with looking outside of a component.
pub(super) fn outside_of_component(origin: &Origin, root: &str, name: &str) -> Problem {
    let component = &origin.component.kind;
    Problem::new(format!("`{root}.{name}` cannot be referred to in a component"))
        .why(format!("`{component}` knows its inputs, and nothing of who uses it"))
        .help(Some(format!(
            "declare an input, and give it the value where the component is used: `{name}: ${{{root}.{name}}}`"
        )))
}
