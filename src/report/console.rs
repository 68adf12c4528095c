//! What an expression comes to.

use super::style::dim;
use super::value::{block, inline};
use language::value::{Value, pending, unknown};
use state::REDACTED;

/// What an expression comes to.
#[derive(Debug, Clone)]
pub struct Answer {
    pub value: Value,
    /// Whether it must not be shown.
    pub is_sensitive: bool,
}

impl Answer {
    /// The text that it is, for programs to take as it is; nothing where it is none, or has something in it that is not
    /// known.
    pub fn as_text(&self) -> Option<&str> {
        let text = self.value.as_str()?;
        (!self.is_sensitive && !unknown::in_text(text)).then_some(text)
    }

    /// The same for programs, as it may be shown.
    pub fn to_json(&self) -> Value {
        match self.is_sensitive {
            true => REDACTED.into(),
            false => unknown::display_value(&self.value),
        }
    }
}

/// The same for people.
pub fn render(answer: &Answer) -> String {
    if answer.is_sensitive {
        return dim(REDACTED);
    }
    let value = &answer.value;
    if let Some(reference) = value.as_str().filter(|text| unknown::is_whole(text)) {
        let reference = unknown::display(reference);
        let why = match pending::is(value) {
            true => "AWS was not asked",
            false => "known after apply",
        };
        return dim(&format!("({why}: {reference})"));
    }
    inline(value).unwrap_or_else(|| block(value).join("\n"))
}
