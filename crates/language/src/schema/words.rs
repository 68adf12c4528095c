//! The words for values and their types, as errors use them.

use crate::diagnostic::{joined, listed_or};
use crate::value::{Path, Value, type_name, unknown};

/// The name that JSON Schema has for the type of a value.
pub(super) fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// JSON Schema's types in words: `text or a list`.
pub(super) fn wanted(types: &[&str]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for name in types {
        let word = match *name {
            "string" => "text",
            "integer" => "a whole number",
            "number" => "a number",
            "boolean" => "true or false",
            "array" => "a list",
            "object" => "a map",
            _ => continue,
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" or ")
}

/// A value that has the wrong type, in words.
pub(super) fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Number(number) if number.is_f64() => "a fraction",
        other => type_name(other),
    }
}

/// ` for `path``, or nothing where the value as a whole is meant.
pub(super) fn of(path: &Path) -> String {
    match path.is_root() {
        true => String::new(),
        false => format!(" for `{path}`"),
    }
}

/// A computed value, where showing it helps.
pub(super) fn shown(value: &Value) -> Option<String> {
    const LONGEST: usize = 60;
    let text = match value {
        Value::String(text) if text.is_empty() => return None,
        Value::String(text) => format!("{:?}", unknown::display(text)),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Some(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Some(text),
    }
}

/// The values that are allowed: `A`, `B` or `C`; 1, 3 or 5.
pub(super) fn any_of(allowed: &[&Value]) -> String {
    let names: Vec<&str> = allowed.iter().filter_map(|value| value.as_str()).collect();
    if !names.is_empty() {
        return listed_or(names);
    }
    let numbers: Vec<String> = allowed.iter().map(ToString::to_string).collect();
    joined(&numbers, "or")
}

/// Characters by name, each once: `:`, `;` and a space.
pub(super) fn characters(refused: impl Iterator<Item = char>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for character in refused {
        let name = match character {
            ' ' => "a space".to_owned(),
            visible if !visible.is_control() => format!("`{visible}`"),
            hidden => format!("`{}`", hidden.escape_default()),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| joined(&names, "and"))
}

/// `1 element`, `2 elements`, `2 entries`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {noun}s"),
    }
}

/// The first paragraph of a doc comment, in one line.
pub(super) fn first_paragraph(text: &str) -> String {
    let text = text.split("\n\n").next().unwrap_or(text).replace('\n', " ");
    text.trim_end_matches('.').to_owned()
}
