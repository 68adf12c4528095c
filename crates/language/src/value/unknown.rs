//! Text that AWS has yet to invent, such as the id of a pool that does not exist.
//!
//! Such ids are always text, so an unknown lives inside a string: the source of the expression
//! between two private-use characters. It passes through templates and policies untouched, fills a
//! kind's struct like any other text, and prints as the reference itself. The loader refuses the two
//! characters in specs, so no user text can be mistaken for a mark.

use serde_json::Value;

use super::Object;

pub(super) const START: char = '\u{E000}';
pub(super) const END: char = '\u{E001}';

/// The characters that only this module may put into text.
pub const RESERVED: [char; 3] = [START, END, super::auto::MARK];

/// The text that stands for the value of `expression` until AWS has invented it.
pub fn mark(expression: &str) -> String {
    // An expression over something that is itself unknown keeps one mark, not a mark in a mark.
    let plain = expression.replace(RESERVED, "");
    format!("{START}{plain}{END}")
}

/// The reference that a text starts with, where that is not known.
pub fn leading(text: &str) -> Option<&str> {
    let (reference, _) = text.strip_prefix(START)?.split_once(END)?;
    Some(reference)
}

/// Whether any part of the text is unknown: AWS has yet to invent it, or it stands for [anything](super::auto::anything),
/// as what it comes from has an error that is reported by itself.
pub fn in_text(text: &str) -> bool {
    text.contains([START, super::auto::MARK])
}

/// Whether the text is one unknown and nothing beside it.
pub fn is_whole(text: &str) -> bool {
    let inside = text.strip_prefix(START).and_then(|rest| rest.strip_suffix(END));
    inside.is_some_and(|inside| !inside.contains(END))
}

/// Whether any text inside the value, keys included, has a part that AWS has yet to invent.
pub fn in_value(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(START),
        Value::Array(list) => list.iter().any(in_value),
        Value::Object(object) => in_object(object),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn in_object(object: &Object) -> bool {
    object.iter().any(|(key, value)| key.contains(START) || in_value(value))
}

/// The text as a person should see it: unknown parts as `${reference}`.
pub fn display(text: &str) -> String {
    if !in_text(text) {
        return text.to_owned();
    }
    let shown = text.replace(START, "${").replace(END, "}");
    shown.replace(super::auto::MARK, "")
}

/// The text without its unknown parts.
pub fn known_part(text: &str) -> String {
    replace(text, "")
}

/// The text with something else in place of each unknown part.
pub fn replace(text: &str, with: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, mark)) = rest.split_once(START) {
        replaced.push_str(before);
        replaced.push_str(with);
        rest = mark.split_once(END).map_or("", |(_, after)| after);
    }
    replaced.push_str(rest);
    replaced.replace(super::auto::MARK, with)
}

/// The value as a person should see it: unknown parts as `${reference}`.
pub fn display_value(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(display(text)),
        Value::Array(list) => list.iter().map(display_value).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (display(key), display_value(value)))
            .collect::<Object>()
            .into(),
        other => other.clone(),
    }
}
