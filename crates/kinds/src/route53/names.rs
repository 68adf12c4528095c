//! Names of DNS, as AWS writes them: in small letters, with a dot at the end, and special characters as `\052`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize};

use crate::prelude::*;

/// A name of DNS. Its spellings are one: with a dot at the end or without, in small letters or capitals, `*` or `\052`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct DnsName(String);

impl DnsName {
    /// The name, of which nobody knows more than a reference until AWS has invented the rest.
    pub fn new(text: &str) -> Self {
        if unknown::in_text(text) {
            return Self(text.to_owned());
        }
        let plain = unescaped(text).to_ascii_lowercase();
        Self(plain.strip_suffix('.').unwrap_or(&plain).to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text without the escapes of characters that need none to be read: all but those of dots, slashes and backslashes,
/// which mean something else without.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let code = after.get(..3).and_then(|code| u8::from_str_radix(code, 8).ok());
        match code.filter(|code| code.is_ascii_graphic() && !b"./\\".contains(code)) {
            Some(code) => {
                plain.push(char::from(code));
                rest = &after[3..];
            }
            None => {
                plain.push('\\');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

impl<'de> Deserialize<'de> for DnsName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

impl JsonSchema for DnsName {
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

impl Field for DnsName {
    type Aws = String;

    fn of(aws: Option<String>) -> Result<Option<Self>> {
        Ok(aws.filter(|text| !text.is_empty()).map(|text| Self::new(&text)))
    }

    fn to_aws(&self) -> Result<Option<String>> {
        Ok(Some(self.0.clone()))
    }
}

/// An id without the word that AWS has before it, as in `/hostedzone/Z0123456789`.
pub(super) fn plain_id(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_a_name_are_one() {
        for (text, name) in [
            ("example.com", "example.com"),
            ("WWW.Example.com.", "www.example.com"),
            (r"\052.example.com.", "*.example.com"),
            (r"a\100b.example.com", "a@b.example.com"),
            (r"a\056b.example.com", r"a\056b.example.com"),
            (r"a\057b.example.com", r"a\057b.example.com"),
            (r"a\", r"a\"),
            ("\u{E000}Zone.Name\u{E001}", "\u{E000}Zone.Name\u{E001}"),
        ] {
            assert_eq!(DnsName::new(text).as_str(), name, "{text}");
        }
    }

    #[test]
    fn ids_have_no_words_before_them() {
        assert_eq!(plain_id("/hostedzone/Z1"), "Z1");
        assert_eq!(plain_id("Z1"), "Z1");
    }
}
