//! AWS's rules for event patterns: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>,
//! and the answers of PutRule.

use std::net::IpAddr;

use serde_json::Value;

use crate::prelude::*;
use language::diagnostic::suggestion;
use language::value::Object;

/// The most characters that PutRule takes (API reference of PutRule).
const LONGEST: usize = 4_096;
/// The characters of a pattern, unless the account's quota was raised (EventBridge quotas).
const QUOTA: usize = 2_048;
/// The largest number that `numeric` compares with, and the smallest without its sign.
const LARGEST_NUMBER: f64 = 5.0e9;

const FILTERS: [&str; 8] = [
    "anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix",
    "wildcard",
];

/// What is wrong, why, and what to write; and of what it is told.
struct Fault {
    at: Path,
    message: String,
    why: String,
    help: String,
}

pub(super) fn check(pattern: &Value, text: &str, at: &Path, findings: &mut Findings) {
    let length = unknown::known_part(text).chars().count();
    rules! { findings, at;
        Error if length > LONGEST =>
            "the pattern is too long",
            format!("it has {length} characters, and AWS accepts {LONGEST}"),
            "write fewer values, or several rules";
        Warning if (QUOTA + 1..=LONGEST).contains(&length) =>
            "the pattern is too long",
            format!("it has {length} characters, and AWS accepts {QUOTA} unless it has raised the account's quota"),
            "write fewer values, or several rules";
    }
    let mut faults = Vec::new();
    match pattern {
        Value::Object(object) => node(object, at, &mut faults),
        Value::String(text) if unknown::in_text(text) => {}
        _ => faults.push(fault(
            at, "it is not a pattern", "a pattern is a map, or one in JSON",
            "write such as `{ source: [aws.s3] }`",
        )),
    }
    for Fault { at, message, why, help } in faults {
        rules! { findings, at;
            Error if true => message, why, help;
        }
    }
}

fn fault(
    at: &Path,
    message: impl Into<String>,
    why: impl Into<String>,
    help: impl Into<String>,
) -> Fault {
    Fault { at: at.clone(), message: message.into(), why: why.into(), help: help.into() }
}

/// The keys of a pattern, or of a part of one.
fn node(object: &Object, at: &Path, faults: &mut Vec<Fault>) {
    if object.is_empty() {
        faults.push(fault(at, "the map is empty", "AWS requires at least one key", "remove it"));
    }
    for (key, value) in object {
        let at = at.key(key);
        match value {
            Value::Array(choices) if key == "$or" => or(choices, &at, faults),
            Value::Array(values) => leaf(values, &at, faults),
            Value::Object(inner) => node(inner, &at, faults),
            Value::String(text) if unknown::is_whole(text) => {}
            single => faults.push(fault(
                &at,
                "a value stands in a list",
                "AWS accepts nothing else, as several values may match",
                format!("write `[{single}]`"),
            )),
        }
    }
}

fn or(choices: &[Value], at: &Path, faults: &mut Vec<Fault>) {
    if choices.len() < 2 {
        faults.push(fault(
            at, "`$or` chooses among several", "AWS requires at least two patterns in it",
            "write another one, or remove `$or`",
        ));
    }
    for (index, choice) in choices.iter().enumerate() {
        let at = at.index(index);
        match choice {
            Value::Object(inner) => node(inner, &at, faults),
            _ => faults.push(fault(
                &at, "it is not a pattern", "`$or` is a list of patterns", "write a map",
            )),
        }
    }
}

/// The values of which one must match.
fn leaf(values: &[Value], at: &Path, faults: &mut Vec<Fault>) {
    if values.is_empty() {
        faults.push(fault(
            at, "the list is empty", "nothing would match",
            "write a value, or `{ exists: true }` for any",
        ));
    }
    for (index, value) in values.iter().enumerate() {
        let at = at.index(index);
        match value {
            Value::Object(filter) => self::filter(filter, &at, faults),
            Value::Array(_) => faults.push(fault(
                &at, "a list in a list", "a value is a text, a number, a flag, null or a filter",
                "write its elements one by one",
            )),
            _ => {}
        }
    }
}

fn filter(filter: &Object, at: &Path, faults: &mut Vec<Fault>) {
    let mut entries = filter.iter();
    let (Some((name, value)), None) = (entries.next(), entries.next()) else {
        faults.push(fault(
            at,
            "a filter has one key",
            format!("it has {}", filter.len()),
            "write a filter each",
        ));
        return;
    };
    if !FILTERS.contains(&name.as_str()) {
        let known = format!("AWS knows `{}`", FILTERS.join("`, `"));
        let help = suggestion(name, FILTERS).unwrap_or_default();
        faults.push(fault(at, format!("there is no filter `{name}`"), known, help));
        return;
    }
    let takes = match name.as_str() {
        "exists" if !value.is_boolean() => Some("it is `true` or `false`"),
        "cidr" if !is_cidr(value) => Some("it is a block of addresses such as `10.0.0.0/24`"),
        "equals-ignore-case" if !value.is_string() => Some("it is a text"),
        "wildcard" if !is_wildcard(value) => {
            Some("it is a text in which no two `*` stand together")
        }
        "prefix" | "suffix" if !is_affix(value) => {
            Some("it is a text, or `{ equals-ignore-case: <text> }`")
        }
        "numeric" if !is_range(value) => Some(
            "it is a list of a comparison and a number from -5e9 to 5e9, such as `[\"=\", 3]`, or of a lower and an \
             upper bound, such as `[\">\", 0, \"<=\", 5]`",
        ),
        "anything-but" if !is_exclusion(value) => Some(
            "it is a text or a number, a list of the one or the other, or one of `prefix`, `suffix`, `wildcard` and \
             `equals-ignore-case` with a text or a list of texts",
        ),
        _ => None,
    };
    if let Some(takes) = takes {
        let at = at.key(name);
        faults.push(fault(&at, format!("`{name}` does not take this"), takes, ""));
    }
}

/// Whether a text that may not be known yet fits.
fn is_text_that(value: &Value, fits: impl Fn(&str) -> bool) -> bool {
    value.as_str().is_some_and(|text| unknown::in_text(text) || fits(text))
}

fn is_cidr(value: &Value) -> bool {
    is_text_that(value, |text| {
        let read = || {
            let (address, bits) = text.split_once('/')?;
            let (address, bits) = (address.parse::<IpAddr>().ok()?, bits.parse::<u8>().ok()?);
            Some(bits <= if address.is_ipv4() { 32 } else { 128 })
        };
        read().unwrap_or(false)
    })
}

fn is_wildcard(value: &Value) -> bool {
    is_text_that(value, |text| !text.contains("**"))
}

/// What begins or ends a value: a text, or one whose case does not matter.
fn is_affix(value: &Value) -> bool {
    match value {
        Value::Object(inner) => {
            inner.len() == 1 && inner.get("equals-ignore-case").is_some_and(Value::is_string)
        }
        other => other.is_string(),
    }
}

fn is_range(value: &Value) -> bool {
    let Some(list) = value.as_array() else {
        return false;
    };
    let bound = |comparison: &Value, number: &Value| {
        let number = number.as_f64().filter(|number| number.abs() <= LARGEST_NUMBER)?;
        Some((comparison.as_str()?.to_owned(), number))
    };
    let is_lower = |comparison: &str| [">", ">="].contains(&comparison);
    let is_upper = |comparison: &str| ["<", "<="].contains(&comparison);
    match list.as_slice() {
        [comparison, number] => bound(comparison, number)
            .is_some_and(|(it, _)| it == "=" || is_lower(&it) || is_upper(&it)),
        [one, first, other, second] => match (bound(one, first), bound(other, second)) {
            (Some((one, first)), Some((other, second))) if is_lower(&one) => {
                is_upper(&other) && first < second
            }
            (Some((one, first)), Some((other, second))) => {
                is_upper(&one) && is_lower(&other) && second < first
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_exclusion(value: &Value) -> bool {
    match value {
        Value::Array(list) => {
            let all = |is: fn(&Value) -> bool| list.iter().all(is);
            !list.is_empty() && (all(Value::is_string) || all(Value::is_number))
        }
        Value::Object(inner) => {
            let mut entries = inner.iter();
            let (Some((name, value)), None) = (entries.next(), entries.next()) else {
                return false;
            };
            let texts = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let is_fine = |text: &Value| match name.as_str() {
                "prefix" | "suffix" => is_text_that(text, |text| !text.is_empty()),
                "wildcard" => is_wildcard(text),
                "equals-ignore-case" => text.is_string(),
                _ => false,
            };
            !texts.is_empty() && texts.iter().all(is_fine)
        }
        other => other.is_string() || other.is_number(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(pattern: &Value) -> Vec<String> {
        let mut findings = Findings::default();
        check(pattern, &pattern.to_string(), &Path::root(), &mut findings);
        findings.into_inner().into_iter().map(|it| format!("{}: {}", it.path, it.message)).collect()
    }

    /// Each of these AWS accepts, as its documentation and its answers say.
    #[test]
    fn what_aws_takes_is_fine() {
        for value in [
            json!("text"),
            json!(300),
            json!(false),
            json!(null),
            json!(""),
            json!({ "prefix": "" }),
            json!({ "prefix": { "equals-ignore-case": "EventB" } }),
            json!({ "suffix": { "equals-ignore-case": ".png" } }),
            json!({ "exists": false }),
            json!({ "cidr": "10.0.0.0/24" }),
            json!({ "cidr": "2001:db8:1234:1a00::/64" }),
            json!({ "numeric": [">", 0, "<=", 5] }),
            json!({ "numeric": ["=", 301.8] }),
            json!({ "equals-ignore-case": "" }),
            json!({ "wildcard": "arn:aws:events:us-east-1:*:event-bus/*" }),
            json!({ "anything-but": [100, 200] }),
            json!({ "anything-but": 0 }),
            json!({ "anything-but": { "prefix": ["init", "test"] } }),
            json!({ "anything-but": { "wildcard": "" } }),
            json!({ "anything-but": { "equals-ignore-case": ["a", "b"] } }),
        ] {
            assert_eq!(faults(&json!({ "detail": { "a.b": [value] } })), [""; 0]);
        }
        let or = json!({ "detail": { "$or": [{ "a": [1] }, { "b": [{ "exists": true }] }] } });
        assert_eq!(faults(&or), [""; 0]);
    }

    /// Each of these AWS refuses.
    #[test]
    fn what_aws_refuses_is_told() {
        for value in [
            json!({ "anything-but": null }),
            json!({ "anything-but": ["stopped", null] }),
            json!({ "anything-but": ["stopped", 1] }),
            json!({ "anything-but": { "equals-ignore-case": 123 } }),
            json!({ "anything-but": { "equals-ignore-case": [123, 456] } }),
            json!({ "anything-but": { "prefix": "" } }),
            json!({ "anything-but": { "prefix": { "equals-ignore-case": "file" } } }),
            json!({ "anything-but": { "suffix": [123, ".txt"] } }),
            json!({ "anything-but": { "wildcard": 123 } }),
            json!({ "equals-ignore-case": ["text"] }),
            json!({ "equals-ignore-case": { "prefix": "ec2" } }),
            json!({ "cidr": "bad-filter" }),
            json!({ "cidr": "xx.11.xx/8" }),
            json!({ "cidr": "10.0.0.0/33" }),
            json!({ "cidr": ["10.0.0.0/24"] }),
            json!({ "numeric": [">", 0, ">", 0] }),
            json!({ "numeric": 10 }),
            json!({ "numeric": [">", 0, "<"] }),
            json!({ "NUMERIC": ["=", 5] }),
            json!({ "numeric": ["=", 6.0e9] }),
            json!({ "prefix": 123 }),
            json!({ "suffix": [".png"] }),
            json!({ "wildcard": "a**b" }),
            json!({ "exists": "true" }),
            json!({ "prefix": "a", "suffix": "b" }),
            json!({ "like": "a" }),
            json!(["a"]),
        ] {
            let told = faults(&json!({ "detail": { "state": [value.clone()] } }));
            assert_eq!(told.len(), 1, "{value}: {told:?}");
            assert!(told[0].starts_with("detail.state[0]"), "{told:?}");
        }
        for (pattern, told) in [
            (json!({}), "the map is empty"),
            (json!({ "resources": [] }), "resources: the list is empty"),
            (json!({ "source": "aws.s3" }), "source: a value stands in a list"),
            (json!({ "detail": { "n": 42 } }), "detail.n: a value stands in a list"),
            (json!({ "$or": [{ "a": [1] }] }), ": `$or` chooses among several"),
            (json!("no JSON"), "it is not a pattern"),
        ] {
            let found = faults(&pattern);
            assert!(found.len() == 1 && found[0].ends_with(told), "{pattern}: {found:?}");
        }
    }

    #[test]
    fn a_pattern_has_a_length() {
        let of = |count| json!({ "source": ["x".repeat(count)] });
        assert_eq!(faults(&of(2_000)), [""; 0]);
        assert_eq!(faults(&of(2_100)).len(), 1);
        assert_eq!(faults(&of(4_200)).len(), 1);
    }
}
