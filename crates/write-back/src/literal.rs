//! Texts that expressions may stand in, and values that mean the same.

use language::expression::Template;
use language::value::{Value, auto};
use state::shown_mark;

/// Whether a text of a spec has an expression in it. So has one that cannot be read: nobody knows what it means.
pub fn has_expression(text: &str) -> bool {
    let may_have = text.contains("${") || text.contains("%{");
    may_have && Template::detached(text).map_or(true, |template| template.has_expression())
}

/// Whether a value of a spec has an expression in it.
pub fn holds_expression(value: &Value) -> bool {
    match value {
        Value::String(text) => has_expression(text),
        Value::Array(list) => list.iter().any(holds_expression),
        Value::Object(object) => {
            object.iter().any(|(key, value)| has_expression(key) || holds_expression(value))
        }
        _ => false,
    }
}

/// A text as a spec has it, in which no expression begins.
pub fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Whether something in a value must not be shown, or is not a value.
pub fn holds_mark(value: &Value) -> bool {
    match value {
        Value::String(text) => shown_mark(text).is_some() || auto::accepts_any(value),
        Value::Array(list) => list.iter().any(holds_mark),
        Value::Object(object) => object.values().any(holds_mark),
        _ => false,
    }
}

/// Whether what is written may mean a value: one is as good as a list of one, lists have no order, and an expression may
/// mean anything.
pub fn may_mean(written: &Value, value: &Value) -> bool {
    match (written, value) {
        (Value::String(text), _) if has_expression(text) => true,
        (Value::Array(written), Value::Array(value)) => {
            written.len() == value.len()
                && written.iter().all(|one| value.iter().any(|other| may_mean(one, other)))
                && value.iter().all(|one| written.iter().any(|other| may_mean(other, one)))
        }
        (Value::Array(list), one) | (one, Value::Array(list)) => {
            matches!(list.as_slice(), [only] if may_mean(only, one) || may_mean(one, only))
        }
        (Value::Object(written), Value::Object(value)) => written.iter().all(|(key, one)| {
            one.is_null() || value.get(key).is_some_and(|other| may_mean(one, other))
        }),
        (Value::String(text), Value::String(value)) => text == value || *text == escaped(value),
        (Value::String(text), other) | (other, Value::String(text)) => {
            let spelled = other.to_string();
            *text == spelled
        }
        (written, value) => written == value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_escaped_expression_is_none() {
        assert!(has_expression("a ${b}") && has_expression("%{if a}b%{endif}"));
        assert!(has_expression("what ends nowhere: ${"));
        assert!(!has_expression("$${a} %%{b} $ { }") && !has_expression("$"));
        assert!(!has_expression(&escaped("${aws:username} %{x}")));
    }

    #[test]
    fn spellings_may_mean_the_same() {
        assert!(may_mean(&json!("a"), &json!(["a"])));
        assert!(may_mean(&json!(["b", "a"]), &json!(["a", "b"])));
        assert!(may_mean(&json!({ "Sid": "x" }), &json!({ "Sid": "x", "Effect": "Allow" })));
        assert!(may_mean(&json!(30), &json!("30")));
        assert!(!may_mean(&json!(["a", "b"]), &json!(["a"])));
        assert!(!may_mean(&json!({ "Sid": "x" }), &json!({ "Sid": "y" })));
        assert!(may_mean(&json!({ "Sid": "${x}" }), &json!({ "Sid": "y" })));
    }
}
