//! Where in a text each value, key and comment stands.

use std::ops::Range;

use rowan::ast::AstNode;
use yaml_parser::ast::{Block, BlockMap, BlockSeq, Flow, FlowMap, FlowSeq, Properties, Root};
use yaml_parser::{SyntaxKind, SyntaxNode};

use super::fault::Fault;
use super::reading::value;
use language::value::{Segment, Value};

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its bytes, without its anchor and its tag; empty where nothing is written.
    pub range: Range<usize>,
    /// Where the text of the value may begin: behind the `:` or the `-`, and behind its anchor and its tag.
    pub lead: usize,
    pub anchor: Option<String>,
    pub content: Content,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing is written.
    Nothing,
    Scalar(Style),
    /// `*name`
    Alias(String),
    List {
        is_flow: bool,
        items: Vec<Item>,
    },
    Map {
        is_flow: bool,
        entries: Vec<Entry>,
    },
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Single,
    Double,
    /// With lines of its own, below `|` or `>`.
    Block,
}

/// An element of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// With its `-`, where it has one.
    pub range: Range<usize>,
    pub node: Node,
}

/// A key of a map, and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub range: Range<usize>,
    pub key: String,
    pub value: Node,
}

/// A text with the places of what stands in it.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The value that the text is.
    pub root: Node,
    pub comments: Vec<Range<usize>>,
    /// The names of the aliases.
    pub aliases: Vec<String>,
}

impl Tree {
    /// Reads a text of one document.
    pub fn of(text: &str) -> Result<Self, Fault> {
        let without_mark = text.trim_start_matches('\u{feff}');
        let reader = Reader { shift: text.len() - without_mark.len(), text };
        let syntax = yaml_parser::parse(without_mark)
            .map_err(|error| Fault::Malformed(error.message().to_owned()))?;
        let tokens = syntax.descendants_with_tokens().filter_map(|part| part.into_token());
        let comments = tokens.filter(|token| token.kind() == SyntaxKind::COMMENT);
        let comments = comments.map(|token| reader.range(token.text_range())).collect();
        let aliases = syntax.descendants().filter(|node| node.kind() == SyntaxKind::ALIAS);
        let aliases = aliases.map(|alias| name_of(&alias)).collect();
        let mut documents = Root::cast(syntax).into_iter().flat_map(|root| root.documents());
        let document = documents.next();
        if documents.next().is_some() {
            return Err(Fault::Malformed("there is more than one document in it".to_owned()));
        }
        let at = reader.shift;
        let root = match document {
            Some(document) => reader.node(document.block(), document.flow(), at)?,
            None => nothing(at),
        };
        Ok(Self { root, comments, aliases })
    }
}

impl Node {
    /// What stands at `path`; nothing where an alias stands in the way.
    pub fn at(&self, path: &[Segment]) -> Option<&Node> {
        path.iter().try_fold(self, |node, segment| match (segment, &node.content) {
            (Segment::Key(key), Content::Map { .. }) => node.entry(key).map(|entry| &entry.value),
            (Segment::Index(index), Content::List { items, .. }) => {
                items.get(*index).map(|item| &item.node)
            }
            _ => None,
        })
    }

    /// The entry of a map with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.content {
            Content::Map { entries, .. } => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// Whether it stands between `[` and `]` or `{` and `}`.
    pub fn is_flow(&self) -> bool {
        matches!(
            self.content,
            Content::Map { is_flow: true, .. } | Content::List { is_flow: true, .. }
        )
    }
}

fn nothing(at: usize) -> Node {
    Node { range: at..at, lead: at, anchor: None, content: Content::Nothing }
}

/// The name of an alias or an anchor.
fn name_of(node: &SyntaxNode) -> String {
    let mut tokens = node.descendants_with_tokens().filter_map(|part| part.into_token());
    let name = tokens.find(|token| token.kind() == SyntaxKind::ANCHOR_NAME);
    name.map(|token| token.text().to_owned()).unwrap_or_default()
}

struct Reader<'a> {
    text: &'a str,
    /// The bytes of the mark at the beginning of a file.
    shift: usize,
}

impl Reader<'_> {
    fn range(&self, range: rowan::TextRange) -> Range<usize> {
        usize::from(range.start()) + self.shift..usize::from(range.end()) + self.shift
    }

    fn of(&self, syntax: &SyntaxNode) -> Range<usize> {
        self.range(syntax.text_range())
    }

    /// A value that may be a block or not, where its text may begin at `lead`.
    fn node(&self, block: Option<Block>, flow: Option<Flow>, lead: usize) -> Result<Node, Fault> {
        match (block, flow) {
            (Some(block), _) => self.block(&block, lead),
            (None, Some(flow)) => self.flow(&flow, lead),
            (None, None) => Ok(nothing(lead)),
        }
    }

    fn block(&self, block: &Block, lead: usize) -> Result<Node, Fault> {
        let (anchor, lead) = self.properties(block.properties(), lead);
        let (range, content) = if let Some(scalar) = block.block_scalar() {
            (self.of(scalar.syntax()), Content::Scalar(Style::Block))
        } else if let Some(list) = block.block_seq() {
            (self.of(list.syntax()), self.block_list(&list)?)
        } else if let Some(map) = block.block_map() {
            (self.of(map.syntax()), self.block_map(&map)?)
        } else {
            (lead..lead, Content::Nothing)
        };
        Ok(Node { range, lead, anchor, content })
    }

    fn block_list(&self, list: &BlockSeq) -> Result<Content, Fault> {
        let items = list.entries().map(|entry| {
            let range = self.of(entry.syntax());
            let node = self.node(entry.block(), entry.flow(), range.start + 1)?;
            Ok(Item { range, node })
        });
        Ok(Content::List { is_flow: false, items: items.collect::<Result<_, Fault>>()? })
    }

    fn block_map(&self, map: &BlockMap) -> Result<Content, Fault> {
        let entries = map.entries().map(|entry| {
            let range = self.of(entry.syntax());
            let key = entry.key().and_then(|key| key.flow());
            let colon = entry.colon().map(|colon| self.range(colon.text_range()).end);
            let lead = colon.unwrap_or(range.end);
            let (block, flow) = match entry.value() {
                Some(value) => (value.block(), value.flow()),
                None => (None, None),
            };
            let value = self.node(block, flow, lead)?;
            Ok(Entry { range, key: self.key(key)?, value })
        });
        Ok(Content::Map { is_flow: false, entries: entries.collect::<Result<_, Fault>>()? })
    }

    fn flow(&self, flow: &Flow, lead: usize) -> Result<Node, Fault> {
        let (anchor, lead) = self.properties(flow.properties(), lead);
        let scalars = [
            (flow.plain_scalar(), Style::Plain),
            (flow.single_quoted_scalar(), Style::Single),
            (flow.double_qouted_scalar(), Style::Double),
        ];
        let mut scalars =
            scalars.into_iter().filter_map(|(token, style)| Some((token?.text_range(), style)));
        let (range, content) = if let Some((range, style)) = scalars.next() {
            (self.range(range), Content::Scalar(style))
        } else if let Some(list) = flow.flow_seq() {
            (self.of(list.syntax()), self.flow_list(&list)?)
        } else if let Some(map) = flow.flow_map() {
            (self.of(map.syntax()), self.flow_map(&map)?)
        } else if let Some(alias) = flow.alias() {
            (self.of(alias.syntax()), Content::Alias(name_of(alias.syntax())))
        } else {
            (lead..lead, Content::Nothing)
        };
        Ok(Node { range, lead, anchor, content })
    }

    fn flow_list(&self, list: &FlowSeq) -> Result<Content, Fault> {
        let entries = list.entries().into_iter().flat_map(|entries| entries.entries());
        let items = entries.map(|entry| {
            let range = self.of(entry.syntax());
            // `[a: 1]` is a list of a map, which has no braces to write more of it into.
            if entry.flow_pair().is_some() {
                return Err(Fault::NoSuchPlace);
            }
            let node = self.node(None, entry.flow(), range.start)?;
            Ok(Item { range, node })
        });
        Ok(Content::List { is_flow: true, items: items.collect::<Result<_, Fault>>()? })
    }

    fn flow_map(&self, map: &FlowMap) -> Result<Content, Fault> {
        let entries = map.entries().into_iter().flat_map(|entries| entries.entries());
        let entries = entries.map(|entry| {
            let range = self.of(entry.syntax());
            let key = entry.key().and_then(|key| key.flow());
            let colon = entry.colon().map(|colon| self.range(colon.text_range()).end);
            let value = entry.value().and_then(|value| value.flow());
            let value = self.node(None, value, colon.unwrap_or(range.end))?;
            Ok(Entry { range, key: self.key(key)?, value })
        });
        Ok(Content::Map { is_flow: true, entries: entries.collect::<Result<_, Fault>>()? })
    }

    fn properties(&self, properties: Option<Properties>, lead: usize) -> (Option<String>, usize) {
        match properties {
            None => (None, lead),
            Some(properties) => {
                let anchor = properties.anchor_property();
                let name = anchor.map(|anchor| name_of(anchor.syntax()));
                (name, self.of(properties.syntax()).end)
            }
        }
    }

    /// A key as the text that it means.
    fn key(&self, key: Option<Flow>) -> Result<String, Fault> {
        // Keys of several lines, and those that are maps themselves, stand in no spec.
        let key = key.ok_or(Fault::NoSuchPlace)?;
        let written = self.text.get(self.of(key.syntax())).unwrap_or_default();
        if key.plain_scalar().is_some() && key.properties().is_none() {
            return Ok(written.to_owned());
        }
        match value(written)? {
            Value::String(key) => Ok(key),
            other => Ok(other.to_string()),
        }
    }
}
