//! The values of a record. AWS requires text in quotes, in pieces of 255 characters; people write it as it is.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use aws_sdk_route53::types::{ResourceRecord, RrType};

use crate::prelude::*;

/// The most characters that a piece of text has.
const PIECE: usize = 255;

/// A value of a record. Text is as its readers see it, without the quotes and in one piece, however it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct RecordValue(String);

impl RecordValue {
    pub fn new(written: &str) -> Self {
        let text = written.trim();
        match text.starts_with('"') && !unknown::in_text(text) {
            true => Self(joined(text)),
            false => Self(written.to_owned()),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn to_aws(&self, kind: &RrType) -> Result<ResourceRecord> {
        let value = match kind {
            RrType::Txt | RrType::Spf => quoted(&self.0),
            _ => self.0.clone(),
        };
        Ok(ResourceRecord::builder().value(value).build()?)
    }
}

impl<'de> Deserialize<'de> for RecordValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

/// The pieces of a text, without their quotes and in one.
fn joined(quoted: &str) -> String {
    let mut bytes = Vec::new();
    let (mut is_inside, mut rest) = (false, quoted.as_bytes());
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'"', _) => is_inside = !is_inside,
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..]) => {
                bytes.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
                rest = after;
            }
            (b'\\', [escaped, after @ ..]) => {
                bytes.push(*escaped);
                rest = after;
            }
            (other, _) if is_inside => bytes.push(*other),
            _ => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text in quotes, in pieces. What is not of ASCII is written by its bytes.
fn quoted(text: &str) -> String {
    let escaped = |byte: &u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(*byte)),
        b' '..=b'~' => char::from(*byte).to_string(),
        other => format!("\\{other:03o}"),
    };
    let pieces = text.as_bytes().chunks(PIECE);
    let pieces =
        pieces.map(|piece| format!("\"{}\"", piece.iter().map(escaped).collect::<String>()));
    let pieces: Vec<String> = pieces.collect();
    match pieces.is_empty() {
        true => "\"\"".to_owned(),
        false => pieces.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_written_in_pieces_and_read_in_one() {
        let long = "a".repeat(300);
        let pieces = format!("\"{}\" \"{}\"", "a".repeat(255), "a".repeat(45));
        for (text, written) in [
            ("v=spf1 -all", r#""v=spf1 -all""#),
            (r#"say "hi" \ bye"#, r#""say \"hi\" \\ bye""#),
            ("é", r#""\303\251""#),
            (&long, &pieces),
        ] {
            assert_eq!(quoted(text), written);
            assert_eq!(RecordValue::new(written).as_str(), text);
            assert_eq!(RecordValue::new(text).as_str(), text);
        }
        assert_eq!(RecordValue::new(r#""a" "b""#).as_str(), "ab");
    }

    #[test]
    fn what_is_no_text_stays_as_it_is() {
        for value in ["10 mail.example.com.", r#"0 issue "letsencrypt.org""#, "192.0.2.1"] {
            assert_eq!(RecordValue::new(value).as_str(), value);
            let written = RecordValue::new(value).to_aws(&RrType::Caa).unwrap();
            assert_eq!(written.value(), value);
        }
    }
}
