//! JSON, YAML, Base64 and what URLs need.
//!
//! Departures from Terraform in `yamldecode`: a key that is there twice is an error, an unquoted
//! date stays the text that was written (Terraform makes `2012-10-17T00:00:00Z` of the version of a
//! policy), `0b11` and `0X1F` are numbers, and a merge key may name several maps.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::arguments::{self, Outcome};
use super::decoded::Decoded;
use super::function::{Function, Surroundings, carries, examines};
use super::json::json;
use super::limits::check_length;
use super::numeric::{Numeric, normalized_number, too_large};
use super::words::excerpt;
use crate::value::Value;

pub(super) fn functions() -> Vec<Function> {
    vec![
        carries("jsonencode(value)", "The value as JSON text.", 1..=1, jsonencode),
        examines("jsondecode(text)", "The value of JSON text.", 1..=1, jsondecode),
        examines("yamldecode(text)", "The value of YAML text.", 1..=1, yamldecode),
        examines("base64encode(text)", "The text in Base64.", 1..=1, base64encode),
        examines("base64decode(text)", "The text that is encoded in Base64.", 1..=1, base64decode),
        examines(
            "base64gzip(text)",
            "The text compressed with gzip, in Base64.",
            1..=1,
            base64gzip,
        ),
        examines(
            "urlencode(text)",
            "The text as it stands in the query of a URL: a space is `+`.",
            1..=1,
            urlencode,
        ),
    ]
}

/// Makes whole floats integers, as all numbers here are.
fn normalized(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(normalized_number(number)),
        Value::Array(list) => list.into_iter().map(normalized).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(key, value)| (key, normalized(value))).collect()
        }
        other => other,
    }
}

/// Refuses a number of which digits would be rounded.
fn check_number(text: &str) -> Result<(), String> {
    let number = Numeric::parse(text).and_then(|number| number.value().ok());
    let refused = || format!("{}: {}", excerpt(text), too_large());
    number.map(drop).ok_or_else(refused)
}

/// The numbers in a JSON text that is well formed.
fn json_numbers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit())?;
            rest = &rest[start..];
            if let Some(behind) = rest.strip_prefix('"') {
                rest = behind_quote(behind);
                continue;
            }
            let end = rest.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c));
            let (number, behind) = rest.split_at(end.unwrap_or(rest.len()));
            rest = behind;
            return Some(number);
        }
    })
}

/// What stands behind the quote that ends a text.
fn behind_quote(text: &str) -> &str {
    let mut is_escaped = false;
    let end = text.find(|c: char| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or("", |end| &text[end + 1..])
}

fn jsonencode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    arguments::value(arguments, 0, "the value").map(|value| json(value).into())
}

fn jsondecode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let value =
        serde_json::from_str(&text).map_err(|error| format!("the text is not JSON: {error}"))?;
    json_numbers(&text).try_for_each(check_number)?;
    Ok(normalized(value))
}

fn yamldecode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let is_comment = |line: &str| line.is_empty() || line.starts_with('#');
    if text.lines().all(|line| is_comment(line.trim())) {
        return Err(
            "the text must be a YAML document, but it is empty; write null for nothing".to_owned()
        );
    }
    let options = serde_saphyr::options! {
        ignore_binary_tag_for_string: true,
        reject_unsupported_tags: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    let Decoded { value, numbers } = serde_saphyr::from_str_with_options(&text, options)
        .map_err(|error| format!("the text is not YAML that JSON can represent: {error}"))?;
    let numbers = numbers.iter().filter_map(|location| {
        let span = location.span();
        let start = usize::try_from(span.byte_offset()?).ok()?;
        let length = usize::try_from(span.byte_len()?).ok()?;
        // Behind its anchor and its tag.
        text.get(start..start + length)?.split_whitespace().next_back()
    });
    let is_decimal = |text: &&str| !text.contains(['x', 'X', 'o', 'O', 'b', 'B']);
    numbers.filter(is_decimal).try_for_each(check_number)?;
    Ok(normalized(value))
}

fn base64encode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    check_length(text.len().saturating_mul(4) / 3)?;
    Ok(BASE64.encode(text.as_bytes()).into())
}

/// Standard Base64 with padding. Terraform does not mind loose bits at the end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

fn base64decode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let one_line = text.replace(['\r', '\n'], "");
    let bytes = BASE64.decode(one_line).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.trim_end_matches('.');
        format!("the text must be standard Base64 with padding, but it is not: {reason}")
    })?;
    String::from_utf8(bytes).map(Value::String).map_err(|_| {
        "the decoded bytes must be UTF-8 text, but they are not; keep binary data in Base64"
            .to_owned()
    })
}

fn base64gzip(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    let written = writer.write_all(text.as_bytes()).and_then(|()| writer.finish());
    let bytes = written.map_err(|error| format!("the text cannot be compressed: {error}"))?;
    Ok(BASE64.encode(bytes).into())
}

fn urlencode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    check_length(text.len().saturating_mul(3))?;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(byte.into());
            }
            b' ' => encoded.push('+'),
            // Writing into a string cannot fail.
            other => drop(write!(encoded, "%{other:02X}")),
        }
    }
    Ok(encoded.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::expression::functions::testing::{any_value, call, expect, expect_errors};

    #[test]
    fn json_is_written_as_terraform_writes_it() {
        expect([
            (
                "jsonencode",
                json!([{"b": [1, null, true], "a": "x"}]),
                json!(r#"{"a":"x","b":[1,null,true]}"#),
            ),
            ("jsonencode", json!(["<a> & b"]), json!(r#""\u003ca\u003e \u0026 b""#)),
            (
                "jsonencode",
                json!(["\u{2028}é\"\\/\n\u{1}"]),
                json!("\"\\u2028é\\\"\\\\/\\n\\u0001\""),
            ),
            ("jsonencode", json!([{"<": 1.0}]), json!(r#"{"\u003c":1}"#)),
            ("jsonencode", json!([1e21]), json!("1000000000000000000000")),
            ("jsonencode", json!([0.000_000_1]), json!("0.0000001")),
            ("jsondecode", json!([r#" {"a": 1.50, "b": [2.0]} "#]), json!({"a": 1.5, "b": [2]})),
            ("jsondecode", json!([r#"{"a": 1, "a": 2}"#]), json!({"a": 2})),
        ]);
        expect_errors([
            ("jsondecode", json!([""]), "not JSON"),
            ("jsondecode", json!(["1 2"]), "line 1"),
            ("jsondecode", json!([{"a": 1}]), "a map of 1 entry was given"),
        ]);
    }

    #[test]
    fn yaml_becomes_json_values() {
        expect([
            ("yamldecode", json!(["a: 1\nb: [x, 'y']\n"]), json!({"a": 1, "b": ["x", "y"]})),
            ("yamldecode", json!(["yes: no"]), json!({"yes": false})),
            (
                "yamldecode",
                json!(["- 010\n- 0x10\n- 1e3\n- 1_000"]),
                json!([10, 16, 1000, "1_000"]),
            ),
            ("yamldecode", json!(["1: a\ntrue: b"]), json!({"1": "a", "true": "b"})),
            ("yamldecode", json!(["Version: 2012-10-17"]), json!({"Version": "2012-10-17"})),
            (
                "yamldecode",
                json!(["a: &x {b: 1}\nc: {<<: *x, d: 2}"]),
                json!({"a": {"b": 1}, "c": {"b": 1, "d": 2}}),
            ),
            ("yamldecode", json!(["!!binary aGVsbG8="]), json!("aGVsbG8=")),
            ("yamldecode", json!(["~"]), json!(null)),
            (
                "yamldecode",
                json!(["[0x10, 1e3, 1.5, 100000000000000000000]"]),
                json!([16, 1000, 1.5, 1e20]),
            ),
            (
                "jsondecode",
                json!([r#"["123456789012345678901", -1.5e3, 1e23]"#]),
                json!(["123456789012345678901", -1500, 1e23]),
            ),
        ]);
        expect_errors([
            ("yamldecode", json!(["# nothing\n"]), "it is empty"),
            ("yamldecode", json!(["a: ["]), "line 1"),
            ("yamldecode", json!(["a: 1\na: 2"]), "duplicate"),
            ("yamldecode", json!(["--- a\n--- b"]), "multiple"),
            ("yamldecode", json!(["!Ref a"]), "tag"),
            ("yamldecode", json!(["a: [123456789012345678901]"]), "64 bits"),
            ("yamldecode", json!(["a: &b 1234567890123456789.5"]), "64 bits"),
            ("jsondecode", json!(["123456789012345678901"]), "64 bits"),
            ("jsondecode", json!([r#"{"a\"1": [18446744073709551616]}"#]), "64 bits"),
            ("yamldecode", json!([".inf"]), "non-finite"),
        ]);
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut bomb = "l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
        for level in 1..12 {
            let before = level - 1;
            bomb +=
                &format!("l{level}: &l{level} [{}]\n", vec![format!("*l{before}"); 10].join(", "));
        }
        assert!(call("yamldecode", json!([bomb])).is_err());
    }

    #[test]
    fn base64_is_the_standard_one() {
        expect([
            ("base64encode", json!(["Grüße"]), json!("R3LDvMOfZQ==")),
            ("base64decode", json!(["R3LDvM\nOfZQ=="]), json!("Grüße")),
            ("base64decode", json!([""]), json!("")),
            ("base64decode", json!(["aGVsbG9="]), json!("hello")),
            (
                "sha256",
                json!(["abc"]),
                json!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ),
        ]);
        expect_errors([
            ("base64decode", json!(["aGVsbG8"]), "with padding"),
            ("base64decode", json!(["_w=="]), "standard Base64"),
            ("base64decode", json!(["/w=="]), "UTF-8"),
            ("sha256", json!([null]), "null was given"),
        ]);
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(value in any_value()) {
            let encoded = call("jsonencode", json!([value.clone()])).unwrap();
            prop_assert_eq!(call("jsondecode", json!([encoded.clone()])), Ok(normalized(value)));
            let base64 = call("base64encode", json!([encoded.clone()])).unwrap();
            prop_assert_eq!(call("base64decode", json!([base64])), Ok(encoded));
        }
    }
}
