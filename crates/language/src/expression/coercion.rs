//! What a value stands for where a condition or text is needed.

use super::functions::number_text;
use super::problem::Problem;
use crate::value::{Value, type_name, unknown};

/// A condition.
pub(super) fn as_condition(value: &Value) -> Result<bool, Problem> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::String(text) if text == "true" => Ok(true),
        Value::String(text) if text == "false" => Ok(false),
        other if unknown::in_value(other) => Err(Problem::undecided("a condition", other)),
        other => Err(Problem::new("a condition is true or false").why(describe_value(other))),
    }
}

/// What a value is, for an error that it causes.
pub(super) fn describe_value(value: &Value) -> String {
    format!("this is {}", type_name(value))
}

/// A value as it stands inside text.
pub fn text_of(value: &Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number_text(number)),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null => Err(Problem::new("null cannot stand inside text")
            .help(Some("give it a fallback: `coalesce(value, \"…\")`".to_owned()))),
        other => Err(Problem::new(format!("{} cannot stand inside text", type_name(other)))
            .help(Some("use `join(\", \", list)` or `jsonencode(value)`".to_owned()))),
    }
}
