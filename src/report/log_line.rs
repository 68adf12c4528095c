//! A line of a log for people.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::style::{bad, bold, dim};
use language::value::{Object, Value};

/// The names under which programs write what a line says, and how weighty it is.
const MESSAGES: [&str; 3] = ["message", "msg", "event"];
const LEVELS: [&str; 2] = ["level", "severity"];

/// When, and what: of JSON its level and its message, and all else behind them.
pub fn render(at: i64, text: &str) -> String {
    let when = DateTime::from_millis(at).fmt(Format::DateTime).unwrap_or_default();
    let text = text.trim_end();
    let told = match serde_json::from_str::<Object>(text) {
        Ok(object) => fields(object),
        Err(_) => text.to_owned(),
    };
    format!("{} {told}", dim(&when))
}

fn fields(mut object: Object) -> String {
    // It is told by the time in front.
    object.remove("timestamp");
    let mut take = |names: &[&str]| {
        let name = names.iter().find(|name| object.get(**name).is_some_and(Value::is_string))?;
        object.remove(*name).and_then(|value| value.as_str().map(str::to_owned))
    };
    let (level, message) = (take(&LEVELS), take(&MESSAGES));
    let level = level.map(|level| match level.to_ascii_uppercase().as_str() {
        "ERROR" | "FATAL" | "CRITICAL" => bad(&level),
        _ => dim(&level),
    });
    let rest = object.into_iter().map(|(key, value)| match value {
        Value::String(text) if !text.contains(char::is_whitespace) => format!("{key}={text}"),
        value => format!("{key}={value}"),
    });
    let parts = level.into_iter().chain(message.map(|message| bold(&message))).chain(rest);
    parts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::escape::plain;

    #[test]
    fn json_is_told_as_text() {
        let line = r#"{"timestamp":"x","level":"ERROR","message":"no such item","id":7,"who":"a b","path":"/x"}"#;
        assert_eq!(
            plain(&render(1_000, line)),
            "1970-01-01T00:00:01Z ERROR no such item id=7 path=/x who=\"a b\""
        );
        assert_eq!(plain(&render(1_500, "START x\n")), "1970-01-01T00:00:01.5Z START x");
        assert_eq!(plain(&render(0, "[1]")), "1970-01-01T00:00:00Z [1]");
    }
}
