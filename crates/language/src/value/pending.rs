//! What a lookup in AWS would give, where AWS is not asked. It may turn out to be anything, so it fits
//! everywhere.
//!
//! It is an [unknown](super::unknown) with a mark of its own. Inside text, and as text, it behaves like
//! one: it prints as the reference, and whoever looks at text leaves it alone. But nothing can be decided
//! by it offline, and that is not an error.

use serde_json::Value;

use super::auto::MARK;
use super::unknown::{self, END, START};

/// The value that stands for what `expression` is, once AWS has been asked.
pub fn value(expression: &str) -> Value {
    let plain = expression.replace(unknown::RESERVED, "");
    Value::String(format!("{START}{MARK}{plain}{END}"))
}

/// Whether the value is one, as a whole: then its type is not known either.
pub fn is(value: &Value) -> bool {
    let inside = |text: &str| {
        let inside = text.strip_prefix([START])?.strip_prefix([MARK])?;
        inside.strip_suffix([END]).map(|inside| !inside.contains(END))
    };
    value.as_str().and_then(inside).unwrap_or(false)
}

/// Whether a part of the text is one.
pub fn in_text(text: &str) -> bool {
    unknown::in_text(text) && text.contains(MARK)
}

/// Whether any text inside the value, keys included, is one or has one in it.
pub fn in_value(value: &Value) -> bool {
    match value {
        Value::String(text) => in_text(text),
        Value::Array(list) => list.iter().any(in_value),
        Value::Object(object) => object.iter().any(|(key, value)| in_text(key) || in_value(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_an_unknown_that_prints_as_the_reference() {
        let pending = value("existing.a.b.c.id");
        let text = format!("x-{}-y", pending.as_str().unwrap());
        assert!(is(&pending) && in_text(&text));
        assert!(!is(&json!(text)) && !is(&json!(unknown::mark("a"))));
        assert_eq!(unknown::display(&text), "x-${existing.a.b.c.id}-y");
        assert_eq!(unknown::replace(&text, "*"), "x-*-y");
        let both = format!("{0}{0}", pending.as_str().unwrap());
        assert!(!is(&json!(both)) && in_value(&json!({ "a": [both] })));
        assert!(!in_value(&json!(unknown::mark("a"))));
    }
}
