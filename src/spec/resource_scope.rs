//! What the fields of a resource can refer to, and a record of what they did refer to.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path as FilePath;

use super::address::Address;
use super::bad_expression;
use super::node::{Content, Node};
use super::scope::{lookup, render_template};
use super::stack::{Group, Names, OutputSource, Reference};
use crate::diagnostic::{Diagnostic, Label, Span, did_you_mean, suggestion, suggestion_in};
use crate::expression::functions::Surroundings;
use crate::expression::{EXISTING, Mention, Problem, Scope, Template, evaluate, text_of};
use crate::kinds;
use crate::value::{Object, Path, Value, pending, unknown};

pub(super) struct ResourceScope<'a> {
    root: &'a FilePath,
    names: &'a Names,
    each: Option<&'a Object>,
    outputs: &'a dyn OutputSource,
    record: RefCell<Record>,
}

#[derive(Default)]
struct Record {
    references: Vec<Reference>,
    sensitive: BTreeSet<Path>,
    /// References and sensitivity of the template at hand, which does not know its place.
    current: Vec<(Address, String, bool)>,
    current_is_sensitive: bool,
    /// The locals being evaluated, to tell a circle.
    locals: Vec<String>,
}

impl<'a> ResourceScope<'a> {
    pub(super) fn new(
        root: &'a FilePath,
        names: &'a Names,
        each: Option<&'a Object>,
        outputs: &'a dyn OutputSource,
    ) -> Self {
        Self {
            root,
            names,
            each,
            outputs,
            record: RefCell::default(),
        }
    }

    /// The references followed, and the fields that hold something sensitive.
    pub(super) fn into_findings(self) -> (Vec<Reference>, BTreeSet<Path>) {
        let record = self.record.into_inner();
        (record.references, record.sensitive)
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
            (service, [kind, name, rest @ ..]) if kinds::is_service(service) => {
                let group = self.group(&format!("{service}.{kind}"), name)?;
                let output = mention.after_index.as_ref().or_else(|| rest.first());
                output.map_or(Ok(()), |output| check_output(group, output))
            }
            (root, [name, ..]) => self
                .named(root, name)
                .map_or(Ok(()), |found| found.map(drop)),
            _ => Ok(()),
        }
    }

    /// The value of a local. Where it has none, the fault lies with the local, and is told there.
    pub(super) fn local(&self, name: &str) -> Result<Value, Problem> {
        let Some(entry) = self.names.locals.get(name) else {
            let names = self.names.locals.keys().map(String::as_str);
            return Err(Problem::absence(format!("there is no `local.{name}`"))
                .why("no spec declares this local")
                .help(suggestion_in("local.", name, names)));
        };
        let outer = self.record.borrow().locals.clone();
        if let Some(start) = outer.iter().position(|outer| outer == name) {
            return Err(Problem::elsewhere(self.circle(&outer[start..])));
        }
        check_depth(outer.len())?;
        self.record.borrow_mut().locals.push(name.to_owned());
        let value = self.plain(&entry.value);
        self.record.borrow_mut().locals.pop();
        value
    }

    fn circle(&self, locals: &[String]) -> Diagnostic {
        let next = locals.iter().cycle().skip(1);
        let steps = locals.iter().zip(next).map(|(from, to)| Label {
            span: match self.names.locals.get(from) {
                Some(entry) => {
                    let place = entry.value.place_of_reference(&["local", to]);
                    place.unwrap_or(entry.value.span)
                }
                None => Span::nowhere(),
            },
            text: format!("`local.{from}` needs `local.{to}`"),
        });
        Diagnostic::circle("locals need each other in a circle", steps.collect())
            .help("write one of these values out")
    }

    /// The value of a local's node.
    fn plain(&self, node: &Node) -> Result<Value, Problem> {
        Ok(match &node.content {
            Content::Null => Value::Null,
            Content::Bool(flag) => Value::Bool(flag.value),
            Content::Number(number) => Value::Number(number.value.clone()),
            Content::Text(text) => Value::String(text.clone()),
            Content::Template(template) => self.template(template)?,
            Content::Invalid(diagnostic) => {
                return Err(Problem::elsewhere(diagnostic.as_ref().clone()));
            }
            Content::List(list) => list
                .iter()
                .map(|node| self.plain(node))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            Content::Map(entries) => {
                let mut object = Object::new();
                for entry in entries {
                    let key = match &entry.key_template {
                        None => entry.key.clone(),
                        Some(template) => text_of(&self.template(template)?)?,
                    };
                    object.insert(key, self.plain(&entry.value)?);
                }
                object.into()
            }
        })
    }

    fn template(&self, template: &Template) -> Result<Value, Problem> {
        evaluate(template, self)
            .map_err(|problem| Problem::elsewhere(bad_expression(template, problem)))
    }

    pub(super) fn group(&self, kind: &str, name: &str) -> Result<&'a Group, Problem> {
        if kinds::find(kind).is_none() {
            let kinds = kinds::all().iter().map(|kind| kind.name());
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
            let groups = self.names.groups.keys();
            let same_kind = groups.filter(|(known, _)| known == kind);
            let names: Vec<&str> = same_kind.map(|(_, name)| name.as_str()).collect();
            let before = format!("{kind}.");
            Problem::absence(format!("there is no `{kind}.{name}`"))
                .why("no spec declares it")
                .help(
                    suggestion_in(&before, name, names)
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
                .help(Some(format!("leave `[\"{key}\"]` away")))),
            (Some(_), Some(key)) if group.is_open() || pending::in_text(key) => Ok(()),
            (Some(keys), Some(key)) if !keys.contains(key) => Err(Problem::absence(format!(
                "`{kind}.{name}` has no instance `{key}`"
            ))
            .why(match keys.is_empty() {
                true => "it has no instance at all here",
                false => "no instance has this key",
            })
            .related(group.for_each_span, "its instances are made here")
            .help(suggestion(key, keys.iter().map(String::as_str)))),
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
            return Err(
                Problem::new(format!("`{kind}.{name}` is several resources"))
                    .why(format!("this asks for the `{output}` of one"))
                    .related(group.for_each_span, "its instances are made here")
                    .help(Some(format!(
                        "name one, `{kind}.{name}[\"{first}\"].{output}`, or take all: \
                     `[for key, one in {kind}.{name} : one.{output}]`"
                    ))),
            );
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
        record
            .current
            .push((address.clone(), output.to_owned(), known));
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
        .why(format!(
            "this is behind {DEEPEST} others that refer to each other"
        ))
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
    Err(
        Problem::new(format!("`{}` has no output `{output}`", group.kind.name()))
            .why(why)
            .help(suggestion(output, names)),
    )
}

impl Surroundings for ResourceScope<'_> {
    fn base_folder(&self) -> &FilePath {
        self.root
    }

    fn render(&self, template: &str, variables: &Object) -> Result<Value, String> {
        render_template(self.root, template, variables)
    }
}

impl Scope for ResourceScope<'_> {
    fn named(&self, root: &str, name: &str) -> Option<Result<Value, Problem>> {
        match root {
            "var" => {
                if self.names.sensitive_variables.contains(name) {
                    self.record.borrow_mut().current_is_sensitive = true;
                }
                Some(match self.names.variable_faults.get(name) {
                    Some(fault) => Err(Problem::elsewhere(fault.clone())),
                    None => lookup("var", name, &self.names.variables),
                })
            }
            "local" => Some(self.local(name)),
            "env" => Some(lookup("env", name, &self.names.environment)),
            "each" => Some(match self.each {
                Some(each) if each.is_empty() => Ok(Value::Null),
                Some(each) => lookup("each", name, each),
                None => Err(Problem::new("there is no `each` here")
                    .why("only the instances of a `for_each` have one")
                    .help(Some("add `for_each:` to the resource".to_owned()))),
            }),
            _ => None,
        }
    }

    fn is_service(&self, root: &str) -> bool {
        kinds::is_service(root)
    }

    fn resource(
        &self,
        kind: &str,
        name: &str,
        key: Option<&str>,
        output: Option<&str>,
    ) -> Result<Value, Problem> {
        self.outputs.available()?;
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
                let output = output
                    .map(|output| format!(".{output}"))
                    .unwrap_or_default();
                Ok(pending::value(&format!("{address}{output}")))
            }
            (None, _) | (Some(_), Some(_)) => self.instance(group, &address, output),
            (Some(keys), None) => self.instances(group, keys, &address, output),
        }
    }

    fn existing(&self, sort: &str, name: &str, output: Option<&str>) -> Result<Value, Problem> {
        let existing = self.names.existing(sort, name)?;
        if existing.is_sensitive(output) {
            self.record.borrow_mut().current_is_sensitive = true;
        }
        existing.output(output)
    }

    fn evaluated(&self, path: &Path) {
        let mut record = self.record.borrow_mut();
        let record = &mut *record;
        for (to, output, known) in record.current.drain(..) {
            record.references.push(Reference {
                field: path.clone(),
                to,
                output,
                known,
            });
        }
        if std::mem::take(&mut record.current_is_sensitive) {
            record.sensitive.insert(path.clone());
        }
    }

    fn roots(&self) -> Vec<&str> {
        let mut roots = vec!["var", "local", "env", EXISTING];
        if self.each.is_some() {
            roots.push("each");
        }
        roots.extend(kinds::services());
        roots
    }
}
