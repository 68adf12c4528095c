//! Event patterns, equal when they match the same events.
//!
//! The order of keys and of most lists says nothing, a list of one value of `anything-but` may be written without the
//! list, and AWS gives back what it was given. Both sides pass through [`Pattern`], so the diff sees meaning alone.

mod check;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::prelude::*;
use language::value::Object;

/// An event pattern, as a map or as JSON text. What is neither stays as it is, and is told by the check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Pattern(Value);

impl From<Value> for Pattern {
    fn from(value: Value) -> Self {
        Self(match value {
            Value::String(text) => match serde_json::from_str(&text) {
                Ok(read @ Value::Object(_)) => canonical(read),
                _ => text.into(),
            },
            other => canonical(other),
        })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

impl JsonSchema for Pattern {
    fn schema_name() -> Cow<'static, str> {
        "EventPattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "event pattern",
            "description": "Which events match, such as `{ source: [aws.s3], detail: { bucket: { name: [files] } } }`, \
                            as a map or as JSON text. Values stand in lists, of which one must match: texts, numbers, \
                            or filters such as `{ prefix: images/ }`.",
            "type": ["object", "string"],
            "additionalProperties": {},
        })
    }
}

impl Field for Pattern {
    type Aws = String;

    fn of(aws: Option<String>) -> Result<Option<Self>> {
        Ok(non_empty(aws).map(|text| Self::from(Value::String(text))))
    }

    fn to_aws(&self) -> Result<Option<String>> {
        Ok(Some(self.text()))
    }
}

impl Pattern {
    /// One that every event matches: each has a source.
    pub(super) fn all() -> Self {
        Self(json!({ "source": [{ "prefix": "" }] }))
    }

    /// Reports what AWS refuses.
    pub(super) fn check(&self, at: &Path, findings: &mut Findings) {
        check::check(&self.0, &self.text(), at, findings);
    }

    fn text(&self) -> String {
        match &self.0 {
            Value::String(text) => text.clone(),
            pattern => pattern.to_string(),
        }
    }
}

/// One form for all spellings of what stands under a key, or of a pattern as a whole.
fn canonical(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let entries: BTreeMap<String, Value> =
                object.into_iter().map(|(key, value)| (key, canonical(value))).collect();
            entries.into_iter().collect::<Object>().into()
        }
        Value::Array(list) => in_order(list.into_iter().map(canonical_element)),
        other => other,
    }
}

/// An element of a list: a value, a filter, or one of the patterns of `$or`.
fn canonical_element(element: Value) -> Value {
    let Value::Object(mut filter) = element else {
        return element;
    };
    match filter.remove("anything-but") {
        Some(excluded) if filter.is_empty() => json!({ "anything-but": excluded_alike(excluded) }),
        Some(excluded) => {
            filter.insert("anything-but".to_owned(), excluded);
            filter.into()
        }
        // Its operators and bounds stand in an order that has a meaning.
        None if filter.contains_key("numeric") => filter.into(),
        None => canonical(filter.into()),
    }
}

/// What `anything-but` excludes: a list of one is its element.
fn excluded_alike(excluded: Value) -> Value {
    match excluded {
        Value::Array(list) => match in_order(list) {
            Value::Array(mut list) if list.len() == 1 => list.swap_remove(0),
            list => list,
        },
        Value::Object(filter) => {
            let filters = filter.into_iter().map(|(key, value)| (key, excluded_alike(value)));
            filters.collect::<Object>().into()
        }
        other => other,
    }
}

/// A list whose order says nothing.
fn in_order(list: impl IntoIterator<Item = Value>) -> Value {
    let mut list = Vec::from_iter(list);
    list.sort_by_cached_key(Value::to_string);
    list.dedup();
    list.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_same_are_equal() {
        let pattern = |value| Pattern::from(value);
        let one = json!({
            "source": ["b", "a", "a"],
            "detail": { "state": [{ "anything-but": ["stopped"] }], "$or": [{ "x": [1] }, { "a": [2] }] },
        });
        let other = json!({
            "detail": { "$or": [{ "a": [2] }, { "x": [1] }], "state": [{ "anything-but": "stopped" }] },
            "source": ["a", "b"],
        });
        assert_eq!(pattern(one.clone()), pattern(other.clone()));
        assert_eq!(pattern(one), pattern(other.to_string().into()));
    }

    #[test]
    fn what_matches_otherwise_is_not() {
        let pattern = |value| Pattern::from(json!({ "detail": { "n": [value] } }));
        let range = |order: Value| pattern(json!({ "numeric": order }));
        assert_ne!(range(json!([">", 0, "<", 5])), range(json!(["<", 5, ">", 0])));
        assert_ne!(pattern(json!("1")), pattern(json!(1)));
        assert_ne!(pattern(json!({ "prefix": "a" })), pattern(json!({ "suffix": "a" })));
    }
}
