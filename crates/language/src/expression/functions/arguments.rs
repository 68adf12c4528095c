//! Typed access to arguments, so that every function words a wrong argument the same way: what was
//! expected, what was given, and what to write instead.

use std::borrow::Cow;

use super::numeric::Numeric;
use super::primitive::{boolean_of, text_of};
use super::words::counted;
use crate::value::{Object, Value, type_name};

/// What a function body answers.
pub(super) type Outcome = Result<Value, String>;

/// What an argument has to be.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    Text,
    Number,
    WholeNumber,
    Boolean,
    List,
    Map,
}

impl Expected {
    fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::WholeNumber => "a whole number",
            Self::Boolean => "a boolean",
            Self::List => "a list",
            Self::Map => "a map",
        }
    }

    /// What to write instead of `given`.
    fn remedy(self, given: &Value) -> &'static str {
        match (self, given) {
            (_, Value::Null) => "give a value, or a fallback with coalesce(value, fallback)",
            (Self::Text, Value::Array(_)) => "join the list first, as in join(\", \", list)",
            (Self::Text, _) => "encode it first, as in jsonencode(value)",
            (Self::List, Value::Object(_)) => "take keys(map) or values(map)",
            (Self::List, _) => "put it in brackets, as in [value]",
            (Self::Map, Value::Array(_)) => "build a map first, as in zipmap(names, values)",
            (Self::Map, _) => "write a map, as in {name = value}",
            (Self::WholeNumber, Value::Number(_)) => "round it first with floor or ceil",
            (Self::Number | Self::WholeNumber, _) => "write it in digits, as in 42",
            (Self::Boolean, _) => "write true or false",
        }
    }
}

/// The sentence for an argument of the wrong kind.
pub(super) fn mismatch(what: &str, expected: Expected, given: &Value) -> String {
    format!(
        "{what} must be {}, but {} was given; {}",
        expected.noun(),
        description(given),
        expected.remedy(given)
    )
}

/// A value in words. Text is not quoted: it may be a secret.
fn description(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::Array(list) => format!("a list of {}", counted(list.len(), "element")),
        Value::Object(map) => format!("a map of {}", counted(map.len(), "entry")),
        other => type_name(other).to_owned(),
    }
}

/// The argument at a position.
pub(super) fn value<'a>(
    arguments: &'a [Value],
    position: usize,
    what: &str,
) -> Result<&'a Value, String> {
    arguments.get(position).ok_or_else(|| format!("{what} is missing"))
}

/// Text; numbers and booleans convert.
pub(super) fn text<'a>(
    arguments: &'a [Value],
    position: usize,
    what: &str,
) -> Result<Cow<'a, str>, String> {
    as_text(value(arguments, position, what)?, what)
}

/// A number; text in digits converts.
pub(super) fn number(arguments: &[Value], position: usize, what: &str) -> Result<Numeric, String> {
    as_number(value(arguments, position, what)?, what)
}

/// A whole number; text in digits converts.
pub(super) fn whole(arguments: &[Value], position: usize, what: &str) -> Result<i128, String> {
    let given = value(arguments, position, what)?;
    match as_number(given, what)? {
        Numeric::Whole(whole) => Ok(whole),
        Numeric::Decimal(_) => Err(mismatch(what, Expected::WholeNumber, given)),
    }
}

/// A list (sets are lists, too).
pub(super) fn list<'a>(
    arguments: &'a [Value],
    position: usize,
    what: &str,
) -> Result<&'a [Value], String> {
    as_list(value(arguments, position, what)?, what)
}

/// A map or an object, which are the same here.
pub(super) fn map<'a>(
    arguments: &'a [Value],
    position: usize,
    what: &str,
) -> Result<&'a Object, String> {
    let given = value(arguments, position, what)?;
    given.as_object().ok_or_else(|| mismatch(what, Expected::Map, given))
}

/// Text; numbers and booleans convert.
pub(super) fn as_text<'a>(given: &'a Value, what: &str) -> Result<Cow<'a, str>, String> {
    text_of(given).ok_or_else(|| mismatch(what, Expected::Text, given))
}

/// A number; text in digits converts.
pub(super) fn as_number(given: &Value, what: &str) -> Result<Numeric, String> {
    Numeric::of(given).ok_or_else(|| mismatch(what, Expected::Number, given))
}

/// A boolean; the text of one converts.
pub(super) fn as_boolean(given: &Value, what: &str) -> Result<bool, String> {
    boolean_of(given).ok_or_else(|| mismatch(what, Expected::Boolean, given))
}

/// A list (sets are lists, too).
pub(super) fn as_list<'a>(given: &'a Value, what: &str) -> Result<&'a [Value], String> {
    given.as_array().map(Vec::as_slice).ok_or_else(|| mismatch(what, Expected::List, given))
}

/// The elements of a list as text; they convert like any text.
pub(super) fn texts<'a>(list: &'a [Value], what: &str) -> Result<Vec<Cow<'a, str>>, String> {
    list.iter().map(|element| as_text(element, what)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mismatch_says_what_was_expected_what_was_given_and_what_to_write() {
        let sentences = [
            (
                mismatch("the separator", Expected::Text, &json!(["a"])),
                "the separator must be text, but a list of 1 element was given; \
                 join the list first, as in join(\", \", list)",
            ),
            (
                mismatch("the list", Expected::List, &json!({"a": 1, "b": 2})),
                "the list must be a list, but a map of 2 entries was given; \
                 take keys(map) or values(map)",
            ),
            (
                mismatch("the offset", Expected::WholeNumber, &json!(1.5)),
                "the offset must be a whole number, but the number 1.5 was given; \
                 round it first with floor or ceil",
            ),
            (
                mismatch("the map", Expected::Map, &Value::Null),
                "the map must be a map, but null was given; \
                 give a value, or a fallback with coalesce(value, fallback)",
            ),
        ];
        for (sentence, expected) in sentences {
            assert_eq!(sentence, expected);
        }
    }

    #[test]
    fn a_mismatch_never_shows_text() {
        let sentence = mismatch("the number", Expected::Number, &json!("hunter2"));
        assert!(!sentence.contains("hunter2"), "{sentence}");
    }
}
