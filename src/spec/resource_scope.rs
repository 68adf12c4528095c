//! What the fields of a resource can refer to, and a record of what they did refer to.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path as FilePath;

use super::address::Address;
use super::node::{Content, Node};
use super::scope::{lookup, render_template};
use super::stack::{Group, Names, OutputSource, Reference};
use crate::diagnostic::suggestion;
use crate::expression::functions::Surroundings;
use crate::expression::{Mention, Problem, Scope, evaluate};
use crate::kinds;
use crate::value::{Object, Path, Value, unknown};

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

    fn local(&self, name: &str) -> Result<Value, Problem> {
        let Some(entry) = self.names.locals.get(name) else {
            let names = self.names.locals.keys().map(String::as_str);
            return Err(
                Problem::new(format!("there is no `local.{name}`")).help(suggestion(name, names))
            );
        };
        if self
            .record
            .borrow()
            .locals
            .iter()
            .any(|outer| outer == name)
        {
            let mut circle = self.record.borrow().locals.clone();
            circle.push(name.to_owned());
            return Err(Problem::new(format!(
                "locals go in a circle: {}",
                circle.join(" → ")
            )));
        }
        self.record.borrow_mut().locals.push(name.to_owned());
        let value = self.plain(&entry.value);
        self.record.borrow_mut().locals.pop();
        value.map_err(|problem| {
            Problem::new(format!("`local.{name}` has no value; {}", problem.message))
                .help(problem.help)
        })
    }

    /// The value of a local's node. Its errors are reported at the local itself, when it is checked.
    fn plain(&self, node: &Node) -> Result<Value, Problem> {
        Ok(match &node.content {
            Content::Null => Value::Null,
            Content::Bool(flag) => Value::Bool(*flag),
            Content::Number(number) => Value::Number(number.clone()),
            Content::Text(text) => Value::String(text.clone()),
            Content::Template(template) => {
                return evaluate(template, self).map_err(|problem| Problem {
                    range: None,
                    ..problem
                });
            }
            Content::List(list) => list
                .iter()
                .map(|node| self.plain(node))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            Content::Map(entries) => {
                let mut object = Object::new();
                for entry in entries {
                    object.insert(entry.key.clone(), self.plain(&entry.value)?);
                }
                object.into()
            }
        })
    }

    fn group(&self, kind: &str, name: &str) -> Result<&'a Group, Problem> {
        if kinds::find(kind).is_none() {
            let kinds = kinds::all().iter().map(|kind| kind.name());
            return Err(
                Problem::new(format!("there is no kind `{kind}`")).help(suggestion(kind, kinds))
            );
        }
        let key = (kind.to_owned(), name.to_owned());
        self.names.groups.get(&key).ok_or_else(|| {
            let names: Vec<&str> = self
                .names
                .groups
                .keys()
                .filter(|(known, _)| known == kind)
                .map(|(_, name)| name.as_str())
                .collect();
            Problem::new(format!("there is no `{kind}.{name}`")).help(
                suggestion(name, names.iter().copied())
                    .or_else(|| Some(format!("declare it: `{kind}: {{ {name}: {{ … }} }}`"))),
            )
        })
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

fn check_output(group: &Group, output: &str) -> Result<(), Problem> {
    let outputs = group.kind.outputs();
    if outputs.iter().any(|field| field.name == output) {
        return Ok(());
    }
    let names = outputs.iter().map(|field| field.name.as_str());
    Err(
        Problem::new(format!("`{}` has no output `{output}`", group.kind.name()))
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
                Some(lookup("var", name, &self.names.variables))
            }
            "local" => Some(self.local(name)),
            "env" => Some(lookup("env", name, &self.names.environment)),
            "each" => Some(match self.each {
                Some(each) if each.is_empty() => Ok(Value::Null),
                Some(each) => lookup("each", name, each),
                None => Err(Problem::new("`each` exists only beside `for_each`")
                    .help(Some("add `for_each:` to this resource".to_owned()))),
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
        let group = self.group(kind, name)?;
        if !group.enabled {
            return Err(
                Problem::new(format!("`{kind}.{name}` is not enabled here")).help(Some(
                    "guard the reference with the same condition, or with `try(…, fallback)`"
                        .to_owned(),
                )),
            );
        }
        match (&group.keys, key) {
            (None, None) => self.instance(group, &Address::new(kind, name, None), output),
            (None, Some(key)) => Err(Problem::new(format!("`{kind}.{name}` has no instances"))
                .help(Some(format!(
                    "it has no `for_each`: leave `[\"{key}\"]` away"
                )))),
            (Some(keys), Some(key)) if keys.iter().any(|known| known == key) => {
                self.instance(group, &Address::new(kind, name, Some(key)), output)
            }
            (Some(keys), Some(key)) => Err(Problem::new(format!(
                "`{kind}.{name}` has no instance `{key}`"
            ))
            .help(suggestion(key, keys.iter().map(String::as_str)))),
            (Some(_), None) if output.is_some() => Err(Problem::new(format!(
                "`{kind}.{name}` has several instances"
            ))
            .help(Some(format!(
                "name one, `{kind}.{name}[\"key\"].{}`, or go over all with `for`",
                output.unwrap_or_default()
            )))),
            (Some(keys), None) => {
                let mut object = Object::new();
                for key in keys {
                    let address = Address::new(kind, name, Some(key));
                    object.insert(key.clone(), self.instance(group, &address, None)?);
                }
                Ok(object.into())
            }
        }
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
        let mut roots = vec!["var", "local", "env"];
        if self.each.is_some() {
            roots.push("each");
        }
        roots.extend(kinds::services());
        roots
    }
}
