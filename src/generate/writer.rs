//! Turns a spec into the body of a block: every text a template, every secret a variable.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::known::Known;
use super::template::{Templates, Use};
use super::{Remark, Subject};
use crate::spec::Address;
use crate::spec::environment::Environment;
use crate::state::is_sensitive;
use crate::value::{Ordered, Path, Segment, Value};

/// Writes the body of one block.
pub(super) struct Writer<'a> {
    subject: &'a Subject,
    templates: Templates<'a>,
    remarks: Vec<Remark>,
    variables: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub fn new(
        known: &'a Known,
        environment: &'a Environment,
        subject: &'a Subject,
        own: &'a Address,
    ) -> Self {
        Self {
            subject,
            templates: Templates {
                known,
                environment,
                own,
            },
            remarks: Vec::new(),
            variables: BTreeSet::new(),
        }
    }

    pub fn remark(&mut self, field: Path, text: String) {
        self.remarks.push(Remark { field, text });
    }

    /// The remarks that were made, and the variables that the block needs.
    pub fn into_findings(self) -> (Vec<Remark>, BTreeSet<String>) {
        (self.remarks, self.variables)
    }

    /// The fields of a spec that hold secrets.
    pub fn secrets(&self, spec: &Value) -> Vec<Path> {
        let mut found = Vec::new();
        self.collect_secrets(spec, &mut Path::root(), &mut found);
        found
    }

    fn collect_secrets(&self, value: &Value, path: &mut Path, found: &mut Vec<Path>) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    path.push(Segment::Key(key.clone()));
                    self.collect_secrets(value, path, found);
                    path.pop();
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    path.push(Segment::Index(index));
                    self.collect_secrets(value, path, found);
                    path.pop();
                }
            }
            _ if self.is_secret(path) => found.push(path.clone()),
            _ => {}
        }
    }

    fn is_secret(&self, path: &Path) -> bool {
        let Subject {
            kind, sensitive, ..
        } = self.subject;
        is_sensitive(kind.schema(), sensitive, path)
    }

    /// The body of the block: `spec`, with its keys in the order of `order`.
    pub fn body(&mut self, spec: &Value, order: &Ordered) -> Ordered {
        self.write(spec, Some(order), &mut Path::root())
    }

    fn write(&mut self, value: &Value, order: Option<&Ordered>, path: &mut Path) -> Ordered {
        match value {
            Value::Object(object) => {
                let known = order.into_iter().flat_map(Ordered::keys);
                let known: Vec<&str> = known.filter(|key| object.contains_key(*key)).collect();
                let others = object.keys().map(String::as_str);
                let others = others.filter(|key| !known.contains(key));
                let mut entries = IndexMap::with_capacity(object.len());
                for key in known.iter().copied().chain(others) {
                    let inner = order.and_then(|order| order.get(key));
                    path.push(Segment::Key(key.to_owned()));
                    let written = self.write(&object[key], inner, path);
                    path.pop();
                    let key = self.templates.template(key, Use::Value);
                    entries.insert(key, written);
                }
                Ordered::Map(entries)
            }
            Value::Array(list) => {
                let mut written = Vec::with_capacity(list.len());
                for (index, value) in list.iter().enumerate() {
                    let inner = order.and_then(|order| order.element(index));
                    path.push(Segment::Index(index));
                    written.push(self.write(value, inner, path));
                    path.pop();
                }
                Ordered::List(written)
            }
            _ if self.is_secret(path) => Ordered::Scalar(self.variable(path).into()),
            Value::String(text) => {
                let template = self.templates.template(text, self.purpose(path));
                Ordered::Scalar(template.into())
            }
            other => Ordered::Scalar(other.clone()),
        }
    }

    /// A reference to a variable that somebody has to give a value.
    fn variable(&mut self, path: &Path) -> String {
        let address = self.templates.own;
        let words = format!("{}_{path}", address.name);
        let words = words.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let name = words.join("_").to_lowercase();
        let text = format!("secret, so it is not written: give `{name}` the value that it has");
        self.remark(path.clone(), text);
        let reference = format!("${{var.{name}}}");
        self.variables.insert(name);
        reference
    }

    fn purpose(&self, path: &Path) -> Use {
        let kind = self.subject.kind;
        let field = path.first_key();
        let is_parent = field.is_some() && field == kind.facts().parent;
        let is_identity = field.is_some_and(|field| kind.identity_fields().contains(field));
        match is_identity && !is_parent {
            true => Use::Identity,
            false => Use::Value,
        }
    }
}
