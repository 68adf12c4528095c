//! A field for which AWS's own choice is fine when its owner says nothing.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// Stands in a serialised spec for "AWS's choice is fine".
pub(super) const MARK: char = '\u{E002}';

/// A value, or AWS's choice.
///
/// A plain `Option` that is absent means "off", and differs from a live value that is on. An `Auto`
/// that is absent equals every live value: it serialises to a mark of its own, and
/// [`accepts_any`] tells the diff that nothing is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auto<T>(pub Option<T>);

impl<T> Default for Auto<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Auto<T> {
    /// The value that the owner asks for, if there is one.
    pub fn as_ref(&self) -> Option<&T> {
        self.0.as_ref()
    }

    /// What to send to AWS.
    pub fn into_inner(self) -> Option<T> {
        self.0
    }
}

impl<T> From<Option<T>> for Auto<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl<'a, T> From<&'a Auto<T>> for Option<&'a T> {
    fn from(value: &'a Auto<T>) -> Self {
        value.as_ref()
    }
}

/// A value that fits every field, in place of one that could not be told and has been reported.
pub fn anything() -> Value {
    Value::String(MARK.to_string())
}

/// Whether a serialised value is the mark of an absent [`Auto`].
pub fn accepts_any(value: &Value) -> bool {
    matches!(value, Value::String(text) if text.starts_with(MARK))
}

impl<T: Serialize> Serialize for Auto<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_char(MARK),
        }
    }
}

impl<'de, T: serde::de::DeserializeOwned> Deserialize<'de> for Auto<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.is_null() || accepts_any(&value) {
            return Ok(Self(None));
        }
        T::deserialize(value).map(|value| Self(Some(value))).map_err(serde::de::Error::custom)
    }
}

impl<T: JsonSchema> JsonSchema for Auto<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }
}
