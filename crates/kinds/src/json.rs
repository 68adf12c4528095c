//! JSON that AWS keeps as text and reads itself.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Number, Value};

/// A document that AWS keeps as text: written as a map, or as JSON text. Two are equal where they mean the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Json(Value);

impl Json {
    /// The document.
    pub(crate) fn as_value(&self) -> &Value {
        &self.0
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        let value = match value {
            Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
            other => other,
        };
        Self(plain(value))
    }
}

impl std::fmt::Display for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The same value with whole numbers written as such: `12.0` is `12`.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => whole(&number).map_or(Value::Number(number), Value::from),
        Value::Array(list) => list.into_iter().map(plain).collect(),
        Value::Object(object) => {
            object.into_iter().map(|(key, value)| (key, plain(value))).collect()
        }
        other => other,
    }
}

/// The whole number that is written as a fraction, as far as fractions are exact.
fn whole(number: &Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = number.as_f64().filter(|_| number.is_f64())?;
    let text = format!("{float:.0}");
    (float.fract() == 0.0 && float.abs() < EXACT).then(|| text.parse().ok())?
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

impl JsonSchema for Json {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Json".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["object", "string"] })
    }
}

impl aws::Field for Json {
    type Aws = String;

    fn of(aws: Option<String>) -> aws::Result<Option<Self>> {
        let text = aws.filter(|text| !text.trim().is_empty());
        Ok(text.map(|text| Self::from(Value::String(text))))
    }

    fn to_aws(&self) -> aws::Result<Option<String>> {
        Ok(Some(self.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_map_and_its_text_are_equal_and_so_are_numbers_that_are() {
        let map = Json::from(json!({ "a": [1, 2.5], "b": { "c": -3.0 } }));
        assert_eq!(map, Json::from(json!(r#"{ "b": {"c": -3}, "a": [1.0, 2.5] }"#)));
        assert_eq!(map.to_string(), r#"{"a":[1,2.5],"b":{"c":-3}}"#);
        assert_ne!(map, Json::from(json!({ "a": [1, 2.5], "b": {} })));
        assert_eq!(Json::from(json!("no JSON")).as_value(), "no JSON");
    }
}
