//! What queues and topics have in common: attributes, each of which AWS has as a text, names of FIFO ones, and policies.

use std::borrow::Cow;
use std::collections::HashMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::prelude::*;
use language::value::PolicyDocument;

/// The ARN of a role.
pub(crate) const ROLE: &str = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$";

/// Attributes by AWS's names. What is not there is an empty text.
pub(crate) type Attributes = BTreeMap<&'static str, String>;

/// The attributes that differ from those of a live object.
pub(crate) fn changed(wanted: Attributes, live: &Attributes) -> Attributes {
    wanted.into_iter().filter(|(name, value)| live.get(name) != Some(value)).collect()
}

/// A value as the text of an attribute, which is empty where there is none.
pub(crate) fn written<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// The attributes that AWS shows of an object.
pub(crate) struct Shown(HashMap<String, String>);

impl Shown {
    pub fn of<K: AsRef<str>>(attributes: Option<HashMap<K, String>>) -> Self {
        let attributes = attributes.unwrap_or_default().into_iter();
        Self(attributes.map(|(name, value)| (name.as_ref().to_owned(), value)).collect())
    }

    pub fn text(&self, name: &str) -> Option<String> {
        non_empty(self.0.get(name).cloned())
    }

    pub fn flag(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// A number; the usual one where AWS says none.
    pub fn number(&self, name: &str, usual: i32) -> Result<i32> {
        self.text(name).map_or(Ok(usual), |text| text.parse().map_err(|_| unreadable(name)))
    }

    /// A word of an enumeration; its default where AWS says none.
    pub fn word<T: Field<Aws = String> + Default>(&self, name: &str) -> Result<T> {
        Ok(T::of(self.text(name))?.unwrap_or_default())
    }

    pub fn policy(&self, name: &str) -> Result<Option<PolicyDocument>> {
        Ok(self.text(name).map(|text| PolicyDocument::from_aws(&text)).transpose()?)
    }

    /// An attribute that is a JSON object; nothing where that is empty.
    pub fn json(&self, name: &str) -> Result<Option<Json>> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let value: Value = serde_json::from_str(&text).map_err(|_| unreadable(name))?;
        let is_empty = value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty);
        Ok((!is_empty).then_some(Json(value)))
    }
}

/// A queue or topic of which nothing is said but its name and sort.
pub(crate) fn usual<T: DeserializeOwned>(name: &str, fifo: bool) -> Result<T> {
    let spec = serde_json::from_value(json!({ "name": name, "fifo": fifo }));
    spec.map_err(|error| AwsError::new(error.to_string()))
}

/// An attribute that is not what it should be.
fn unreadable(name: &str) -> AwsError {
    AwsError::new(format!("AWS gave a `{name}` that cannot be read"))
}

/// A JSON object that people write as a map or as JSON text, and that AWS accepts as text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Json(Value);

impl JsonSchema for Json {
    fn schema_name() -> Cow<'static, str> {
        "Json".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["object", "string"], "additionalProperties": {} })
    }

    fn inline_schema() -> bool {
        true
    }
}

impl Json {
    pub fn as_value(&self) -> &Value {
        &self.0
    }
}

impl std::fmt::Display for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = match Value::deserialize(deserializer)? {
            // What is not known yet is not JSON either.
            Value::String(text) if unknown::in_text(&text) => Value::String(text),
            Value::String(text) => serde_json::from_str(&text)
                .map_err(|error| serde::de::Error::custom(format!("it is not JSON: {error}")))?,
            value => value,
        };
        Ok(Self(value))
    }
}

/// The ending of the names of all FIFO queues and topics, and of no other.
const FIFO: &str = ".fifo";

/// Whether a name, or the ARN that ends with it, is of a FIFO queue or topic.
pub(crate) fn is_fifo(name: &str) -> bool {
    name.ends_with(FIFO)
}

/// AWS's rule of the names of FIFO queues and topics (API reference of CreateQueue and CreateTopic).
pub(crate) fn check_fifo_name(name: &str, fifo: bool, findings: &mut Findings) {
    rules! { findings;
        Error "name" if fifo && !is_fifo(name) =>
            "the name does not end with `.fifo`",
            "AWS makes nothing that is first in, first out under another name",
            "add `.fifo` to the name, or remove `fifo`";
        Error "name" if !fifo && is_fifo(name) =>
            "the name ends with `.fifo`",
            "AWS keeps such names for what is first in, first out",
            "write `fifo: true`, or choose another name";
    }
}

/// Rules of the policy of a queue or topic, which has at most so many bytes.
pub(crate) fn check_policy(policy: Option<&PolicyDocument>, most: usize, findings: &mut Findings) {
    let Some(policy) = policy else {
        return;
    };
    let text = policy.to_string();
    rules! { findings;
        Error "policy" if text.len() > most && !unknown::in_text(&text) =>
            "the policy is too long",
            format!("it has {} bytes, and AWS accepts {most}", text.len()),
            "join statements that differ in one element alone";
    }
    for (index, statement) in policy.statements().iter().enumerate() {
        let everybody = |principal: &Value| principal["AWS"] == "*";
        let is_for_everybody = statement["Effect"] == "Allow"
            && statement.get("Condition").is_none()
            && statement.get("Principal").is_some_and(everybody);
        rules! { findings, Path::field("policy").key("Statement").index(index);
            Warning if is_for_everybody =>
                "the statement is for everybody",
                "whoever has an account of AWS may do this, whatever account it is",
                "name the principals, or add a `Condition`, such as one on `aws:SourceArn`";
        }
    }
}
