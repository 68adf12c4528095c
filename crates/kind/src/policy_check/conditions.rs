//! Under which conditions a statement holds.

use std::net::IpAddr;

use super::checker::Checker;
use super::keys;
use super::place::{Place, Spot};
use language::diagnostic::suggestion;
use language::value::{Object, Value, unknown};

/// What compares (IAM user guide, "Condition operators").
const OPERATORS: [&str; 27] = [
    "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "BinaryEquals", "Bool", "DateEquals",
    "DateGreaterThan", "DateGreaterThanEquals", "DateLessThan", "DateLessThanEquals",
    "DateNotEquals", "IpAddress", "NotIpAddress", "Null", "NumericEquals", "NumericGreaterThan",
    "NumericGreaterThanEquals", "NumericLessThan", "NumericLessThanEquals", "NumericNotEquals",
    "StringEquals", "StringEqualsIgnoreCase", "StringLike", "StringNotEquals",
    "StringNotEqualsIgnoreCase", "StringNotLike",
];

/// Keys of which a request has several values at once.
const SETS: [&str; 2] = ["dynamodb:attributes", "dynamodb:leadingkeys"];

/// An operator, taken apart.
#[derive(Debug, Clone, Copy)]
struct Operator {
    name: &'static str,
    /// `ForAllValues` or `ForAnyValue`.
    is_of_set: bool,
    /// Whether a request that lacks the key matches.
    matches_absent: bool,
}

impl Operator {
    fn parse(text: &str) -> Option<Self> {
        let (quantifier, rest) = match text.split_once(':') {
            Some((quantifier, rest)) => (quantifier, rest),
            None => ("", text),
        };
        let is_for_all = quantifier.eq_ignore_ascii_case("ForAllValues");
        if !(is_for_all || quantifier.is_empty() || quantifier.eq_ignore_ascii_case("ForAnyValue"))
        {
            return None;
        }
        let (base, if_exists) = match strip_suffix_ignoring_case(rest, "IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let name = OPERATORS.into_iter().find(|name| name.eq_ignore_ascii_case(base))?;
        Some(Self {
            name,
            is_of_set: !quantifier.is_empty(),
            matches_absent: is_for_all || if_exists || name == "Null" || name.contains("Not"),
        })
    }
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (start, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(start)
}

impl Checker<'_> {
    pub(super) fn check_condition(&mut self, condition: &Value, place: &Place<'_>) {
        for (text, keys) in condition.as_object().into_iter().flatten() {
            let (place, Value::Object(keys)) = (place.key(text), keys) else {
                continue;
            };
            match Operator::parse(text) {
                Some(operator) => self.check_keys(operator, keys, &place),
                None if unknown::in_text(text) => {}
                None => self.report_to_iam(
                    &place.path,
                    &format!("`{text}` is not a condition operator"),
                    "AWS refuses policies that compare in a way it does not know",
                    &suggestion(text, OPERATORS).unwrap_or_default(),
                ),
            }
        }
    }

    fn check_keys(&mut self, operator: Operator, keys: &Object, place: &Place<'_>) {
        for (key, values) in keys {
            let place = place.key(key);
            if !unknown::in_text(key) {
                self.check_key(operator, key, &place.path);
            }
            for value in place.texts(values) {
                self.check_variables(value.text, &value);
                if !unknown::in_text(value.text) && !value.text.contains("${") {
                    self.check_value(operator, value.text, &value);
                }
            }
        }
    }

    fn check_key(&mut self, operator: Operator, key: &str, spot: &dyn Spot) {
        if !key.contains(':') {
            self.report_to_iam(
                spot,
                &format!("`{key}` is not a condition key"),
                "AWS accepts `<service>:<name>`",
                &format!("did you mean `aws:{key}`?"),
            );
        } else if let Some(unknown) = keys::unknown(key)
            && !operator.matches_absent
        {
            let message =
                format!("there is no condition key `{key}`, so the statement never applies");
            self.warn(spot, &message, &unknown.why, &unknown.help);
        } else if SETS.contains(&key.to_ascii_lowercase().as_str())
            && !operator.is_of_set
            && operator.name != "Null"
        {
            self.warn(
                spot,
                &format!("`{key}` has several values"),
                &format!(
                    "`{}` compares one, and DynamoDB is asked about all of them",
                    operator.name
                ),
                &format!("write `ForAllValues:{}`", operator.name),
            );
        }
    }

    fn check_value(&mut self, operator: Operator, value: &str, spot: &dyn Spot) {
        let (fits, wanted) = match operator.name {
            "Bool" | "Null" => {
                let is_flag = ["true", "false"].iter().any(|flag| flag.eq_ignore_ascii_case(value));
                (is_flag, "`true` or `false`")
            }
            "IpAddress" | "NotIpAddress" => {
                (is_network(value), "an address or a range such as `10.0.0.0/8`")
            }
            name if name.starts_with("Numeric") => {
                (value.trim().parse::<f64>().is_ok(), "a number")
            }
            _ => return,
        };
        if !fits {
            self.warn(
                spot,
                &format!("`{value}` cannot be compared by `{}`", operator.name),
                &format!("it takes {wanted}"),
                "",
            );
        }
    }
}

fn is_network(text: &str) -> bool {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, bits.parse().ok()),
        None => (text, Some(0)),
    };
    match (address.parse::<IpAddr>(), bits) {
        (Ok(IpAddr::V4(_)), Some(bits)) => bits <= 32_u8,
        (Ok(IpAddr::V6(_)), Some(bits)) => bits <= 128,
        _ => false,
    }
}
