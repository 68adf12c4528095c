//! What a target is given: a structure, of which AWS is given the JSON, or text.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::prelude::*;

/// What a target is given. Text that is a map or a list in JSON is that map or list, and anything else is text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Input(Value);

impl From<Value> for Input {
    fn from(value: Value) -> Self {
        let Value::String(text) = value else {
            let is_structure = value.is_object() || value.is_array();
            return Self(if is_structure { value } else { value.to_string().into() });
        };
        let read = serde_json::from_str(&text).ok();
        let read = read.filter(|read: &Value| read.is_object() || read.is_array());
        Self(read.unwrap_or(Value::String(text)))
    }
}

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

impl JsonSchema for Input {
    fn schema_name() -> Cow<'static, str> {
        "Input".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A map or a list, of which the JSON is sent, or text.",
            "type": ["object", "array", "string", "number", "boolean"],
            "additionalProperties": {},
            "items": {},
        })
    }
}

impl Field for Input {
    type Aws = String;

    fn of(aws: Option<String>) -> Result<Option<Self>> {
        Ok(non_empty(aws).map(|text| Self::from(Value::String(text))))
    }

    fn to_aws(&self) -> Result<Option<String>> {
        Ok(Some(self.text().into_owned()))
    }
}

impl Input {
    /// What AWS is given.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Value::String(text) => Cow::from(text),
            structure => Cow::from(structure.to_string()),
        }
    }

    /// Whether it is JSON, as far as it is known.
    pub(crate) fn is_json(&self) -> bool {
        let text = self.text();
        unknown::in_text(&text) || serde_json::from_str::<Value>(&text).is_ok()
    }

    /// Reports text that is not JSON, for a target that takes nothing else.
    pub(crate) fn check_json(&self, at: &Path, findings: &mut Findings) {
        rules! { findings, at;
            Error if !self.is_json() =>
                "it is not JSON",
                "AWS accepts no other text here",
                "write a map, or quote the text once more: `'\"text\"'`";
        }
    }
}
