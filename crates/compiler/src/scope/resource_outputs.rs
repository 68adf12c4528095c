//! References to resources: `<kind>.<name>.<output>`.

use super::resource_scope::ResourceScope;
use crate::address::Address;
use crate::model::Group;
use crate::other_tools;
use kind::{OutputField, registry};
use language::diagnostic::{did_you_mean, suggestion};
use language::expression::{Problem, Scope};
use language::value::{Object, Value, in_quotes, pending, unknown};

impl<'a> ResourceScope<'a> {
    /// The value of a reference to a resource: its instance with this `key`, or all; its `output`, or all.
    pub(super) fn resource_value(
        &self,
        kind: &str,
        name: &str,
        key: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        self.record.borrow_mut().current.may_change = true;
        self.outputs.available()?;
        if self.outputs.comes_later() {
            return Ok(pending::value(&format!("{kind}.{name}")));
        }
        let group = self.group(kind, name)?;
        if !group.enabled {
            return Err(Problem::new(format!("`{kind}.{name}` does not exist here"))
                .why("this needs it")
                .related(group.enabled_span, "this is false in this environment")
                .help(Some(
                    "refer to it under the same condition, or with a fallback: `try(…, null)`"
                        .to_owned(),
                )));
        }
        let address = Address::new(kind, name, key);
        self.check_instance(group, &address)?;
        match (&group.keys, key) {
            // AWS decides whether there is one, or which it is.
            (Some(keys), Some(key)) if !keys.iter().any(|known| known == key) => {
                output.map_or(Ok(()), |output| check_output(group, output))?;
                let output = output.map(|output| format!(".{output}")).unwrap_or_default();
                Ok(pending::value(&format!("{address}{output}")))
            }
            (None, _) | (Some(_), Some(_)) => self.instance(group, &address, output),
            (Some(keys), None) => self.instances(group, keys, &address, output),
        }
    }

    /// The block of a kind with this name.
    pub fn group(&self, kind: &str, name: &str) -> Result<&'a Group, Problem> {
        if registry::find(kind).is_none() {
            if let Some(refused) = registry::refuse(kind) {
                let problem = Problem::new(format!("there is no kind `{kind}`"));
                return Err(problem.why(refused.why).help(Some(refused.help)));
            }
            let kinds = registry::all().into_iter().map(|kind| kind.name());
            let help = match did_you_mean(kind, kinds) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`diatonic reference kinds` tells which there are".to_owned(),
            };
            return Err(Problem::new(format!("there is no kind `{kind}`")).help(Some(help)));
        }
        if let Some(group) = self.names.groups.get(&(kind.to_owned(), name.to_owned())) {
            return match &group.fault {
                None => Ok(group),
                Some(fault) => Err(Problem::caused_by(fault.clone())),
            };
        }
        if let Some(fault) = self.names.misplaced.get(name) {
            return Err(Problem::caused_by(fault.clone()));
        }
        Err({
            let first = (kind.to_owned(), String::new());
            let groups = self.names.groups.range(first..);
            let same_kind = groups.take_while(|((known, _), _)| known == kind);
            let mut names = same_kind.map(|((_, name), _)| name.as_str());
            let before = format!("{kind}.");
            Problem::missing(format!("there is no `{kind}.{name}`"))
                .why("no spec declares it")
                .help(
                    self.suggestion(&before, name, &mut names)
                        .or_else(|| Some(format!("declare it: `{kind}: {{ {name}: {{ … }} }}`"))),
                )
        })
    }

    /// Whether a group has this instance; without a key, whether it is one object and not several.
    pub fn check_instance(&self, group: &Group, address: &Address) -> Result<(), Problem> {
        let Address { kind, name, key } = address;
        match (&group.keys, key) {
            (None, Some(key)) => Err(Problem::new(format!("`{kind}.{name}` has no instances"))
                .why("this names one of them")
                .related(group.name_span, "it is declared without `for_each`")
                .help(Some(format!("leave `[{}]` away", in_quotes(key))))),
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
        group: &Group,
        keys: &[String],
        address: &Address,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        let Address { kind, name, .. } = address;
        if let Some(output) = output {
            let first = keys.first().map_or("key", String::as_str);
            return Err(Problem::new(format!("`{kind}.{name}` is several resources"))
                .why(format!("this asks for the `{output}` of one"))
                .related(group.for_each_span, "its instances are made here")
                .help(Some(format!(
                    "name one, `{kind}.{name}[{}].{output}`, or take all: \
                     `[for key, one in {kind}.{name} : one.{output}]`",
                    in_quotes(first)
                ))));
        }
        let mut object = Object::new();
        for key in keys {
            let address = Address::new(kind, name, Some(key));
            object.insert(key.clone(), self.instance(group, &address, None)?);
        }
        Ok(object.into())
    }

    fn instance(
        &self,
        group: &Group,
        address: &Address,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        let Some(output) = output else {
            let mut object = Object::new();
            for field in group.kind.outputs() {
                object.insert(field.name.clone(), self.output(address, field)?);
            }
            return Ok(object.into());
        };
        self.output(address, output_of(group, output)?)
    }

    fn output(&self, address: &Address, field: &OutputField) -> Result<Value, Problem> {
        let output = &field.name;
        let value = self.outputs.output(address, output)?;
        let known = value.is_some();
        if field.is_sensitive {
            self.note_sensitive();
        }
        let mut record = self.record.borrow_mut();
        let reference = (address.clone(), output.clone(), known);
        record.current.references.insert(reference);
        Ok(value.unwrap_or_else(|| Value::String(unknown::mark(&format!("{address}.{output}")))))
    }
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

/// Whether the kind of a group has an output.
pub fn check_output(group: &Group, output: &str) -> Result<(), Problem> {
    output_of(group, output).map(drop)
}

/// An output of the kind of a group.
fn output_of<'g>(group: &'g Group, output: &str) -> Result<&'g OutputField, Problem> {
    let outputs = group.kind.outputs();
    if let Some(field) = outputs.iter().find(|field| field.name == output) {
        return Ok(field);
    }
    let names = outputs.iter().map(|field| field.name.as_str());
    let why = match group.kind.schema().properties.contains_key(output) {
        true => "this is a field, and only outputs can be referred to",
        false => "no output is called this",
    };
    Err(Problem::new(format!("`{}` has no output `{output}`", group.kind.name()))
        .why(why)
        .help(other_tools::output(output, names.clone()).or_else(|| suggestion(output, names))))
}
