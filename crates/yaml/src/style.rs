//! How a text is written, so that what is added looks like what is there.

use super::tree::{Content, Node, Style as ScalarStyle, Tree};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub line_end: &'static str,
    /// The spaces before the `-` of a list below a key.
    pub list_indent: usize,
    /// Whether `{ a: 1 }` has spaces inside of its braces.
    pub brace_spaces: bool,
    /// Whether every key and text is in double quotes, as in JSON.
    pub is_json: bool,
}

impl Style {
    /// How the text of a tree is written; where it does not show, as [`format`](crate::format()) would.
    pub fn of(text: &str, tree: &Tree) -> Self {
        let mut found = Found::default();
        found.visit(text, &tree.root, None);
        let starts_quoted = match &tree.root.content {
            Content::Map { is_flow: true, entries } => entries.first().is_some_and(|entry| {
                text.get(entry.range.clone()).is_some_and(|entry| entry.starts_with('"'))
            }),
            _ => false,
        };
        Self {
            line_end: if text.contains("\r\n") { "\r\n" } else { "\n" },
            list_indent: found.list_indent.unwrap_or(2),
            brace_spaces: found.tight_braces <= found.spaced_braces,
            is_json: starts_quoted,
        }
    }
}

#[derive(Default)]
struct Found {
    list_indent: Option<usize>,
    spaced_braces: usize,
    tight_braces: usize,
}

impl Found {
    /// Looks at a node below a key that stands in `column`.
    fn visit(&mut self, text: &str, node: &Node, column: Option<usize>) {
        match &node.content {
            Content::List { is_flow, items } => {
                if let (false, Some(column)) = (is_flow, column) {
                    let own = column_of(text, node.range.start);
                    self.list_indent = self.list_indent.or(own.checked_sub(column));
                }
                items.iter().for_each(|item| self.visit(text, &item.node, None));
            }
            Content::Map { is_flow, entries } => {
                if *is_flow && !entries.is_empty() {
                    let written = text.get(node.range.clone()).unwrap_or_default();
                    match written.starts_with("{ ") {
                        true => self.spaced_braces += 1,
                        false => self.tight_braces += 1,
                    }
                }
                for entry in entries {
                    let column = column_of(text, entry.range.start);
                    self.visit(text, &entry.value, (!is_flow).then_some(column));
                }
            }
            Content::Nothing | Content::Alias(_) | Content::Scalar(_) => {}
        }
    }
}

impl ScalarStyle {
    /// Whether it stands in quotes.
    pub fn is_quoted(self) -> bool {
        matches!(self, Self::Single | Self::Double)
    }
}

/// How far behind the beginning of its line a byte stands.
pub fn column_of(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// Where the line of a byte begins.
pub fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether nothing but spaces stands before a byte in its line.
pub fn begins_line(text: &str, at: usize) -> bool {
    text.get(line_start(text, at)..at).is_some_and(|before| before.trim().is_empty())
}

/// Where the line of a byte ends, before what ends it.
pub fn line_end(text: &str, at: usize) -> usize {
    let after = text.get(at..).unwrap_or_default();
    let end = after.find('\n').map_or(text.len(), |newline| at + newline);
    if text.get(at..end).is_some_and(|rest| rest.ends_with('\r')) { end - 1 } else { end }
}
