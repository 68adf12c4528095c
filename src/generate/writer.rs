//! Turns a spec into the body of a block: every text a template, every secret a variable.

use std::collections::BTreeSet;

use super::body::Body;
use super::known::Output;
use super::names::Names;
use super::secrets::is_secret;
use super::template::{Purpose, Templates, Use};
use super::text::{Piece, Text};
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
    names: &'a mut Names,
    /// What is to be written as it is.
    plain: Vec<Path>,
    remarks: Vec<Remark>,
    variables: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub fn new(
        templates: Templates<'a>,
        waits: &'a mut Waits,
        names: &'a mut Names,
        subject: &'a Subject,
        own: &'a Address,
    ) -> Self {
        Self {
            subject,
            own,
            templates,
            waits,
            names,
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
            _ if self.is_marked(path) || self.looks_secret(value, path) => found.push(path.clone()),
            _ => {}
        }
    }

    /// Whether the kind or somebody else says that a secret stands here.
    fn is_marked(&self, path: &Path) -> bool {
        let Subject {
            kind, sensitive, ..
        } = self.subject;
        is_sensitive(kind.schema(), sensitive, path)
    }

    /// Whether a secret seems to stand here, of which nobody says so.
    fn looks_secret(&self, value: &Value, path: &Path) -> bool {
        let (Some(text), Some(key)) = (value.as_str(), path.last_key()) else {
            return false;
        };
        self.subject.kind.schema().holds_texts_at(path)
            && is_secret(key, text)
            && !self.templates.is_name(text)
    }

    /// The body of the block: `spec`, with its keys in the order of `order`.
    pub fn body(&mut self, spec: &Value, order: &Ordered) -> Body {
        self.write(spec, Some(order), &mut Path::root())
    }

    fn write(&mut self, value: &Value, order: Option<&Ordered>, path: &mut Path) -> Body {
        match value {
            Value::Object(object) => {
                let known = order.into_iter().flat_map(Ordered::keys);
                let known: Vec<&str> = known.filter(|key| object.contains_key(*key)).collect();
                let others = object.keys().map(String::as_str);
                let others = others.filter(|key| !known.contains(key));
                let mut entries = Vec::with_capacity(object.len());
                for key in known.iter().copied().chain(others) {
                    let inner = order.and_then(|order| order.get(key));
                    path.push(Segment::Key(key.to_owned()));
                    let written = self.write(&object[key], inner, path);
                    let key = match self.is_field(path) {
                        true => Text::literal(key),
                        false => self.text(key, path),
                    };
                    path.pop();
                    entries.push((key, written));
                }
                Body::Map(entries)
            }
            Value::Array(list) => {
                let mut written = Vec::with_capacity(list.len());
                for (index, value) in list.iter().enumerate() {
                    let inner = order.and_then(|order| order.element(index));
                    path.push(Segment::Index(index));
                    written.push(self.write(value, inner, path));
                    path.pop();
                }
                Body::List(written)
            }
            _ if self.is_marked(path) => Body::Text(self.variable(value, path, "a secret")),
            _ if self.looks_secret(value, path) => {
                Body::Text(self.variable(value, path, "looks like a secret"))
            }
            Value::String(text) => Body::Text(self.text(text, path)),
            other => Body::Plain(other.clone()),
        }
    }

    /// A text at `path`.
    fn text(&mut self, text: &str, path: &Path) -> Text {
        let kind = self.subject.kind;
        let facts = kind.schema().facts_of(path);
        let usage = match self.plain.iter().any(|plain| path.is_within(plain)) {
            true => Use::Plain,
            false => usage(kind, path),
        };
        let (own, waits) = (self.own, &mut self.waits);
        let mut allow = |output: &Output| match output.is_predicted {
            _ if usage == Use::Identity => {
                is_companion(kind) && facts.value_only && is_namesake(output)
            }
            // What is predicted is no reason to wait for oneself, nor where the value alone counts.
            true if output.address == *own || facts.value_only => true,
            false if output.address == *own => false,
            // The compiler breaks circles here.
            _ if facts.deferrable => true,
            _ => waits.allow(own, &output.address),
        };
        let key = path.last_key().unwrap_or_default();
        let purpose = Purpose { usage, key };
        self.templates.written(text, purpose, &mut allow)
    }

    /// Whether what stands at `path` is a field that the kind declares, and no key of its owner's.
    fn is_field(&self, path: &Path) -> bool {
        self.subject.kind.schema().declares(path)
    }

    /// A reference to a variable that somebody has to give a value, and why it is one.
    fn variable(&mut self, value: &Value, path: &Path, why: &str) -> Text {
        let wanted = identifier(&format!("{}_{path}", self.own.name));
        let meaning = match path.last_key().map(identifier) {
            Some(meaning) if !meaning.is_empty() => meaning,
            _ => wanted.clone(),
        };
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let name = self.names.secret(&value, &wanted, &meaning);
        let text = format!("{why}; give the variable `{name}` its value");
        self.remark(path.clone(), text);
        let mut reference = Text::default();
        reference.push(Piece::Expression(format!("var.{name}")));
        self.variables.insert(name);
        reference
    }
}

/// Words as the name of a variable.
fn identifier(words: &str) -> String {
    let words = words.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name = words.join("_").to_lowercase();
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("secret_{name}"),
        false => name,
    }
}

/// Whether a kind's objects are called after what they serve.
fn is_companion(kind: &dyn AnyKind) -> bool {
    kind.facts().concern.is_companion()
}

/// Whether something may be called after an object: it is known by it, and serves no other itself.
fn is_namesake(output: &Output) -> bool {
    output.is_predicted && !output.is_companions
}

/// What the text at `path` is.
fn usage(kind: &dyn AnyKind, path: &Path) -> Use {
    let field = path.first_key();
    let is_parent = field.is_some() && field == kind.facts().parent_field();
    let is_identity = field.is_some_and(|field| kind.identity_fields().contains(field));
    match is_identity && !is_parent {
        true => Use::Identity,
        false if kind.schema().holds_texts_at(path) => Use::Own,
        false => Use::Value,
    }
}
