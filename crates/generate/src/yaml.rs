//! Blocks as the text of a spec file.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_saphyr::{FlowMap, FlowSeq, ser_options};

use super::block::{Block, Remark};
use super::body::Body;
use language::value::{Ordered, Value, unknown};

/// The width up to which a small map or list stands on one line.
const INLINE_WIDTH: usize = 72;

/// The width of a comment's lines.
const COMMENT_WIDTH: usize = 98;

/// The text of a spec file with these blocks: a section a kind, in the order in which kinds and blocks
/// come, and the variables that they need.
///
/// # Errors
/// A text that YAML cannot hold.
pub fn render(blocks: &[Block]) -> Result<String, serde_saphyr::ser::Error> {
    let mut sections: IndexMap<&str, Vec<String>> = IndexMap::new();
    let variables: BTreeSet<&String> = blocks.iter().flat_map(|block| &block.variables).collect();
    if !variables.is_empty() {
        let declared = variables.into_iter().map(|name| declaration(name));
        let declared = declared.collect::<Result<String, _>>()?;
        sections.insert("variables", vec![declared]);
    }
    for block in blocks {
        let section = sections.entry(&block.address.kind).or_default();
        section.push(text_of(block)?);
    }
    let sections: Vec<String> = sections
        .into_iter()
        .map(|(section, blocks)| format!("{section}:\n{}", indented(&blocks.join("\n"))))
        .collect();
    Ok(sections.join("\n"))
}

/// The text of a spec file with these locals.
///
/// # Errors
/// A text that YAML cannot hold.
pub fn render_locals(locals: &BTreeMap<String, Body>) -> Result<String, serde_saphyr::ser::Error> {
    let entries = locals.iter().map(|(name, value)| entry(name, value));
    let entries: Vec<String> = entries.collect::<Result<_, _>>()?;
    Ok(format!("locals:\n{}", indented(&entries.concat())))
}

/// The text of a key with its value.
pub(super) fn entry(key: &str, value: &Body) -> Result<String, serde_saphyr::ser::Error> {
    yaml(&BTreeMap::from([(key, Layout(&value.templates()))]))
}

fn declaration(name: &str) -> Result<String, serde_saphyr::ser::Error> {
    let facts = [
        ("type".to_owned(), Ordered::Scalar("string".into())),
        ("sensitive".to_owned(), Ordered::Scalar(true.into())),
    ];
    yaml(&BTreeMap::from([(name, Layout(&Ordered::Map(facts.into())))]))
}

/// A block below its remarks.
pub(super) fn text_of(block: &Block) -> Result<String, serde_saphyr::ser::Error> {
    let remarks = block.remarks.iter();
    let mut text: String = remarks.map(comment).collect();
    let name = &block.address.name;
    let body = match &block.body.templates() {
        // However few its fields are, each has a line.
        Ordered::Map(fields) if !fields.is_empty() => {
            let fields = fields.iter().map(|(field, value)| (field, Layout(value)));
            let fields: IndexMap<&String, Layout> = fields.collect();
            yaml(&BTreeMap::from([(name, fields)]))
        }
        body => yaml(&BTreeMap::from([(name, Layout(body))])),
    };
    text.push_str(&body?);
    Ok(text)
}

/// A remark as a comment, no wider than a line.
fn comment(remark: &Remark) -> String {
    let Remark { field, text } = remark;
    let field = unknown::display(&field.to_string());
    let mut comment = String::new();
    let mut line = format!("# {field}:");
    for word in text.split_whitespace() {
        if line.len() + 1 + word.len() > COMMENT_WIDTH {
            comment.push_str(&format!("{line}\n"));
            line = "#  ".to_owned();
        }
        line.push_str(&format!(" {word}"));
    }
    comment.push_str(&format!("{line}\n"));
    comment
}

fn yaml(value: &impl Serialize) -> Result<String, serde_saphyr::ser::Error> {
    let options = ser_options! { compact_list_indent: false, folded_wrap_chars: 100 };
    serde_saphyr::to_string_with_options(value, options)
}

fn indented(text: &str) -> String {
    let lines = text.lines();
    lines
        .map(|line| match line.is_empty() {
            true => "\n".to_owned(),
            false => format!("  {line}\n"),
        })
        .collect()
}

/// A value laid out as people do it: what is small on one line.
struct Layout<'a>(&'a Ordered);

impl Serialize for Layout<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Ordered::Scalar(value) => value.serialize(serializer),
            Ordered::Map(_) if is_small(self.0) => FlowMap(self.0).serialize(serializer),
            Ordered::List(_) if is_small(self.0) => FlowSeq(self.0).serialize(serializer),
            Ordered::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, Layout(value))))
            }
            Ordered::List(list) => serializer.collect_seq(list.iter().map(Layout)),
        }
    }
}

/// Whether a map or a list reads best on one line: it is short, and holds nothing that has parts.
fn is_small(value: &Ordered) -> bool {
    let width = |value: &Ordered| match value {
        Ordered::Scalar(Value::String(text)) => (!text.contains('\n')).then_some(text.len()),
        Ordered::Scalar(other) => Some(other.to_string().len()),
        _ => None,
    };
    let widths: Option<Vec<usize>> = match value {
        Ordered::Scalar(_) => return true,
        Ordered::List(list) => list.iter().map(width).collect(),
        Ordered::Map(entries) => {
            entries.iter().map(|(key, value)| Some(key.len() + width(value)?)).collect()
        }
    };
    widths.is_some_and(|widths| widths.iter().map(|width| width + 2).sum::<usize>() <= INLINE_WIDTH)
}
