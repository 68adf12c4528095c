//! YAML, and so JSON, read into nodes.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::DuplicateKeyPolicy;

use super::malformed;
use super::node::{Content, Entry, Literal, Node};
use language::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Span};
use language::expression::{Template, normalized_number};
use language::value::unknown;

/// The largest file that is read, in bytes. A thousand times as much as a long one has.
pub const LARGEST_FILE: u64 = 64 << 20;

/// What the names of files end in that are read, in small or capital letters; of several with one name the first counts.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// Where among the endings a file's own stands; nothing for a file that is not read.
pub fn ending(path: &Path) -> Option<usize> {
    let own = path.extension()?;
    EXTENSIONS.iter().position(|known| own.eq_ignore_ascii_case(known))
}

/// Reads the bytes of a file, which errors name by `path`; nothing if they are no YAML.
pub fn read(
    path: PathBuf,
    bytes: Vec<u8>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let file = keep(path, bytes, sources, diagnostics)?;
    parse(sources, file, diagnostics)
}

/// Keeps the text of a file among the sources; nothing if it is none.
pub fn keep(
    path: PathBuf,
    bytes: Vec<u8>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<FileId> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add(path, text)),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = sources.add(path, text);
            let (start, end) = (offset(start), offset(start + '\u{fffd}'.len_utf8()));
            diagnostics.push(
                Diagnostic::new("a file is not text")
                    .at(Span { file, start, end }, "these bytes are not UTF-8")
                    .help("save the file as UTF-8, or move it out of this folder"),
            );
            None
        }
    }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The most values that a file may hold: far more than anyone can review, and few enough to fit into
/// memory.
const MOST_VALUES: usize = 5_000_000;

/// The most values that aliases may stand for: a few lines of them can ask for billions.
const MOST_VALUES_OF_ALIASES: usize = 100_000;

/// A value that is given outside of all files, on the command line say. It holds no expressions: a `${` in
/// it is text. Nothing where it is text that needs no quotes there, although YAML has it otherwise: `a: b: c`, `*`.
///
/// # Errors
/// It starts as nothing but YAML does, and is none: a quote that is never closed, say, or a tag.
pub fn value(text: &str) -> Result<Option<Node>, Diagnostic> {
    let is_plain = !text.trim_start().starts_with(['"', '\'', '[', '{', '!', '&', '|', '>']);
    match structured(text) {
        Ok(node) => Ok(Some(node)),
        Err(_) if is_plain => Ok(None),
        Err(diagnostic) => Err(*diagnostic),
    }
}

fn structured(text: &str) -> Result<Node, Box<Diagnostic>> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let file = sources.add(PathBuf::new(), text.to_owned());
    let raw: RawNode = serde_saphyr::from_str_with_options(text, options())
        .map_err(|error| Box::new(malformed::diagnostic(file, text, &error)))?;
    let mut builder = Builder {
        file,
        text,
        diagnostics: &mut diagnostics,
        has_templates: false,
        known: HashMap::new(),
    };
    let node = builder.node(raw);
    match diagnostics.first() {
        None => Ok(node),
        Some(diagnostic) => Err(Box::new(diagnostic.clone())),
    }
}

/// How all YAML is read.
fn options() -> serde_saphyr::Options {
    let mut options = serde_saphyr::Options::default();
    // Both places of a duplicate are wanted, so it is found here and not by the parser.
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    // YAML 1.2: a key `on` or a value `no` is text.
    options.strict_booleans = true;
    options.reject_unsupported_tags = true;
    options.with_snippet = false;
    // Its own limits stop at some thousand resources. Those on aliases and depth remain.
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = MOST_VALUES;
        budget.max_events = 4 * MOST_VALUES;
    }
    options.alias_limits.max_total_replayed_events = MOST_VALUES_OF_ALIASES;
    options
}

/// Reads a text that was kept; nothing if it is not YAML. Keys that stand twice and malformed expressions are reported,
/// and omitted.
pub fn parse(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.text(file);
    if text.trim().is_empty() {
        return Some(Node { span: whole(file, text), content: Content::Map(Vec::new()) });
    }
    match serde_saphyr::from_str_with_options::<Option<RawNode>>(text, options()) {
        Ok(Some(raw)) => {
            let known = HashMap::new();
            let mut builder = Builder { file, text, diagnostics, has_templates: true, known };
            Some(builder.node(raw))
        }
        Ok(None) => Some(Node { span: whole(file, text), content: Content::Map(Vec::new()) }),
        Err(error) => {
            diagnostics.push(malformed::diagnostic(file, text, &error));
            None
        }
    }
}

fn whole(file: FileId, text: &str) -> Span {
    Span { file, start: 0, end: u32::try_from(text.len().min(1)).unwrap_or(0) }
}

fn span_at(file: FileId, text: &str, location: serde_saphyr::Location) -> Span {
    let clamp = |offset: u64| u32::try_from(offset.min(text.len() as u64)).unwrap_or(u32::MAX);
    let start = location.span().byte_offset().unwrap_or(0);
    let length = location.span().byte_len().unwrap_or(0);
    Span { file, start: clamp(start), end: clamp(start + length) }
}

/// Turns what serde read into nodes: places become spans of this file, text becomes templates.
struct Builder<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
    /// Whether `${` starts an expression.
    has_templates: bool,
    /// The texts with expressions that were read so far.
    known: HashMap<String, Arc<Template>>,
}

impl Builder<'_> {
    fn node(&mut self, raw: RawNode) -> Node {
        let span = self.span(raw.0.referenced, &raw.0.value);
        let content = match raw.0.value {
            RawContent::Null => Content::Null,
            RawContent::Bool(flag) => Content::Bool(Literal {
                text: self.spelling(raw.0.defined, &flag.to_string()),
                value: flag,
            }),
            RawContent::Number(number) => Content::Number(Literal {
                text: self.spelling(raw.0.defined, &number.to_string()),
                value: number,
            }),
            RawContent::Text(text) => match self.template(&text, span) {
                Ok(Some(template)) => Content::Template(template),
                Ok(None) => Content::Text(text),
                Err(diagnostic) => Content::Invalid(diagnostic),
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
        let mut seen = HashMap::with_capacity(raw.len());
        for (key, value) in raw {
            let key_span = span_at(self.file, self.text, key.referenced);
            let entry = Entry {
                key_template: self.template(&key.value, key_span).unwrap_or_default(),
                key: key.value,
                key_span,
                value: self.node(value),
            };
            if let Some(first) = seen.insert(entry.key.clone(), key_span) {
                self.diagnostics.push(
                    Diagnostic::new(format!("duplicate key `{}`", entry.key))
                        .at(key_span, "it stands here again")
                        .at(first, "it stands here first")
                        .help("rename one of the two, or put what they hold under one key"),
                );
            } else {
                entries.push(entry);
            }
        }
        entries
    }

    /// Parses text that holds an expression; reports it where it is malformed.
    fn template(
        &mut self,
        text: &str,
        span: Span,
    ) -> Result<Option<Arc<Template>>, Arc<Diagnostic>> {
        let outcome = match text.chars().find(|c| unknown::RESERVED.contains(c)) {
            Some(mark) => Err(reserved(mark, span)),
            None if !self.has_templates || !text.contains("${") && !text.contains("%{") => {
                return Ok(None);
            }
            None => match self.known.get(text) {
                Some(known) => Ok(Arc::new(known.again(span, self.source(span)))),
                None => Template::parse(text, span, self.source(span)).map(|template| {
                    let template = Arc::new(template);
                    self.known.insert(text.to_owned(), template.clone());
                    template
                }),
            },
        };
        outcome.map(Some).map_err(|diagnostic| {
            self.diagnostics.push(diagnostic.clone());
            Arc::new(diagnostic)
        })
    }

    /// A number or a flag as it is written, behind its anchor and its tag; `plain` where nothing is.
    fn spelling(&self, defined: serde_saphyr::Location, plain: &str) -> String {
        let source = self.source(span_at(self.file, self.text, defined));
        let written = source.split_whitespace().next_back();
        written.unwrap_or(plain).to_owned()
    }

    fn source(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// A scalar's own place, without the empty lines that end a block of text; for a map or list its
    /// first line is enough.
    fn span(&self, location: serde_saphyr::Location, content: &RawContent) -> Span {
        let span = span_at(self.file, self.text, location);
        let shown = match content {
            RawContent::List(_) | RawContent::Map(_) => {
                let rest = self.text.get(span.start as usize..).unwrap_or_default();
                rest.lines().next().unwrap_or_default()
            }
            _ => self.source(span).trim_end(),
        };
        Span { end: span.start + u32::try_from(shown.len()).unwrap_or(0), ..span }
    }
}

fn reserved(character: char, span: Span) -> Diagnostic {
    Diagnostic::new("text holds a reserved character")
        .at(span, format!("`{}` is used by the compiler itself", character.escape_unicode()))
        .help("remove the character")
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
            .map(|number| RawContent::Number(normalized_number(number)))
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
