//! IAM policy documents, equal when they mean the same.
//!
//! IAM accepts many spellings of one policy (a single action or a list of one, statements and actions
//! in any order, `"*"` or `{"AWS": "*"}`, an account's id or its root's ARN) and gives back another
//! than it was given. Both sides pass through [`PolicyDocument`], so the diff sees meaning alone.
//!
//! The case of an action's name has no meaning either, but is kept: AWS keeps it too, so it makes no
//! difference of its own, and plans stay readable.

mod canonical;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::{Object, unknown};
use canonical::{canonical_statement, in_order, text_of, unknown_key};

/// The version of the policy language that documents are written in, unless they say otherwise.
const CURRENT: &str = "2012-10-17";
/// The version that AWS assumes for a document that names none. It knows no `${variables}`.
const FIRST: &str = "2008-10-17";

/// The texts of an element of a statement, which may be one text or a list.
pub fn texts(element: &Value) -> impl Iterator<Item = &str> {
    let list = match element {
        Value::Array(list) => list.as_slice(),
        single => std::slice::from_ref(single),
    };
    list.iter().filter_map(Value::as_str)
}

/// Why a text from AWS is not a policy document.
#[derive(Debug, thiserror::Error)]
#[error("AWS gave a policy that cannot be read: {0}")]
pub struct UnreadablePolicy(String);

/// A policy document. People may write it as a map or as JSON text, and may omit `Version`, which
/// is then `2012-10-17`.
#[derive(Debug, Clone)]
pub struct PolicyDocument {
    /// The one form that all spellings of the document share.
    canonical: Value,
    /// The canonical statements in the order in which they were written, for AWS and for errors.
    statements: Vec<Value>,
}

impl PolicyDocument {
    /// A document as people write it.
    ///
    /// # Errors
    /// A sentence that says what is not a policy document.
    pub fn new(document: Value) -> Result<Self, String> {
        Self::of_version(document, CURRENT)
    }

    /// A document as AWS gives it back: JSON text, which IAM encodes as URLs are.
    ///
    /// # Errors
    /// It is not a policy document.
    pub fn from_aws(text: &str) -> Result<Self, UnreadablePolicy> {
        let text = match text.trim_start().starts_with('{') {
            true => Cow::from(text),
            false => url_decoded(text),
        };
        Self::of_version(Value::from(text), FIRST).map_err(UnreadablePolicy)
    }

    fn of_version(document: Value, version: &str) -> Result<Self, String> {
        let document = match document {
            Value::String(text) => {
                serde_json::from_str(&text).map_err(|error| format!("it is not JSON: {error}"))?
            }
            other => other,
        };
        let Value::Object(object) = document else {
            return Err("a policy document is a map with a `Statement`".to_owned());
        };
        let mut canonical = Object::from_iter([("Version".to_owned(), Value::from(version))]);
        let mut statements = None;
        for (key, value) in object {
            match (key.as_str(), value) {
                (_, Value::Null) => {}
                ("Statement", Value::Array(list)) => statements = Some(list),
                ("Statement", statement @ Value::Object(_)) => statements = Some(vec![statement]),
                ("Version", Value::String(version))
                    if [CURRENT, FIRST].contains(&version.as_str()) =>
                {
                    canonical.insert(key, version.into());
                }
                ("Version", version) => {
                    return Err(format!(
                        "{version} is not a version of the policy language: write \"{CURRENT}\""
                    ));
                }
                ("Id", id) => {
                    canonical.insert(key, text_of(&id)?.into());
                }
                (other, _) => return Err(unknown_key(other, &["Version", "Id", "Statement"])),
            }
        }
        let statements = statements
            .ok_or("a policy document needs a `Statement` list")?
            .into_iter()
            .map(canonical_statement)
            .collect::<Result<Vec<_>, _>>()?;
        canonical.insert("Statement".to_owned(), in_order(&statements).into());
        Ok(Self { canonical: canonical.into(), statements })
    }

    /// The document as a JSON value, in canonical form.
    pub fn as_value(&self) -> &Value {
        &self.canonical
    }

    /// Its statements as they were written, each in canonical form.
    pub fn statements(&self) -> &[Value] {
        &self.statements
    }

    /// Whether the document is of the first version of the policy language, which knows no variables.
    pub fn is_first_version(&self) -> bool {
        self.canonical["Version"] == FIRST
    }

    /// The characters that IAM counts against its size limits: all but white space. Text that is
    /// not known yet counts for nothing.
    pub fn size(&self) -> usize {
        unknown::known_part(&self.to_string())
            .chars()
            .filter(|character| !character.is_whitespace())
            .count()
    }
}

/// The document as compact JSON text, as AWS APIs take it.
impl std::fmt::Display for PolicyDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut document = self.canonical.clone();
        document["Statement"] = self.statements.clone().into();
        document.fmt(f)
    }
}

impl PartialEq for PolicyDocument {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for PolicyDocument {}

impl Serialize for PolicyDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Conventional(&self.canonical, &DOCUMENT).serialize(serializer)
    }
}

/// The keys of a document and of a statement in the order in which people write them.
const DOCUMENT: [&str; 3] = ["Version", "Id", "Statement"];
const STATEMENT: [&str; 9] = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
    "Condition",
];

/// A part of a document with its keys in the order of convention.
struct Conventional<'a>(&'a Value, &'a [&'a str]);

impl Serialize for Conventional<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, keys) = self;
        match value {
            Value::Object(object) => {
                let entries = keys.iter().filter_map(|key| Some((key, object.get(*key)?)));
                serializer.collect_map(entries.map(|(key, value)| (key, Statements(value))))
            }
            other => other.serialize(serializer),
        }
    }
}

/// The statements of a document; anything else as it is.
struct Statements<'a>(&'a Value);

impl Serialize for Statements<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(list) if list.iter().all(Value::is_object) => {
                serializer.collect_seq(list.iter().map(|one| Conventional(one, &STATEMENT)))
            }
            other => other.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PolicyDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for PolicyDocument {
    fn schema_name() -> Cow<'static, str> {
        "PolicyDocument".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "policy document",
            "description": "An IAM policy document, as a map or as JSON text. `Version` may be left out (2012-10-17).",
            "type": ["object", "string"],
            "x-texts": true,
            "properties": {
                "Version": {
                    "type": "string",
                    "enum": [CURRENT, FIRST],
                    "default": CURRENT,
                    "description": "The version of the policy language.",
                },
                "Id": { "description": "A name for the document." },
                "Statement": {
                    "description": "What is allowed or denied.",
                    "type": ["array", "object"],
                    "items": statement_schema(),
                },
            },
            "required": ["Statement"],
            "additionalProperties": false,
        })
    }
}

fn statement_schema() -> Value {
    let texts = json!({ "type": ["string", "array"], "items": { "type": "string" } });
    let parties = json!({ "type": ["object", "string"], "additionalProperties": texts });
    json!({
        "type": "object",
        "properties": {
            "Sid": { "description": "A name for the statement." },
            "Effect": {
                "type": "string",
                "enum": ["Allow", "Deny"],
                "description": "`Allow` or `Deny`.",
            },
            "Action": texts,
            "NotAction": texts,
            "Resource": texts,
            "NotResource": texts,
            "Principal": parties,
            "NotPrincipal": parties,
            "Condition": { "type": "object", "additionalProperties": { "type": "object" } },
        },
        "required": ["Effect"],
        "additionalProperties": false,
    })
}

/// Text in which `%7B` stands for `{`. What is not such a code stays as it is.
fn url_decoded(text: &str) -> Cow<'static, str> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(code.unwrap_or(first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&decoded).into_owned().into()
}

#[cfg(test)]
mod tests;
