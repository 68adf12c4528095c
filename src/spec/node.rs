//! YAML as a tree in which every value, and every key, knows its place in the file.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::DuplicateKeyPolicy;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::expression::Template;
use crate::value::{Path, Segment, unknown};

/// A value of a spec as it is written.
#[derive(Debug, Clone)]
pub struct Node {
    pub span: Span,
    pub content: Content,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub enum Content {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    /// Text with `${…}` or `%{…}` in it.
    Template(Arc<Template>),
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

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
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
            (Segment::Index(index), Content::List(list)) => list
                .get(*index)
                .map_or(self.span, |node| node.locate(rest, want_key)),
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
            Content::Template(_) => "an expression",
            Content::List(_) => "a list",
            Content::Map(_) => "a map",
        }
    }
}

/// Reads a YAML text.
///
/// # Errors
/// Malformed YAML, keys that stand twice, and malformed expressions, each with its place.
pub fn parse(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.text(file);
    let mut options = serde_saphyr::Options::default();
    // Both places of a duplicate are wanted, so it is found here and not by the parser.
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    // YAML 1.2: a key `on` or a value `no` is text.
    options.strict_booleans = true;
    options.with_snippet = false;
    if text.trim().is_empty() {
        return Some(Node {
            span: whole(file, text),
            content: Content::Map(Vec::new()),
        });
    }
    match serde_saphyr::from_str_with_options::<Option<RawNode>>(text, options) {
        Ok(Some(raw)) => {
            let mut builder = Builder {
                file,
                text,
                diagnostics,
            };
            Some(builder.node(raw))
        }
        Ok(None) => Some(Node {
            span: whole(file, text),
            content: Content::Map(Vec::new()),
        }),
        Err(error) => {
            diagnostics.push(malformed(file, text, &error));
            None
        }
    }
}

fn whole(file: FileId, text: &str) -> Span {
    Span {
        file,
        start: 0,
        end: u32::try_from(text.len().min(1)).unwrap_or(0),
    }
}

fn malformed(file: FileId, text: &str, error: &serde_saphyr::Error) -> Diagnostic {
    let span = error
        .location()
        .map_or(whole(file, text), |location| span_at(file, text, location));
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or(&why).to_owned();
    Diagnostic::new("malformed YAML").at(span, why).help(
        "check the indentation and the quotes of this line and of the one above; text that holds \
         `: `, ` #`, or starts with one of `*&!%@{[` needs quotes",
    )
}

fn span_at(file: FileId, text: &str, location: serde_saphyr::Location) -> Span {
    let clamp = |offset: u64| u32::try_from(offset.min(text.len() as u64)).unwrap_or(u32::MAX);
    let start = location.span().byte_offset().unwrap_or(0);
    let length = location.span().byte_len().unwrap_or(0);
    Span {
        file,
        start: clamp(start),
        end: clamp(start + length),
    }
}

/// Turns what serde read into nodes: places become spans of this file, text becomes templates.
struct Builder<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl Builder<'_> {
    fn node(&mut self, raw: RawNode) -> Node {
        let span = self.span(raw.0.referenced, &raw.0.value);
        let content = match raw.0.value {
            RawContent::Null => Content::Null,
            RawContent::Bool(flag) => Content::Bool(flag),
            RawContent::Number(number) => Content::Number(number),
            RawContent::Text(text) => match self.template(&text, span) {
                Some(template) => Content::Template(template),
                None => Content::Text(text),
            },
            RawContent::List(list) => {
                Content::List(list.into_iter().map(|raw| self.node(raw)).collect())
            }
            RawContent::Map(entries) => Content::Map(self.entries(entries)),
        };
        Node { span, content }
    }

    fn entries(&mut self, raw: Vec<(Spanned<String>, RawNode)>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(raw.len());
        let mut seen = std::collections::HashMap::with_capacity(raw.len());
        for (key, value) in raw {
            let key_span = span_at(self.file, self.text, key.referenced);
            let entry = Entry {
                key_template: self.template(&key.value, key_span),
                key: key.value,
                key_span,
                value: self.node(value),
            };
            if let Some(first) = seen.insert(entry.key.clone(), key_span) {
                self.diagnostics.push(
                    Diagnostic::new(format!("duplicate name `{}`", entry.key))
                        .at(key_span, "it stands here again")
                        .at(first, "it stands here first")
                        .help("rename one of the two, or merge them into one block"),
                );
            } else {
                entries.push(entry);
            }
        }
        entries
    }

    /// Parses text that holds an expression; reports it where it is malformed.
    fn template(&mut self, text: &str, span: Span) -> Option<Arc<Template>> {
        if let Some(mark) = text.chars().find(|c| unknown::RESERVED.contains(c)) {
            self.diagnostics.push(
                Diagnostic::new("text holds a reserved character")
                    .at(
                        span,
                        format!("`{}` is used by the compiler itself", mark.escape_unicode()),
                    )
                    .help("remove the character"),
            );
            return None;
        }
        if !text.contains("${") && !text.contains("%{") {
            return None;
        }
        let source = self
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("");
        match Template::parse(text, span, source) {
            Ok(template) => Some(Arc::new(template)),
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// A scalar's own place; for a map or list its first line is enough.
    fn span(&self, location: serde_saphyr::Location, content: &RawContent) -> Span {
        let mut span = span_at(self.file, self.text, location);
        if matches!(content, RawContent::List(_) | RawContent::Map(_)) {
            let text = self.text.get(span.start as usize..).unwrap_or("");
            let line = text.find('\n').unwrap_or(text.len());
            span.end = span.start + u32::try_from(line).unwrap_or(0);
        }
        span
    }
}

/// A node as serde reads it, before it knows its file.
struct RawNode(Spanned<RawContent>);

enum RawContent {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<RawNode>),
    Map(Vec<(Spanned<String>, RawNode)>),
}

impl<'de> Deserialize<'de> for RawNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for RawContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawContentVisitor)
    }
}

struct RawContentVisitor;

impl<'de> Visitor<'de> for RawContentVisitor {
    type Value = RawContent;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<RawContent, E> {
        Ok(RawContent::Null)
    }

    fn visit_none<E>(self) -> Result<RawContent, E> {
        Ok(RawContent::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawContent, D::Error> {
        RawContent::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<RawContent, E> {
        Ok(RawContent::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<RawContent, E> {
        Ok(RawContent::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<RawContent, E> {
        Ok(RawContent::Number(number.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<RawContent, E> {
        serde_json::Number::from_f64(number)
            .map(RawContent::Number)
            .ok_or_else(|| E::custom("a number must be finite"))
    }

    fn visit_str<E>(self, text: &str) -> Result<RawContent, E> {
        Ok(RawContent::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<RawContent, E> {
        Ok(RawContent::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<RawContent, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = sequence.next_element()? {
            list.push(node);
        }
        Ok(RawContent::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawContent, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            entries.push((key, map.next_value()?));
        }
        Ok(RawContent::Map(entries))
    }
}
