//! What a line of an access log says.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use aws::{Field, Result};

/// The format of a line: text, or a map that is written as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct LogFormat(String);

impl LogFormat {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for LogFormat {
    fn from(text: &str) -> Self {
        // AWS accepts a line break at the end, which is that of a YAML block, and nowhere else.
        Self(text.trim_end().to_owned())
    }
}

impl Field for LogFormat {
    type Aws = String;

    fn of(aws: Option<String>) -> Result<Option<Self>> {
        Ok(Some(Self::from(aws.unwrap_or_default().as_str())))
    }

    fn to_aws(&self) -> Result<Option<String>> {
        Ok(Some(self.0.clone()))
    }
}

impl<'de> Deserialize<'de> for LogFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(match value {
            Value::String(text) => Self::from(text.as_str()),
            map => Self(map.to_string()),
        })
    }
}
