//! Turns a spec into the body of a block: every text a template, every secret a variable.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::known::Output;
use super::template::{Templates, Use};
use super::waits::Waits;
use super::{Remark, Subject};
use crate::kind::AnyKind;
use crate::spec::Address;
use crate::state::is_sensitive;
use crate::value::{Ordered, Path, Segment, Value};

/// Writes the body of one block.
pub(super) struct Writer<'a> {
    subject: &'a Subject,
    /// The resource that is written. It cannot wait for itself.
    own: &'a Address,
    templates: Templates<'a>,
    waits: &'a mut Waits,
    /// What is to be written as it is.
    plain: Vec<Path>,
    remarks: Vec<Remark>,
    variables: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub fn new(
        templates: Templates<'a>,
        waits: &'a mut Waits,
        subject: &'a Subject,
        own: &'a Address,
    ) -> Self {
        Self {
            subject,
            own,
            templates,
            waits,
            plain: Vec::new(),
            remarks: Vec::new(),
            variables: BTreeSet::new(),
        }
    }

    /// Lets a field refer to nothing, whatever its text may hold.
    pub fn leave_plain(&mut self, field: Path) {
        self.plain.push(field);
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
                    let key = match self.is_field(path) {
                        true => key.to_owned(),
                        false => self.template(key, path),
                    };
                    path.pop();
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
                let template = self.template(text, path);
                Ordered::Scalar(template.into())
            }
            other => Ordered::Scalar(other.clone()),
        }
    }

    /// The template for a text at `path`.
    fn template(&mut self, text: &str, path: &Path) -> String {
        let facts = self.subject.kind.schema().facts_of(path);
        let (own, waits) = (self.own, &mut self.waits);
        let mut allow = |output: &Output| match output.is_predicted {
            // What is predicted is no reason to wait for oneself, nor where the value alone counts.
            true if output.address == *own || facts.value_only => true,
            false if output.address == *own => false,
            // The compiler breaks circles here.
            _ if facts.deferrable => true,
            _ => waits.allow(own, &output.address),
        };
        let purpose = match self.plain.iter().any(|plain| path.is_within(plain)) {
            true => Use::Plain,
            false => purpose(self.subject.kind, path),
        };
        let templates = self.templates;
        templates.template(text, purpose, &mut allow)
    }

    /// Whether what stands at `path` is a field that the kind declares, and no key of its owner's.
    fn is_field(&self, path: &Path) -> bool {
        self.subject.kind.schema().declares(path)
    }

    /// A reference to a variable that somebody has to give a value.
    fn variable(&mut self, path: &Path) -> String {
        let address = self.own;
        let words = format!("{}_{path}", address.name);
        let words = words.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let name = words.join("_").to_lowercase();
        let text = format!("a secret: give the variable `{name}` its value");
        self.remark(path.clone(), text);
        let reference = format!("${{var.{name}}}");
        self.variables.insert(name);
        reference
    }
}

/// What the text at `path` is.
fn purpose(kind: &dyn AnyKind, path: &Path) -> Use {
    let field = path.first_key();
    let is_parent = field.is_some() && field == kind.facts().parent;
    let is_identity = field.is_some_and(|field| kind.identity_fields().contains(field));
    match is_identity && !is_parent {
        true => Use::Identity,
        false => Use::Value,
    }
}
