//! Conversion between text, numbers and booleans, by the rules that apply wherever an argument has the wrong type:
//! numbers and booleans become text, and text becomes the number or boolean that it spells.

use std::borrow::Cow;

use super::numeric::Numeric;
use crate::value::Value;

/// A value as text, if it is simple enough to have one.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(flag) => Some(Cow::Owned(flag.to_string())),
        Value::Number(_) => Numeric::of(value).map(|number| Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// The boolean that a value is or spells. Terraform takes 1 and 0 as text, too.
pub(super) fn boolean_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
