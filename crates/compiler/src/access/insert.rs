//! Adds a grant to a spec, as if it stood in the file.

use std::sync::Arc;

use crate::read::node::{Content, Entry, Literal, Node};
use kind::Grant;
use language::diagnostic::Span;
use language::expression::Template;
use language::value::{Segment, Value};

/// The spec holds something else where the grant would stand.
pub struct Occupied;

/// Adds a grant to a spec. It is placed at `span`, of which `source` is the text.
///
/// # Errors
/// An expression makes what it would stand in, or something stands there already.
pub fn insert(body: &mut Node, grant: &Grant, span: Span, source: &str) -> Result<(), Occupied> {
    match grant {
        Grant::Entry(path, value) => {
            let Some((Segment::Key(last), around)) = path.segments().split_last() else {
                return Err(Occupied);
            };
            let around = descend(body, around, span)?;
            match around.get(last) {
                Some(_) => Err(Occupied),
                None => {
                    *entry(around, last, span)? = node(value, span, source);
                    Ok(())
                }
            }
        }
        Grant::Element(path, value) => {
            let list = descend(body, path.segments(), span)?;
            let new = node(value, span, source);
            match &mut list.content {
                Content::List(elements) => elements.push(new),
                Content::Map(entries) if entries.is_empty() => {
                    list.content = Content::List(vec![new])
                }
                // AWS accepts one element where it expects a list.
                Content::Map(_) => {
                    let first = list.clone();
                    list.content = Content::List(vec![first, new]);
                }
                _ => return Err(Occupied),
            }
            Ok(())
        }
    }
}

/// What stands at the end of these steps: an empty map where there is nothing.
fn descend<'n>(
    node: &'n mut Node,
    segments: &[Segment],
    span: Span,
) -> Result<&'n mut Node, Occupied> {
    segments.iter().try_fold(node, |node, segment| match segment {
        Segment::Key(key) => entry(node, key, span),
        Segment::Index(_) => Err(Occupied),
    })
}

fn entry<'n>(node: &'n mut Node, key: &str, span: Span) -> Result<&'n mut Node, Occupied> {
    if matches!(node.content, Content::Null) {
        node.content = Content::Map(Vec::new());
    }
    let Content::Map(entries) = &mut node.content else {
        return Err(Occupied);
    };
    let index = match entries.iter().position(|entry| entry.key == key) {
        Some(index) => index,
        None => {
            let value = Node { span, content: Content::Map(Vec::new()) };
            entries.push(Entry { key: key.to_owned(), key_span: span, key_template: None, value });
            entries.len() - 1
        }
    };
    Ok(&mut entries[index].value)
}

/// A value as it would be written.
fn node(value: &Value, span: Span, source: &str) -> Node {
    let content = match value {
        Value::Null => Content::Null,
        Value::Bool(flag) => Content::Bool(Literal { value: *flag, text: flag.to_string() }),
        Value::Number(number) => {
            Content::Number(Literal { value: number.clone(), text: number.to_string() })
        }
        Value::String(text) if text.contains("${") => match Template::parse(text, span, source) {
            Ok(template) => Content::Template(Arc::new(template)),
            Err(diagnostic) => Content::Invalid(Arc::new(diagnostic)),
        },
        Value::String(text) => Content::Text(text.clone()),
        Value::Array(list) => {
            Content::List(list.iter().map(|value| node(value, span, source)).collect())
        }
        Value::Object(object) => {
            let entries = object.iter().map(|(key, value)| Entry {
                key: key.clone(),
                key_span: span,
                key_template: None,
                value: node(value, span, source),
            });
            Content::Map(entries.collect())
        }
    };
    Node { span, content }
}
