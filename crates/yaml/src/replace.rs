//! A value instead of another.

use super::fault::Fault;
use super::splices::Splices;
use super::style::{column_of, line_end};
use super::tree::{Content, Node, Style as ScalarStyle, Tree};
use super::writing::Writer;
use language::value::{Ordered, Segment};

/// Puts a value instead of the node at a path.
pub fn replaced(
    text: &str,
    tree: &Tree,
    writer: Writer,
    path: &[Segment],
    node: &Node,
    new: &Ordered,
) -> Result<Splices, Fault> {
    let is_in_flow = ancestors(tree, path).any(Node::is_flow);
    let one_line = |style| match new {
        Ordered::Scalar(value) => writer.scalar(value, style),
        _ => writer.flow(new),
    };
    match &node.content {
        // It is somebody else's value.
        Content::Alias(_) => Err(Fault::ServesOthers),
        Content::Scalar(ScalarStyle::Block) => {
            let indent = indent_of_lines(text, node);
            match (writer.lines(new, indent), new) {
                (Some(lines), _) => Ok(with_comment(text, tree, node, &lines)),
                (None, Ordered::Scalar(_)) => {
                    Ok(with_comment(text, tree, node, &one_line(ScalarStyle::Plain)))
                }
                _ if has_comments(tree, node) => Err(Fault::Comments),
                _ => Ok(rewritten(text, tree, writer, path, node, new)),
            }
        }
        Content::Scalar(style) if is_in_flow || matches!(new, Ordered::Scalar(_)) => {
            Ok(Splices::one(node.range.clone(), one_line(*style)))
        }
        Content::Nothing if is_in_flow || matches!(new, Ordered::Scalar(_)) => {
            Ok(Splices::inserted(node.lead, format!(" {}", one_line(ScalarStyle::Plain))))
        }
        _ if has_comments(tree, node) => Err(Fault::Comments),
        _ if node.is_flow() => Ok(Splices::one(node.range.clone(), one_line(ScalarStyle::Plain))),
        _ => Ok(rewritten(text, tree, writer, path, node, new)),
    }
}

/// The nodes around the one at a path, from the outside in.
fn ancestors<'a>(tree: &'a Tree, path: &'a [Segment]) -> impl Iterator<Item = &'a Node> {
    (0..path.len()).filter_map(|depth| tree.root.at(path.get(..depth)?))
}

fn has_comments(tree: &Tree, node: &Node) -> bool {
    let mut comments = tree.comments.iter();
    comments.any(|comment| node.lead <= comment.start && comment.end <= node.range.end)
}

/// Text instead of a text of several lines, behind whose `|` a comment may stand.
fn with_comment(text: &str, tree: &Tree, node: &Node, new: &str) -> Splices {
    let (first, rest) = match new.find(['\r', '\n']) {
        Some(end) => new.split_at(end),
        None => (new, ""),
    };
    let mut comments = tree.comments.iter();
    let comment =
        comments.find(|comment| node.range.start <= comment.start && comment.end <= node.range.end);
    match comment {
        None => Splices::one(node.range.clone(), new),
        Some(comment) => {
            let written = text.get(comment.clone()).unwrap_or_default().trim_end();
            let mark = text.get(node.range.start..comment.start).unwrap_or_default().trim_end();
            Splices::one(node.range.start..node.range.start + mark.len(), first)
                .and(comment.start + written.len()..node.range.end, rest)
        }
    }
}

/// A value in a block, all of it rewritten.
fn rewritten(
    text: &str,
    tree: &Tree,
    writer: Writer,
    path: &[Segment],
    node: &Node,
    new: &Ordered,
) -> Splices {
    let parent = ancestors(tree, path).last();
    let end = node.range.end.max(node.lead);
    let rest_of_line = text.get(end..line_end(text, end)).unwrap_or_default();
    let has_comment = rest_of_line.trim_start().starts_with('#');
    let written = match (path.last(), parent.map(|parent| &parent.content)) {
        (Some(Segment::Key(key)), Some(Content::Map { entries, .. })) => {
            let entry = entries.iter().find(|entry| entry.key == *key);
            let column = entry.map_or(0, |entry| column_of(text, entry.range.start));
            writer.below_key(new, column)
        }
        (Some(Segment::Index(index)), Some(Content::List { items, .. })) => {
            let item = items.get(*index);
            let column = item.map_or(0, |item| column_of(text, item.range.start));
            let element = writer.element(new, column);
            match has_comment && element.contains('\n') {
                true => format!("{}{element}", writer.new_line(column + 2)),
                false => format!(" {element}"),
            }
        }
        _ => writer.element(new, 0),
    };
    match has_comment && written.contains('\n') {
        // The comment stays behind the key.
        true => {
            Splices::one(node.lead..end, "").and(line_end(text, end)..line_end(text, end), written)
        }
        false => Splices::one(node.lead..end, written),
    }
}

/// The spaces before the lines of a text below `|` or `>`.
fn indent_of_lines(text: &str, node: &Node) -> usize {
    let written = text.get(node.range.clone()).unwrap_or_default();
    let mut lines = written.lines().skip(1).filter(|line| !line.trim().is_empty());
    let first = lines.next().map(|line| line.len() - line.trim_start_matches(' ').len());
    first.filter(|indent| *indent > 0).unwrap_or(2)
}
