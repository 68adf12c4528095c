//! A field that controls diatonic and is never sent to AWS.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::auto::MARK;
use super::{Value, auto};

/// A value of the spec that AWS does not keep, such as whether a bucket may be emptied to delete it.
///
/// It cannot be read back, so it must never differ from what is live. It serialises to the mark of
/// [`Auto`](super::Auto) with the value behind it: the diff passes over it, and the value survives in
/// what was last applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Instruction<T>(pub T);

impl<T: Serialize> Serialize for Instruction<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = serde_json::to_string(&self.0).map_err(serde::ser::Error::custom)?;
        serializer.collect_str(&format_args!("{MARK}{value}"))
    }
}

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for Instruction<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let value = match &value {
            Value::String(text) if auto::accepts_any(&value) => {
                let text = text.trim_start_matches(MARK);
                serde_json::from_str(text).unwrap_or_default()
            }
            _ => value,
        };
        if value.is_null() {
            return Ok(Self::default());
        }
        T::deserialize(value).map(Self).map_err(D::Error::custom)
    }
}

impl<T: JsonSchema> JsonSchema for Instruction<T> {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diff;

    #[test]
    fn never_differs_and_is_not_lost() {
        let on = serde_json::to_value(Instruction(true)).unwrap();
        let off = serde_json::to_value(Instruction(false)).unwrap();
        let changes = diff::changes(&json!({ "empty": on }), &json!({ "empty": off }));
        assert_eq!(changes, vec![]);
        assert_eq!(serde_json::from_value::<Instruction<bool>>(on).unwrap(), Instruction(true));
        assert_eq!(serde_json::from_value::<Instruction<bool>>(off).unwrap(), Instruction(false));
    }

    #[test]
    fn people_write_the_plain_value() {
        let of = |value| serde_json::from_value::<Instruction<bool>>(value);
        assert_eq!(of(json!(true)).unwrap(), Instruction(true));
        assert_eq!(of(json!(null)).unwrap(), Instruction(false));
        assert!(of(json!("yes")).is_err());
    }
}
