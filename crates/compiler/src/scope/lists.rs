//! Lists of resources: `<kind>.*`, and `<kind>.<name>.*` of a block with `for_each`.

use std::collections::BTreeMap;

use super::resource_outputs::{check_kind, check_output};
use super::resource_scope::{Instance, ResourceScope};
use crate::address::Address;
use crate::model::{Group, GroupOf, Module};
use crate::read::document::is_name;
use language::diagnostic::Diagnostic;
use language::expression::{Problem, Scope, Template};
use language::value::{Object, Value, pending};

/// An instance in a list, with the module and the block that it is of.
struct Listed<'a> {
    module: &'a Module,
    group: &'a Group,
    address: Address,
}

impl<'a> ResourceScope<'a> {
    /// All instances of a kind in the module at hand and in the components in it, or those of one block: an output of
    /// each as a list, or all outputs of each as a map.
    pub(super) fn every(
        &self,
        kind: &str,
        name: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        self.evaluation.record.borrow_mut().current.may_change = true;
        self.outputs.available()?;
        check_kind(kind)?;
        if self.outputs.comes_later() {
            let list = name.map_or(format!("{kind}.*"), |name| format!("{kind}.{name}"));
            let keys = match name {
                Some(name) => self.keys_of_block(kind, name),
                None => self.keys_of_kind(kind)?,
            };
            return Ok(keys.filter(|_| output.is_none()).unwrap_or(pending::value(&list)));
        }
        let listed = self.listed(kind, name)?;
        let Some(output) = output else {
            let each =
                listed.iter().map(|(key, one)| Ok((key.clone(), self.of_listed(one, None)?)));
            return each.collect::<Result<Object, Problem>>().map(Value::from);
        };
        for one in listed.values() {
            check_output(one.group, output)?;
        }
        listed.values().map(|one| self.of_listed(one, Some(output))).collect()
    }

    /// The outputs of the one instance in a list that has a key; nothing where none has.
    pub(super) fn one_of(
        &self,
        kind: &str,
        name: Option<&str>,
        key: &str,
    ) -> Result<Option<Value>, Problem> {
        self.evaluation.record.borrow_mut().current.may_change = true;
        self.outputs.available()?;
        if self.outputs.comes_later() {
            return Ok(Some(pending::value(&format!("{kind}.{key}"))));
        }
        let listed = self.listed(kind, name)?;
        listed.get(key).map(|one| self.of_listed(one, None)).transpose()
    }

    /// The keys of the instances of a block with `for_each`, with a value for each that is told later. Nothing for any
    /// other block, and before they are known.
    pub(super) fn keys_of_block(&self, kind: &str, name: &str) -> Option<Value> {
        let Some(group) = self.module.groups.get(kind, name) else {
            self.note_early(self.module.declarations.has_for_each(kind, name));
            return None;
        };
        let keys = group.keys.as_ref().filter(|_| group.enabled && !group.is_open())?;
        Some(told_later(keys.iter().cloned(), &format!("{kind}.{name}")))
    }

    /// The same of all instances of a kind.
    fn keys_of_kind(&self, kind: &str) -> Result<Option<Value>, Problem> {
        if self.names.unexpanded.get(kind).is_some_and(|left| *left > 0) {
            self.note_early(true);
            return Ok(None);
        }
        let listed = self.listed(kind, None)?;
        if listed.values().any(|one| one.group.is_undecided || one.module.is_undecided) {
            return Ok(None);
        }
        Ok(Some(told_later(listed.into_keys(), &format!("{kind}.*"))))
    }

    fn note_early(&self, is_early: bool) {
        self.evaluation.record.borrow_mut().is_early |= is_early;
    }

    /// The instances in a list: those of a block by their keys, and those of a kind by the words of their addresses.
    fn listed(
        &self,
        kind: &str,
        name: Option<&str>,
    ) -> Result<BTreeMap<String, Listed<'a>>, Problem> {
        let mut listed = BTreeMap::new();
        if let Some(name) = name {
            let group = self.group(kind, name)?;
            for key in group.instances() {
                let address = self.address(kind, name, key);
                let word = key.map_or_else(|| name.to_owned(), str::to_owned);
                listed.insert(word, Listed { module: self.module, group, address });
            }
            return Ok(listed);
        }
        for one in self.instances_of_kind(self.module, kind)? {
            let outer = self.module.within.len();
            let within: Vec<_> = one.address.within.iter().skip(outer).cloned().collect();
            let words = one.address.clone().inside(&within.into()).words();
            if let Some(other) = listed.get(&words) {
                let Listed { address, .. } = other;
                return Err(Problem::new(format!("two resources are `{words}` in `{kind}.*`"))
                    .why(format!("these are {address} and {}", one.address))
                    .help(Some("rename one of the two".to_owned())));
            }
            listed.insert(words, one);
        }
        Ok(listed)
    }

    /// All instances of a kind in a module, and in the components that stand in it.
    fn instances_of_kind(
        &self,
        module: &'a Module,
        kind: &str,
    ) -> Result<Vec<Listed<'a>>, Problem> {
        let mut found = Vec::new();
        for (known, name, group) in module.groups.iter() {
            if known == kind {
                if let Some(fault) = &group.fault {
                    return Err(Problem::caused_by(Diagnostic::clone(fault)));
                }
                found.extend(group.instances().into_iter().map(|key| Listed {
                    module,
                    group,
                    address: Address::new(kind, name, key).inside(&module.within),
                }));
            }
            if let GroupOf::Component(_, modules) = &group.of {
                for inner in modules.values() {
                    found.extend(self.instances_of_kind(self.names.modules.get(*inner), kind)?);
                }
            }
        }
        Ok(found)
    }

    /// The list that is all of a template: `${<kind>.*}`, `${<kind>.<name>.*}` or `${<kind>.<name>}`.
    pub(super) fn list_in<'t>(&self, template: &'t Template) -> Option<(&'t str, Option<&'t str>)> {
        let inner = template.text().strip_prefix("${")?.strip_suffix('}')?.trim();
        let without_splat = inner.strip_suffix(".*").or(inner.strip_suffix("[*]"));
        let names = without_splat.unwrap_or(inner);
        let is_kind = |names: &str| match names.split_once('.') {
            Some((service, kind)) => self.is_service(service) && is_name(kind),
            None => names.contains("::"),
        };
        if without_splat.is_some() && is_kind(names) {
            return Some((names, None));
        }
        let (kind, name) = names.rsplit_once('.')?;
        (is_kind(kind) && is_name(name)).then_some((kind, Some(name)))
    }

    fn of_listed(&self, one: &Listed<'a>, output: Option<&str>) -> Result<Value, Problem> {
        self.within(one.module, Instance::No).instance(one.group, &one.address, output)
    }
}

/// A map with these keys, of which each value is told later.
fn told_later(keys: impl Iterator<Item = String>, list: &str) -> Value {
    let value = pending::value(list);
    keys.map(|key| (key, value.clone())).collect::<Object>().into()
}
