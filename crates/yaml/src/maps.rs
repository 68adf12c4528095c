//! Keys that come into maps and go out of them.

use super::fault::Fault;
use super::splices::Splices;
use super::style::{begins_line, column_of, line_end, line_start};
use super::tree::{Content, Entry, Node};
use super::writing::Writer;
use language::value::Ordered;

/// Puts a key behind the others of a map, which stands between braces or not.
pub fn inserted(
    text: &str,
    writer: Writer,
    (map, is_flow): (&Node, bool),
    key: &str,
    new: &Ordered,
) -> Result<Splices, Fault> {
    let entry = || writer.flow_entry(key, new);
    match &map.content {
        Content::Map { is_flow: true, entries } => match entries.last() {
            None => {
                let space = if writer.style.brace_spaces { " " } else { "" };
                let written = format!("{{{space}{}{space}}}", entry());
                Ok(Splices::one(map.range.clone(), written))
            }
            Some(last) => Ok(behind(text, writer, map, &last.range, &entry())),
        },
        Content::Map { is_flow: false, entries } => {
            let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
                return Err(Fault::NoSuchPlace);
            };
            let indent = column_of(text, first.range.start);
            let at = line_end(text, end_of(text, &last.range));
            let entry = writer.entry(key, new, indent);
            Ok(Splices::inserted(at, format!("{}{entry}", writer.new_line(indent))))
        }
        Content::Nothing if is_flow => Ok(Splices::inserted(map.lead, format!(" {{{}}}", entry()))),
        Content::Nothing => {
            let indent = indent_below(text, map.lead);
            let at = line_end(text, map.lead);
            let entry = writer.entry(key, new, indent);
            Ok(Splices::inserted(at, format!("{}{entry}", writer.new_line(indent))))
        }
        Content::Alias(_) => Err(Fault::ServesOthers),
        Content::Scalar(_) | Content::List { .. } => Err(Fault::NoSuchPlace),
    }
}

/// Puts something behind the last part, at `last`, of what stands between brackets or braces: on a line of its own
/// where that part has one.
pub(super) fn behind(
    text: &str,
    writer: Writer,
    around: &Node,
    last: &std::ops::Range<usize>,
    new: &str,
) -> Splices {
    let end = end_of(text, last);
    let rest = text.get(end..around.range.end).unwrap_or_default();
    let has_comma = rest.trim_start().starts_with(',');
    let comma = if has_comma { end + rest.find(',').unwrap_or(0) + 1 } else { end };
    let start = line_start(text, last.start);
    let has_own_line = begins_line(text, last.start) && start > around.range.start;
    let with_comma = if has_comma { "" } else { "," };
    if has_own_line {
        let indent = last.start - start;
        let after = if has_comma { "," } else { "" };
        let line = format!("{}{new}{after}", writer.new_line(indent));
        return Splices::inserted(comma, with_comma)
            .and(line_end(text, comma)..line_end(text, comma), line);
    }
    Splices::inserted(comma, format!("{with_comma} {new}"))
}

/// Takes a key and its value out of a map.
pub fn removed(text: &str, map: &Node, key: &str) -> Result<Splices, Fault> {
    let Content::Map { is_flow, entries } = &map.content else {
        return Err(Fault::NoSuchPlace);
    };
    let at = entries.iter().position(|entry| entry.key == key).ok_or(Fault::NoSuchPlace)?;
    let ranges: Vec<_> = entries.iter().map(|entry: &Entry| entry.range.clone()).collect();
    Ok(match is_flow {
        true => without_part(text, map, &ranges, at, "{}"),
        false => without_lines(text, map, &ranges, at, "{}"),
    })
}

/// Takes a part out of what stands between brackets or braces.
pub(super) fn without_part(
    text: &str,
    around: &Node,
    ranges: &[std::ops::Range<usize>],
    at: usize,
    empty: &str,
) -> Splices {
    let own = &ranges[at];
    if ranges.len() == 1 {
        return Splices::one(around.range.clone(), empty);
    }
    let before = at.checked_sub(1).and_then(|before| ranges.get(before));
    match (ranges.get(at + 1), before) {
        (Some(next), _) => Splices::one(own.start..next.start, ""),
        (None, Some(before)) => Splices::one(end_of(text, before)..end_of(text, own), ""),
        (None, None) => Splices::one(around.range.clone(), empty),
    }
}

/// Takes the lines of a part out of a block.
pub(super) fn without_lines(
    text: &str,
    around: &Node,
    ranges: &[std::ops::Range<usize>],
    at: usize,
    empty: &str,
) -> Splices {
    let own = &ranges[at];
    let end = line_end(text, end_of(text, own));
    let next_line = text.get(end..).and_then(|rest| rest.find('\n')).map(|found| end + found + 1);
    let next_line = next_line.unwrap_or(text.len());
    let start = line_start(text, own.start);
    let has_own_line = begins_line(text, own.start);
    let lines = match (has_own_line, ranges.get(at + 1)) {
        (true, _) => start..next_line,
        // The next part moves behind the `-` that this one stands behind.
        (false, Some(next)) => own.start..next.start,
        (false, None) => own.start..end_of(text, own),
    };
    match ranges.len() {
        1 if !has_own_line => Splices::one(lines, empty),
        // The text as a whole has no key above it.
        1 if line_start(text, around.lead) == around.lead => {
            Splices::one(own.start..end_of(text, own), empty)
        }
        // What is left is nothing, and the key above has to say so.
        1 => Splices::inserted(around.lead, format!(" {empty}")).and(lines, ""),
        _ => Splices::one(lines, ""),
    }
}

/// Where the last line of something ends, without empty lines below it.
pub(super) fn end_of(text: &str, range: &std::ops::Range<usize>) -> usize {
    range.start + text.get(range.clone()).unwrap_or_default().trim_end().len()
}

/// The spaces before what stands below the key or the `-` whose line a byte is in.
pub(super) fn indent_below(text: &str, at: usize) -> usize {
    let line = text.get(line_start(text, at)..at).unwrap_or_default();
    // A map that begins behind a `-` has the column of its first key.
    let mut own = line.trim_start_matches(' ');
    while let Some(rest) = own.strip_prefix("- ") {
        own = rest.trim_start_matches(' ');
    }
    line.len() - own.len() + 2
}
