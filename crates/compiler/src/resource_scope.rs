//! What the fields of a resource can refer to, and a record of what they did refer to.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path as FilePath;

use indexmap::IndexSet;

use super::address::Address;
use super::evaluated_names::Memory;
use super::foreign_words;
use super::stack::{Each, Group, Names, OutputSource, Reference};
use kind::registry;
use language::diagnostic::{did_you_mean, suggestion};
use language::expression::functions::Surroundings;
use language::expression::{Budget, EXISTING, Found, Mention, Problem, Scope};
use language::expression::{lookup, render_template};
use language::value::{Object, Path, Value, in_quotes, pending, unknown};

pub(super) struct ResourceScope<'a> {
    root: &'a FilePath,
    pub(super) names: &'a Names,
    pub(super) each: Instance<'a>,
    outputs: &'a dyn OutputSource,
    record: RefCell<Record>,
    /// What has been evaluated by name, to be evaluated once.
    pub(super) memory: RefCell<Memory>,
    budget: Budget,
}

/// What `each` is.
#[derive(Clone, Copy)]
pub(super) enum Instance<'a> {
    /// There is none.
    No,
    /// It may be that of any instance.
    Any,
    One(&'a Each),
}

impl<'a> From<Option<&'a Each>> for Instance<'a> {
    fn from(each: Option<&'a Each>) -> Self {
        each.map_or(Self::No, Self::One)
    }
}

#[derive(Default)]
struct Record {
    references: Vec<Reference>,
    sensitive: BTreeSet<Path>,
    /// What the template at hand has looked at, which does not know its place.
    current: Trace,
    met_sensitive: bool,
    is_passing: bool,
}

/// What an evaluation has looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Trace {
    /// The outputs that it refers to, and whether each was known.
    pub(super) references: IndexSet<(Address, String, bool)>,
    pub(super) sensitive: bool,
    /// Whether its value may differ from one stage of compiling to the next, or between instances.
    pub(super) is_passing: bool,
}

impl Trace {
    pub(super) fn add(&mut self, other: &Self) {
        self.references.extend(other.references.iter().cloned());
        self.sensitive |= other.sensitive;
        self.is_passing |= other.is_passing;
    }
}

impl<'a> ResourceScope<'a> {
    pub(super) fn new(
        root: &'a FilePath,
        names: &'a Names,
        each: impl Into<Instance<'a>>,
        outputs: &'a dyn OutputSource,
    ) -> Self {
        Self {
            root,
            names,
            each: each.into(),
            outputs,
            record: RefCell::default(),
            memory: RefCell::default(),
            budget: Budget::default(),
        }
    }

    /// Evaluates something of its own, with its own limit, and tells what it has looked at.
    pub(super) fn apart<T>(&self, evaluate: impl FnOnce() -> T) -> (T, Trace) {
        let outside = std::mem::take(&mut self.record.borrow_mut().current);
        let left = self.budget.renew();
        let outcome = evaluate();
        self.budget.resume(left);
        let trace = std::mem::replace(&mut self.record.borrow_mut().current, outside);
        (outcome, trace)
    }

    /// Takes what something has looked at for what the template at hand has.
    pub(super) fn note(&self, trace: &Trace) {
        let mut record = self.record.borrow_mut();
        record.met_sensitive |= trace.sensitive;
        record.current.add(trace);
    }

    /// The references followed, and the fields that hold something sensitive.
    pub(super) fn into_findings(self) -> (Vec<Reference>, BTreeSet<Path>) {
        let record = self.record.into_inner();
        (record.references, record.sensitive)
    }

    /// Whether anything so far has looked at the outputs of resources.
    pub(super) fn is_passing(&self) -> bool {
        self.record.borrow().is_passing
    }

    fn note_sensitive(&self) {
        let mut record = self.record.borrow_mut();
        record.met_sensitive = true;
        record.current.sensitive = true;
    }

    /// Whether what is mentioned exists, without its value.
    pub(super) fn check_mention(&self, mention: &Mention) -> Result<(), Problem> {
        let [root, rest @ ..] = mention.names.as_slice() else {
            return Ok(());
        };
        match (root.as_str(), rest) {
            ("local", [name, ..]) if self.names.locals.contains_key(name) => Ok(()),
            (EXISTING, [service, kind, name, rest @ ..]) => {
                let sort = format!("{service}.{kind}");
                let existing = self.names.existing(&sort, name)?;
                let output = rest.first().map(String::as_str);
                existing.output(output).map(drop)
            }
            (service, [kind, name, rest @ ..]) if registry::is_service(service) => {
                let group = self.group(&format!("{service}.{kind}"), name)?;
                let output = mention.after_index.as_ref().or_else(|| rest.first());
                output.map_or(Ok(()), |output| check_output(group, output))
            }
            (root, [name, ..]) => self.named(root, name).map_or(Ok(()), |found| found.map(drop)),
            _ => Ok(()),
        }
    }

    pub(super) fn group(&self, kind: &str, name: &str) -> Result<&'a Group, Problem> {
        if registry::find(kind).is_none() {
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
                Some(fault) => Err(Problem::elsewhere(fault.clone())),
            };
        }
        if let Some(fault) = self.names.misplaced.get(name) {
            return Err(Problem::elsewhere(fault.clone()));
        }
        Err({
            let first = (kind.to_owned(), String::new());
            let groups = self.names.groups.range(first..);
            let same_kind = groups.take_while(|((known, _), _)| known == kind);
            let mut names = same_kind.map(|((_, name), _)| name.as_str());
            let before = format!("{kind}.");
            Problem::absence(format!("there is no `{kind}.{name}`"))
                .why("no spec declares it")
                .help(
                    self.suggestion(&before, name, &mut names)
                        .or_else(|| Some(format!("declare it: `{kind}: {{ {name}: {{ … }} }}`"))),
                )
        })
    }

    /// Whether a group has this instance; without a key, whether it is one object and not several.
    pub(super) fn check_instance(&self, group: &Group, address: &Address) -> Result<(), Problem> {
        let Address { kind, name, key } = address;
        match (&group.keys, key) {
            (None, Some(key)) => Err(Problem::new(format!("`{kind}.{name}` has no instances"))
                .why("this names one of them")
                .related(group.name_span, "it is declared without `for_each`")
                .help(Some(format!("leave `[{}]` away", in_quotes(key))))),
            (Some(_), Some(key)) if group.is_open() || pending::in_text(key) => Ok(()),
            (Some(keys), Some(key)) if !keys.contains(key) => {
                Err(Problem::absence(format!("`{kind}.{name}` has no instance `{key}`"))
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
                object.insert(field.name.clone(), self.output(address, &field.name)?);
            }
            return Ok(object.into());
        };
        check_output(group, output)?;
        self.output(address, output)
    }

    fn output(&self, address: &Address, output: &str) -> Result<Value, Problem> {
        let value = self.outputs.output(address, output)?;
        let known = value.is_some();
        let mut record = self.record.borrow_mut();
        let reference = (address.clone(), output.to_owned(), known);
        record.current.references.insert(reference);
        Ok(value.unwrap_or_else(|| Value::String(unknown::mark(&format!("{address}.{output}")))))
    }
}

/// Refuses chains of references that would fill the stack long before they make sense.
pub(super) fn check_depth(depth: usize) -> Result<(), Problem> {
    const DEEPEST: usize = 64;
    if depth < DEEPEST {
        return Ok(());
    }
    Err(Problem::new("references go too deep")
        .why(format!("this is behind {DEEPEST} others that refer to each other"))
        .help(Some("write one of the values in between out".to_owned())))
}

fn check_output(group: &Group, output: &str) -> Result<(), Problem> {
    let outputs = group.kind.outputs();
    if outputs.iter().any(|field| field.name == output) {
        return Ok(());
    }
    let names = outputs.iter().map(|field| field.name.as_str());
    let why = match group.kind.schema().properties.contains_key(output) {
        true => "this is a field, and only outputs can be referred to",
        false => "no output is called this",
    };
    Err(Problem::new(format!("`{}` has no output `{output}`", group.kind.name()))
        .why(why)
        .help(foreign_words::output(output, names.clone()).or_else(|| suggestion(output, names))))
}

impl Surroundings for ResourceScope<'_> {
    fn base_folder(&self) -> &FilePath {
        self.root
    }

    fn budget(&self) -> &Budget {
        &self.budget
    }

    fn render(&self, template: &str, variables: &Object) -> Result<Value, String> {
        render_template(self, template, variables)
    }
}

impl Scope for ResourceScope<'_> {
    fn named(&self, root: &str, name: &str) -> Option<Result<Found<'_>, Problem>> {
        match root {
            "var" => {
                if self.names.sensitive_variables.contains(name) {
                    self.note_sensitive();
                }
                Some(match self.names.variable_faults.get(name) {
                    Some(fault) => Err(Problem::elsewhere(fault.clone())),
                    None => lookup("var", name, &self.names.variables, self).map(Found::Kept),
                })
            }
            "local" => Some(self.local(name).map(Found::Shared)),
            "env" => Some(lookup("env", name, &self.names.environment, self).map(Found::Kept)),
            "each" => Some(self.each(name)),
            _ => None,
        }
    }

    fn met_sensitive(&self) -> bool {
        std::mem::take(&mut self.record.borrow_mut().met_sensitive)
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
        registry::is_service(root)
    }

    fn resource(
        &self,
        kind: &str,
        name: &str,
        key: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        self.record.borrow_mut().current.is_passing = true;
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

    fn existing(&self, sort: &str, name: &str, output: Option<&str>) -> Result<Value, Problem> {
        let existing = self.names.existing(sort, name)?;
        if existing.is_sensitive(output) {
            self.note_sensitive();
        }
        existing.output(output)
    }

    fn evaluated(&self, path: &Path) {
        let mut record = self.record.borrow_mut();
        let Trace { references, sensitive, is_passing } = std::mem::take(&mut record.current);
        record.is_passing |= is_passing;
        let references = references.into_iter();
        record.references.extend(references.map(|(to, output, known)| Reference {
            field: path.clone(),
            to,
            output,
            known,
        }));
        if sensitive {
            record.sensitive.insert(path.clone());
        }
    }

    fn foreign(&self, root: &str) -> Option<String> {
        foreign_words::reference(root)
    }

    fn roots(&self) -> Vec<&str> {
        let mut roots = vec!["var", "local", "env", EXISTING];
        if !matches!(self.each, Instance::No) {
            roots.push("each");
        }
        roots.extend(registry::services());
        roots
    }
}
