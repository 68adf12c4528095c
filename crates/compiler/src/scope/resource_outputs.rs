//! References to resources: `<kind>.<name>.<output>`.

use indexmap::IndexSet;

use super::absent::absent_here;
use super::components::declared_output;
use super::resource_scope::ResourceScope;
use crate::address::{Address, Steps, is_component};
use crate::model::{Group, GroupOf};
use crate::other_tools;
use kind::{AnyKind, OutputField, registry};
use language::diagnostic::{Diagnostic, did_you_mean, suggestion};
use language::expression::{Problem, Scope};
use language::value::{Object, Value, in_quotes, pending, unknown};

impl<'a> ResourceScope<'a> {
    /// The value of a reference to a resource, or to a component: its instance with this `key`, or all; its `output`,
    /// or all.
    pub(super) fn resource_value(
        &self,
        kind: &str,
        name: &str,
        key: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        self.evaluation.record.borrow_mut().current.may_change = true;
        self.outputs.available()?;
        if self.outputs.comes_later() {
            let block = format!("{kind}.{name}");
            return Ok(match (key, output) {
                (None, None) => self.keys_of_block(kind, name).unwrap_or(pending::value(&block)),
                _ => pending::value(&block),
            });
        }
        let group = self.group(kind, name)?;
        if !group.enabled {
            let message = format!("`{kind}.{name}` does not exist here");
            return Err(absent_here(message, group.enabled_span));
        }
        let address = self.address(kind, name, key);
        self.check_instance(group, &address)?;
        match (&group.keys, key) {
            // AWS decides whether there is one, or which it is.
            (Some(keys), Some(key)) if !keys.contains(key) => {
                output.map_or(Ok(()), |output| check_output(group, output))?;
                let output = output.map(|output| format!(".{output}")).unwrap_or_default();
                Ok(pending::value(&format!("{address}{output}")))
            }
            (None, _) | (Some(_), Some(_)) => self.instance(group, &address, output),
            (Some(keys), None) => self.instances(group, keys, &address, output),
        }
    }

    /// The address of what stands in the module at hand.
    pub(super) fn address(&self, kind: &str, name: &str, key: Option<&str>) -> Address {
        Address::new(kind, name, key).inside(&self.module.within)
    }

    /// The block of a kind with this name.
    pub fn group(&self, kind: &str, name: &str) -> Result<&'a Group, Problem> {
        check_kind(kind)?;
        let groups = &self.module.groups;
        if let Some(group) = groups.get(kind, name) {
            return match &group.fault {
                None => Ok(group),
                Some(fault) => Err(Problem::caused_by(Diagnostic::clone(fault))),
            };
        }
        if let Some(fault) = self.module.declarations.misplaced.get(name) {
            return Err(Problem::caused_by(fault.clone()));
        }
        Err({
            let mut names = groups.of_kind(kind).map(|(name, _)| name);
            let before = format!("{kind}.");
            Problem::missing(format!("there is no `{kind}.{name}`"))
                .why(match self.module.origin {
                    None => "no spec declares it",
                    Some(_) => {
                        "the component declares none, and what stands outside of it is not its own"
                    }
                })
                .help(
                    self.suggestion(&before, name, &mut names)
                        .or_else(|| self.other_component(kind))
                        .or_else(|| Some(format!("declare it: `{kind}: {{ {name}: {{ … }} }}`"))),
                )
        })
    }

    /// The component that is used here and whose kind may be meant.
    fn other_component(&self, kind: &str) -> Option<String> {
        let kinds = self.module.declarations.components.keys().map(String::as_str);
        let meant = did_you_mean(kind, kinds).filter(|meant| is_component(kind) && *meant != kind);
        meant.map(|meant| format!("did you mean `{meant}`?"))
    }

    /// Whether a group has this instance; without a key, whether it is one object and not several.
    pub fn check_instance(&self, group: &Group, address: &Address) -> Result<(), Problem> {
        let Steps { kind, name, key, .. } = &**address;
        match (&group.keys, key) {
            (None, Some(key)) => Err(Problem::new(format!("`{kind}.{name}` has no instances"))
                .why("this names one of them")
                .related(group.name_span, "it is declared without `for_each`")
                .help(Some(format!("omit `[{}]`", in_quotes(key))))),
            (Some(_), Some(key)) if group.is_open() || pending::in_text(key) => Ok(()),
            (Some(keys), Some(key)) if !keys.contains(key) => {
                Err(Problem::missing(format!("`{kind}.{name}` has no instance `{key}`"))
                    .why(match keys.is_empty() {
                        true => "it has no instance at all here",
                        false => "no instance has this key",
                    })
                    .related(group.for_each_span, "its instances are made here")
                    .help(self.suggestion("", key, &mut keys.iter().map(String::as_str))))
            }
            _ => Ok(()),
        }
    }

    /// All instances of a group as a map, of which no single output can be taken.
    fn instances(
        &self,
        group: &'a Group,
        keys: &IndexSet<String>,
        address: &Address,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        let Steps { kind, name, .. } = &**address;
        if let Some(output) = output {
            let first = keys.first().map_or("key", String::as_str);
            return Err(Problem::new(format!("`{kind}.{name}` is several resources"))
                .why(format!("this asks for the `{output}` of one"))
                .related(group.for_each_span, "its instances are made here")
                .help(Some(format!(
                    "name one, `{kind}.{name}[{}].{output}`, or take all: \
                     `{kind}.{name}.*.{output}`",
                    in_quotes(first)
                ))));
        }
        let mut object = Object::new();
        for key in keys {
            let address = self.address(kind, name, Some(key));
            object.insert(key.clone(), self.instance(group, &address, None)?);
        }
        Ok(object.into())
    }

    /// One instance of a group, of which it is known that it is there.
    pub(super) fn instance(
        &self,
        group: &'a Group,
        address: &Address,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        let kind = match &group.of {
            GroupOf::Kind(kind) => *kind,
            GroupOf::Component(component, modules) => {
                return match modules.get(&address.key) {
                    Some(module) => {
                        let module = self.names.modules.get(*module);
                        self.component_output(component, module, address, output)
                    }
                    None => Ok(pending::value(&address.to_string())),
                };
            }
        };
        let Some(output) = output else {
            let mut object = Object::new();
            for field in kind.outputs() {
                object.insert(field.name.clone(), self.output(address, field)?);
            }
            return Ok(object.into());
        };
        self.output(address, output_of(kind, output)?)
    }

    fn output(&self, address: &Address, field: &'static OutputField) -> Result<Value, Problem> {
        let output = field.name.as_str();
        let value = self.outputs.output(address, output)?;
        let known = value.is_some();
        if field.is_sensitive {
            self.note_sensitive();
        }
        let mut record = self.evaluation.record.borrow_mut();
        let reference = (address.clone(), output, known);
        record.current.references.insert(reference);
        Ok(value.unwrap_or_else(|| Value::String(unknown::mark(&format!("{address}.{output}")))))
    }
}

/// Whether there is a kind, or whether it is that of a component.
pub(super) fn check_kind(kind: &str) -> Result<(), Problem> {
    if is_component(kind) || registry::find(kind).is_some() {
        return Ok(());
    }
    let problem = Problem::new(format!("there is no kind `{kind}`"));
    if let Some(refused) = registry::refuse(kind) {
        return Err(problem.why(refused.why).help(Some(refused.help)));
    }
    let kinds = registry::all().into_iter().map(|kind| kind.name());
    Err(problem.help(Some(match did_you_mean(kind, kinds) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`diatonic reference kinds` tells which there are".to_owned(),
    })))
}

/// How many of these names are the name of one output of a kind: the longest that it has.
pub fn output_length(kind: &str, names: &[&str]) -> usize {
    // Nearly all references have one name there, and need no look at the kind.
    if names.len() < 2 {
        return 1;
    }
    let outputs = registry::find(kind).map(|kind| kind.outputs()).unwrap_or_default();
    let is_output = |length: &usize| {
        let name = names[..*length].join(".");
        outputs.iter().any(|output| output.name == name)
    };
    (2..=names.len()).rev().find(is_output).unwrap_or(1)
}

/// Whether the kind of a group, or its component, has an output.
pub fn check_output(group: &Group, output: &str) -> Result<(), Problem> {
    match &group.of {
        GroupOf::Kind(kind) => output_of(*kind, output).map(drop),
        GroupOf::Component(component, _) => declared_output(component, output).map(drop),
    }
}

/// An output of a kind.
fn output_of<'k>(kind: &'k dyn AnyKind, output: &str) -> Result<&'k OutputField, Problem> {
    let outputs = kind.outputs();
    if let Some(field) = outputs.iter().find(|field| field.name == output) {
        return Ok(field);
    }
    let names = outputs.iter().map(|field| field.name.as_str());
    let why = match kind.schema().properties.contains_key(output) {
        true => "this is a field, and only outputs can be referred to",
        false => "no output is called this",
    };
    Err(Problem::new(format!("`{}` has no output `{output}`", kind.name()))
        .why(why)
        .help(other_tools::output(output, names.clone()).or_else(|| suggestion(output, names))))
}
