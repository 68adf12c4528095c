//! A spec as a tree in which every value, and every key, knows its place in the file.

use std::sync::Arc;

use serde_json::Number;

use kind::SecretReference;
use language::diagnostic::{Diagnostic, Span};
use language::expression::Template;
use language::schema::Schema;
use language::value::{Object, Path, Segment, Value, auto};

/// A value of a spec as it is written.
#[derive(Debug, Clone)]
pub struct Node {
    pub span: Span,
    pub content: Content,
}

/// A number or a flag, and how it is spelled: `1.10` is the number 1.1.
#[derive(Debug, Clone)]
pub struct Literal<T> {
    pub value: T,
    pub text: String,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub enum Content {
    Null,
    Bool(Literal<bool>),
    Number(Literal<Number>),
    Text(String),
    /// Text with `${…}` or `%{…}` in it.
    Template(Arc<Template>),
    /// Text that cannot be read, which has been reported.
    Invalid(Arc<Diagnostic>),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key of a map and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    /// The key as an expression, where it is one.
    pub key_template: Option<Arc<Template>>,
    pub value: Node,
}

impl Node {
    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.content {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of a map with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Shows every expression in this node, those in keys included.
    pub fn for_each_template(&self, visit: &mut dyn FnMut(&Arc<Template>)) {
        match &self.content {
            Content::Template(template) => visit(template),
            Content::List(list) => list.iter().for_each(|node| node.for_each_template(visit)),
            Content::Map(entries) => {
                for entry in entries {
                    entry.key_template.iter().for_each(&mut *visit);
                    entry.value.for_each_template(visit);
                }
            }
            _ => {}
        }
    }

    /// The place of the first reference that starts with these names.
    pub fn place_of_reference(&self, names: &[&str]) -> Option<Span> {
        let mut found = None;
        self.for_each_template(&mut |template| {
            let mut mentions = template.mentions().into_iter();
            let mention = mentions.find(|mention| {
                mention.names.len() >= names.len()
                    && mention.names.iter().zip(names).all(|(a, b)| a == b)
            });
            found = found.or(mention.map(|mention| template.place_of(mention.range)));
        });
        found
    }

    /// What is written at `path`; nothing where an expression, or the compiler, makes it.
    pub fn at(&self, path: &Path) -> Option<&Node> {
        path.segments().iter().try_fold(self, |node, segment| match (segment, &node.content) {
            (Segment::Key(key), Content::Map(_)) => node.get(key),
            (Segment::Index(index), Content::List(list)) => list.get(*index),
            _ => None,
        })
    }

    /// The part of this node, which stands at `place`, that names lead to, as far as they do.
    pub fn descend(&self, place: Path, names: &[&str]) -> (&Node, Path) {
        let mut found = (self, place);
        for name in names {
            match found.0.get(name) {
                Some(inner) => found = (inner, found.1.key(name)),
                None => break,
            }
        }
        found
    }

    /// The deepest part of `path` that is written: an expression that makes the rest, or whatever holds it.
    pub fn nearest(&self, path: &Path) -> &Node {
        let mut path = path.clone();
        loop {
            match self.at(&path) {
                Some(node) => return node,
                None if path.is_root() => return self,
                None => path.pop(),
            }
        }
    }

    /// Whether what stands at `path` is written there as it is, and not made by an expression or by
    /// the compiler.
    pub fn is_written(&self, path: &Path) -> bool {
        self.at(path).is_some_and(|node| !matches!(node.content, Content::Template(_)))
    }

    /// The value of the node, its expressions as the text that they are.
    pub fn literal(&self) -> Value {
        self.value(&|number| Value::Number(number.value.clone()))
    }

    /// The value of the node, its expressions as the text that they are, and its numbers as `number` has them.
    pub fn value(&self, number: &dyn Fn(&Literal<Number>) -> Value) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Bool(flag) => Value::Bool(flag.value),
            Content::Number(literal) => number(literal),
            Content::Text(text) => Value::String(text.clone()),
            Content::Template(template) => Value::String(template.text().to_owned()),
            Content::Invalid(_) => auto::anything(),
            Content::List(list) => list.iter().map(|node| node.value(number)).collect(),
            Content::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.value.value(number)))
                .collect::<Object>()
                .into(),
        }
    }

    /// Whether this refers to a secret that is kept elsewhere, where a text is expected.
    pub fn refers_to_secret(&self) -> bool {
        let mut entries = self.entries().iter();
        entries.any(|entry| SecretReference::is_named_by(&entry.key))
    }

    /// The same where a schema says whether a text is expected: what stands at `field` by it.
    pub fn refers_to_secret_at(&self, field: &Path, schema: &Schema) -> bool {
        self.refers_to_secret() && schema.takes_text_and_no_map(field)
    }

    /// The places of all values and keys in this node.
    pub fn places(&self) -> Vec<Span> {
        let inner: Vec<(Option<Span>, &Node)> = match &self.content {
            Content::List(list) => list.iter().map(|node| (None, node)).collect(),
            Content::Map(entries) => {
                let entries = entries.iter();
                entries.map(|entry| (Some(entry.key_span), &entry.value)).collect()
            }
            _ => return vec![self.span],
        };
        let places = inner.into_iter();
        places.flat_map(|(key, node)| key.into_iter().chain(node.places())).collect()
    }

    /// How a number or a flag is spelled; nothing for anything else.
    pub fn spelling(&self) -> Option<&str> {
        match &self.content {
            Content::Bool(flag) => Some(&flag.text),
            Content::Number(number) => Some(&number.text),
            _ => None,
        }
    }

    /// The same of what is written at `path`.
    pub fn spelling_at(&self, path: &Path) -> Option<&str> {
        self.at(path)?.spelling()
    }

    /// The place to underline for what stands at `path`: the deepest part of it that is written here,
    /// as values computed by an expression have no place of their own.
    pub fn span_of(&self, path: &Path) -> Span {
        self.locate(path.segments(), false)
    }

    /// The place of the key of `path`, for errors about the key itself.
    pub fn key_span_of(&self, path: &Path) -> Span {
        self.locate(path.segments(), true)
    }

    fn locate(&self, segments: &[Segment], want_key: bool) -> Span {
        let Some((first, rest)) = segments.split_first() else {
            return self.span;
        };
        match (first, &self.content) {
            (Segment::Key(key), Content::Map(entries)) => {
                match entries.iter().find(|entry| entry.key == *key) {
                    Some(entry) if want_key && rest.is_empty() => entry.key_span,
                    // A whole map or list would underline a page: its key says it as well.
                    Some(entry) if rest.is_empty() && entry.value.is_collection() => entry.key_span,
                    Some(entry) => entry.value.locate(rest, want_key),
                    None => self.span,
                }
            }
            (Segment::Index(index), Content::List(list)) => {
                list.get(*index).map_or(self.span, |node| node.locate(rest, want_key))
            }
            // AWS accepts one thing where it expects a list, as with the statement of a policy.
            (Segment::Index(0), Content::Map(_)) => self.locate(rest, want_key),
            _ => self.span,
        }
    }

    fn is_collection(&self) -> bool {
        matches!(self.content, Content::List(_) | Content::Map(_))
    }

    /// The word that errors use for what this is.
    pub fn type_name(&self) -> &'static str {
        match self.content {
            Content::Null => "nothing",
            Content::Bool(_) => "a boolean",
            Content::Number(_) => "a number",
            Content::Text(_) => "text",
            Content::Template(_) | Content::Invalid(_) => "an expression",
            Content::List(_) => "a list",
            Content::Map(_) => "a map",
        }
    }
}
