//! Elements that come into lists and go out of them.

use super::fault::Fault;
use super::maps::{behind, end_of, indent_below, without_lines, without_part};
use super::splices::Splices;
use super::style::{column_of, line_end};
use super::tree::{Content, Node};
use super::writing::Writer;
use language::value::Ordered;

/// Puts an element into a list, which stands between brackets or not.
pub fn inserted(
    text: &str,
    writer: Writer,
    (list, is_flow): (&Node, bool),
    index: usize,
    new: &Ordered,
) -> Result<Splices, Fault> {
    match &list.content {
        Content::List { is_flow: true, items } => match (items.get(index), items.last()) {
            (Some(next), _) => {
                Ok(Splices::inserted(next.range.start, format!("{}, ", writer.flow(new))))
            }
            (None, Some(last)) => Ok(behind(text, writer, list, &last.range, &writer.flow(new))),
            (None, None) => Ok(Splices::one(list.range.clone(), format!("[{}]", writer.flow(new)))),
        },
        Content::List { is_flow: false, items } => {
            let first = items.first().ok_or(Fault::NoSuchPlace)?;
            let indent = column_of(text, first.range.start);
            let element = format!("- {}", writer.element(new, indent));
            match index.checked_sub(1).and_then(|before| items.get(before)) {
                Some(before) => {
                    let at = line_end(text, end_of(text, &before.range));
                    Ok(Splices::inserted(at, format!("{}{element}", writer.new_line(indent))))
                }
                None => {
                    let element = format!("{element}{}", writer.new_line(indent));
                    Ok(Splices::inserted(first.range.start, element))
                }
            }
        }
        Content::Nothing if is_flow => {
            Ok(Splices::inserted(list.lead, format!(" [{}]", writer.flow(new))))
        }
        Content::Nothing => {
            let indent = indent_below(text, list.lead) - 2 + writer.style.list_indent;
            let at = line_end(text, list.lead);
            let element = writer.element(new, indent);
            Ok(Splices::inserted(at, format!("{}- {element}", writer.new_line(indent))))
        }
        Content::Alias(_) => Err(Fault::ServesOthers),
        Content::Scalar(_) | Content::Map { .. } => Err(Fault::NoSuchPlace),
    }
}

/// Takes an element out of a list.
pub fn removed(text: &str, list: &Node, index: usize) -> Result<Splices, Fault> {
    let Content::List { is_flow, items } = &list.content else {
        return Err(Fault::NoSuchPlace);
    };
    let ranges: Vec<_> = items.iter().map(|item| item.range.clone()).collect();
    match (ranges.get(index), is_flow) {
        (None, _) => Err(Fault::NoSuchPlace),
        (Some(_), true) => Ok(without_part(text, list, &ranges, index, "[]")),
        (Some(_), false) => Ok(without_lines(text, list, &ranges, index, "[]")),
    }
}
