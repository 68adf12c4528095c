//! Rules for what users write. A value that passes here is one that the user pool and the table take.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

const LONGEST_NAME: usize = 100;
const LONGEST_PREFERENCES: usize = 8 * 1024;
/// DynamoDB nests 32 levels deep, and the preferences are one of an item's attributes.
const DEEPEST_PREFERENCES: usize = 16;

/// A name, without the white space around it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(inline, !try_from)]
pub struct FullName(#[schemars(length(min = 1, max = 100))] pub String);

impl TryFrom<String> for FullName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let name = text.trim();
        if name.chars().any(char::is_control) {
            return Err("may not have control characters".to_owned());
        }
        match name.chars().count() {
            1..=LONGEST_NAME => Ok(Self(name.to_owned())),
            _ => Err(format!("must have 1 to {LONGEST_NAME} characters")),
        }
    }
}

/// An e-mail address in lower case: the user pool does not tell cases apart, and the table does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(inline, !try_from)]
pub struct Email(#[schemars(length(min = 3, max = 254))] pub String);

impl TryFrom<String> for Email {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let address = text.trim().to_ascii_lowercase();
        let valid = address.len() <= 254
            && address
                .split_once('@')
                .is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
        if valid { Ok(Self(address)) } else { Err("is not an e-mail address") }
    }
}

/// Preferences: any JSON object that the table can hold, within bounds.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "Map<String, Value>")]
#[schemars(inline, !try_from)]
pub struct Preferences(pub Map<String, Value>);

impl TryFrom<Map<String, Value>> for Preferences {
    type Error = String;

    fn try_from(preferences: Map<String, Value>) -> Result<Self, String> {
        let value = Value::Object(preferences);
        if value.to_string().len() > LONGEST_PREFERENCES {
            return Err(format!("may have at most {LONGEST_PREFERENCES} bytes"));
        }
        check_storable(&value, DEEPEST_PREFERENCES)?;
        match value {
            Value::Object(preferences) => Ok(Self(preferences)),
            _ => Ok(Self(Map::new())),
        }
    }
}

/// RFC 5322's dot-atom. Quoted forms exist, and nobody has one.
fn is_local_part(text: &str) -> bool {
    text.len() <= 64
        && text.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c))
        })
}

fn is_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let is_number = |label: &&str| label.chars().all(|c| c.is_ascii_digit());
    labels.len() >= 2 && labels.iter().all(is_label) && !labels.last().is_some_and(is_number)
}

fn check_storable(value: &Value, levels: usize) -> Result<(), String> {
    let nested = levels.checked_sub(1);
    let inside = |value: &Value| match nested {
        Some(levels) => check_storable(value, levels),
        None => Err(format!("may be nested at most {DEEPEST_PREFERENCES} levels deep")),
    };
    match value {
        Value::Array(values) => values.iter().try_for_each(inside),
        Value::Object(fields) if fields.contains_key("") => {
            Err("may not have a field without a name".to_owned())
        }
        Value::Object(fields) => fields.values().try_for_each(inside),
        Value::Number(number) if !number.as_f64().is_some_and(is_storable_number) => {
            Err("has a number that is too large or too small".to_owned())
        }
        _ => Ok(()),
    }
}

/// DynamoDB's numbers: zero, or of a magnitude from 1E-130 to just below 1E126.
fn is_storable_number(number: f64) -> bool {
    number == 0.0 || (1e-130..1e125).contains(&number.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn email(text: &str) -> Result<String, &'static str> {
        Email::try_from(text.to_owned()).map(|email| email.0)
    }

    fn full_name(text: &str) -> Result<String, String> {
        FullName::try_from(text.to_owned()).map(|name| name.0)
    }

    fn preferences(value: Value) -> Result<Value, String> {
        let read: Result<Preferences, _> = serde_json::from_value(value);
        read.map(|preferences| Value::Object(preferences.0)).map_err(|error| error.to_string())
    }

    #[test]
    fn addresses_are_accepted_in_lower_case() {
        for (text, expected) in [
            ("ada@example.com", "ada@example.com"),
            (" Ada.Lovelace+x@Mail.Example.co.UK ", "ada.lovelace+x@mail.example.co.uk"),
            ("a@b.io", "a@b.io"),
            ("o'neil@xn--bcher-kva.example", "o'neil@xn--bcher-kva.example"),
        ] {
            assert_eq!(email(text).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@localhost",
            "a@b@example.com",
            "a b@example.com",
            ".ada@example.com",
            "a..b@example.com",
            "ada@-example.com",
            "ada@example..com",
            "ada@127.0.0.1",
            "ada@example.com\nBcc: x@example.com",
            "ädä@example.com",
            long.as_str(),
        ] {
            assert!(email(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_are_counted_in_characters() {
        assert_eq!(full_name("  Ada Lovelace ").unwrap(), "Ada Lovelace");
        assert_eq!(full_name(&"ä".repeat(100)).unwrap().chars().count(), 100);
        for text in [
            String::new(),
            "  ".to_owned(),
            "ä".repeat(101),
            "A\u{0}da".to_owned(),
            "A\nda".to_owned(),
            "A\u{85}da".to_owned(),
        ] {
            assert!(full_name(&text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn preferences_are_what_the_table_can_hold() {
        for value in
            [json!({}), json!({ "theme": "dark", "n": [1, -2.5, null, true, 0, u64::MAX] })]
        {
            assert_eq!(preferences(value.clone()).unwrap(), value);
        }
        let deep = (0..20).fold(json!(1), |inner, _| json!({ "a": inner }));
        for (value, word) in [
            (json!([]), "map"),
            (json!(null), "map"),
            (json!({ "a": "x".repeat(9000) }), "bytes"),
            (json!({ "a": [{ "": 1 }] }), "name"),
            (json!({ "a": 1e200 }), "number"),
            (json!({ "a": [-1e-200] }), "number"),
            (deep, "levels"),
        ] {
            let refusal = preferences(value).unwrap_err();
            assert!(refusal.contains(word), "{refusal}");
        }
    }
}
