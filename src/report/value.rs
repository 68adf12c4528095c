//! A value as people read it: like YAML, with what is unknown as the reference itself.

use super::columns::columns;
use language::value::{Value, auto, unknown};

/// The widest column. What is wider pushes the rest of its line to the right; nothing is padded to it.
const WIDEST_COLUMN: usize = 120;

/// Lists of scalars up to this width stand on one line.
const INLINE_WIDTH: usize = 72;

/// Whether a field says nothing worth showing when an object is created.
pub(super) fn is_silent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        other => auto::accepts_any(other),
    }
}

/// The value on one line, if it fits there.
pub(super) fn inline(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => (!text.contains('\n')).then(|| quoted(text)),
        Value::Array(list) if list.iter().all(is_scalar) => {
            let items: Option<Vec<String>> = list.iter().map(inline).collect();
            let line = format!("[{}]", items?.join(", "));
            (line.chars().count() <= INLINE_WIDTH).then_some(line)
        }
        Value::Object(object) if object.values().all(auto::accepts_any) => Some("{}".to_owned()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn quoted(text: &str) -> String {
    if auto::accepts_any(&Value::String(text.to_owned())) {
        return "(AWS's choice)".to_owned();
    }
    format!("\"{}\"", unknown::display(text).replace('"', "\\\""))
}

/// The value as lines to stand below its key.
pub(super) fn block(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => {
            let shown: Vec<_> =
                object.iter().filter(|(_, value)| !auto::accepts_any(value)).collect();
            let width = key_width(shown.iter().map(|(key, value)| (key.as_str(), *value)));
            shown.into_iter().flat_map(|(key, value)| entry(key, value, width)).collect()
        }
        Value::Array(list) => list.iter().flat_map(item).collect(),
        Value::String(text) => lines_of(&unknown::display(text)),
        scalar => inline(scalar).into_iter().collect(),
    }
}

/// A key as it stands before its colon: in quotes where it could be taken for something else.
pub(super) fn shown_key(key: &str) -> String {
    let shown = unknown::display(key);
    let is_plain = !shown.is_empty()
        && (shown.chars())
            .all(|letter| letter.is_alphanumeric() || "_-./:@*$+={}".contains(letter))
        && !shown.ends_with(':');
    match is_plain {
        true => shown,
        false => Value::from(shown).to_string(),
    }
}

/// A key and its value, the value beside the key where it fits and below it where not.
pub(super) fn entry(key: &str, value: &Value, width: usize) -> Vec<String> {
    labelled(&shown_key(key), value, width)
}

/// The same for what is told by something else than a key.
pub(super) fn labelled(label: &str, value: &Value, width: usize) -> Vec<String> {
    match inline(value) {
        Some(line) => vec![format!("{} {line}", padded(&format!("{label}:"), width + 1))],
        None => {
            let mut lines = vec![format!("{label}:")];
            lines.extend(block(value).into_iter().map(|line| format!("  {line}")));
            lines
        }
    }
}

/// An element of a list, which starts with a dash.
pub(super) fn item(value: &Value) -> Vec<String> {
    if let Some(line) = inline(value) {
        return vec![format!("- {line}")];
    }
    let mut lines = block(value).into_iter();
    let first = lines.next().map(|line| format!("- {line}"));
    first.into_iter().chain(lines.map(|line| format!("  {line}"))).collect()
}

/// The widest key whose value stands beside it.
pub(super) fn key_width<'a>(entries: impl Iterator<Item = (&'a str, &'a Value)>) -> usize {
    entries
        .filter(|(_, value)| inline(value).is_some())
        .map(|(key, _)| columns(&shown_key(key)))
        .max()
        .unwrap_or(0)
}

/// A text as wide as its column.
pub(super) fn padded(text: &str, width: usize) -> String {
    let missing = width.min(WIDEST_COLUMN).saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

/// The lines of a text, as far as it ends them by line feeds alone: of others a difference must be seen.
pub(super) fn lines_of(text: &str) -> Vec<String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(str::to_owned).collect()
}
