//! Turns a spec into the body of a block: every text a template, every secret a variable.

use std::collections::BTreeSet;

use super::block::Remark;
use super::body::Body;
use super::known::Output;
use super::known_secrets::KnownSecrets;
use super::names::Names;
use super::secrets::{holds_secret, is_secret, words};
use super::subject::Subject;
use super::template::{Purpose, Templates, Use};
use super::text::{Piece, Text};
use super::waits::Waits;
use compiler::Address;
use kind::AnyKind;
use language::value::{Ordered, Path, Segment, Value};
use state::is_sensitive;

/// Writes the body of one block.
pub(super) struct Writer<'a> {
    pub subject: &'a Subject,
    /// The resource that is written. It cannot wait for itself.
    pub own: &'a Address,
    pub templates: Templates<'a>,
    pub waits: &'a mut Waits,
    pub names: &'a mut Names,
    pub known_secrets: &'a KnownSecrets,
    /// What is to be written as it is.
    pub plain: Vec<Path>,
    pub remarks: Vec<Remark>,
    pub variables: BTreeSet<String>,
}

impl Writer<'_> {
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

    /// The texts in the object that are secrets by what they stand under or by their form.
    pub fn secret_texts(&self) -> Vec<String> {
        let spec = &self.subject.live.spec;
        let schema = self.subject.kind.schema();
        let secrets = self.secrets(spec).into_iter();
        let texts = secrets.filter_map(|path| {
            let text = path.of(spec)?.as_str()?;
            // A mark on a whole map is on what is not a secret as well.
            let is_one = schema.facts_of(&path).sensitive
                || is_secret(path.last_key().unwrap_or_default(), text);
            is_one.then(|| text.to_owned())
        });
        texts.collect()
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
        let Subject { kind, sensitive, .. } = self.subject;
        is_sensitive(kind.schema(), sensitive, path)
    }

    /// Whether a secret seems to stand here, of which nobody says so.
    fn looks_secret(&self, value: &Value, path: &Path) -> bool {
        let (Some(text), Some(key)) = (value.as_str(), path.last_key()) else {
            return false;
        };
        let looks_so = match self.subject.kind.schema().holds_texts_at(path) {
            true => is_secret(key, text),
            false => holds_secret(text) && self.usage(path) == Use::Value,
        };
        let is_known = self.known_secrets.has(text) && self.is_free(path);
        (looks_so || is_known) && !self.templates.is_name(text)
    }

    /// Whether a text at `path` may be replaced by a variable.
    fn is_free(&self, path: &Path) -> bool {
        matches!(self.usage(path), Use::Own | Use::Value)
    }

    /// What the text at `path` is.
    fn usage(&self, path: &Path) -> Use {
        match self.plain.iter().any(|plain| path.is_within(plain)) {
            true => Use::Plain,
            false => usage(self.subject.kind, path),
        }
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
            Value::String(text) => Body::Text(self.text_around_secrets(text, path)),
            other => Body::Plain(other.clone()),
        }
    }

    /// A text at `path`, with variables in the place of the secrets that stand inside it.
    fn text_around_secrets(&mut self, text: &str, path: &Path) -> Text {
        let secrets = self.known_secrets;
        match secrets.split(text).filter(|_| self.is_free(path)) {
            Some((before, secret, after)) if !self.templates.is_name(secret) => {
                let mut written = self.text(before, path);
                let variable = self.variable(&secret.into(), path, "has a secret in it");
                let rest = self.text_around_secrets(after, path);
                for piece in variable.pieces().iter().chain(rest.pieces()) {
                    written.push(piece.clone());
                }
                written
            }
            _ => self.text(text, path),
        }
    }

    /// A text at `path`.
    fn text(&mut self, text: &str, path: &Path) -> Text {
        let kind = self.subject.kind;
        let facts = kind.schema().facts_of(path);
        let usage = self.usage(path);
        let (own, waits) = (self.own, &mut self.waits);
        let mut allow = |output: &Output| match output.is_predicted {
            _ if usage == Use::Identity => {
                is_companion(kind) && facts.value_only && is_namesake(output)
            }
            // What is predicted is not a reason to wait for oneself, nor where the value alone counts.
            true if output.address == *own || facts.value_only => true,
            false if output.address == *own => false,
            // The compiler breaks cycles here.
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
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let (name, is_declared) = self.names.secret(&value, &wanted, &meaning);
        let mut reference = Text::default();
        reference.push(Piece::Expression(format!("var.{name}")));
        if !is_declared {
            let text = format!("{why}; give the variable `{name}` its value");
            self.remark(path.clone(), text);
            self.variables.insert(name);
        }
        reference
    }
}

/// A text as the name of a variable.
fn identifier(text: &str) -> String {
    let name = ascii_words(text).join("_");
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("secret_{name}"),
        false => name,
    }
}

/// The words of a text, without what names cannot have.
fn ascii_words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    parts.flat_map(words).collect()
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
