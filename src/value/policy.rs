//! IAM policy documents, equal when they mean the same.
//!
//! IAM accepts many spellings of one policy (a single action or a list of one, actions in any order
//! and case, `"*"` or `{"AWS": "*"}`) and gives back another than it was given. Both sides pass
//! through [`PolicyDocument`], so the diff sees meaning alone.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::Object;

/// A policy document in its one canonical form. People may write it as a map or as JSON text, and may
/// leave out `Version`, which is then `2012-10-17`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PolicyDocument(Value);

impl PolicyDocument {
    /// Canonical form of a document.
    ///
    /// # Errors
    /// A sentence that says what is not a policy document.
    pub fn new(document: Value) -> Result<Self, String> {
        let document = match document {
            Value::String(text) => {
                serde_json::from_str(&text).map_err(|error| format!("it is not JSON: {error}"))?
            }
            other => other,
        };
        let Value::Object(mut object) = document else {
            return Err("a policy document is a map with a `Statement`".to_owned());
        };
        object
            .entry("Version")
            .or_insert_with(|| Value::from("2012-10-17"));
        if let Some(unknown) = object
            .keys()
            .find(|key| !["Version", "Id", "Statement"].contains(&key.as_str()))
        {
            return Err(format!(
                "`{unknown}` is not part of a policy document (`Version`, `Id`, `Statement`)"
            ));
        }
        let statements = match object.remove("Statement") {
            Some(Value::Array(list)) => list,
            Some(statement @ Value::Object(_)) => vec![statement],
            _ => return Err("a policy document needs a `Statement` list".to_owned()),
        };
        let statements: Vec<Value> = statements
            .into_iter()
            .map(canonical_statement)
            .collect::<Result<_, _>>()?;
        object.insert("Statement".to_owned(), statements.into());
        Ok(Self(object.into()))
    }

    /// The document as a JSON value.
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// Its statements, each in canonical form.
    pub fn statements(&self) -> &[Value] {
        self.0["Statement"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The characters that IAM counts against its size limits: all but white space.
    pub fn size(&self) -> usize {
        self.to_string()
            .chars()
            .filter(|character| !character.is_whitespace())
            .count()
    }
}

/// The document as compact JSON text, as AWS APIs take it.
impl std::fmt::Display for PolicyDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

fn canonical_statement(statement: Value) -> Result<Value, String> {
    let Value::Object(statement) = statement else {
        return Err("each statement of a policy is a map".to_owned());
    };
    let mut canonical = Object::new();
    for (key, value) in statement {
        let value = match key.as_str() {
            // IAM compares actions without regard to case, resources with it.
            "Action" | "NotAction" => set_of_text(&value, str::to_lowercase)?,
            "Resource" | "NotResource" => set_of_text(&value, str::to_owned)?,
            "Principal" | "NotPrincipal" => canonical_principal(value)?,
            "Condition" => canonical_condition(value)?,
            "Effect" => match value.as_str() {
                Some("Allow" | "Deny") => value,
                _ => return Err("`Effect` is `Allow` or `Deny`".to_owned()),
            },
            "Sid" => value,
            other => {
                return Err(format!(
                    "`{other}` is not part of a policy statement (`Sid`, `Effect`, `Principal`, \
                     `Action`, `Resource`, `Condition` and their `Not…` forms)"
                ));
            }
        };
        if key != "Sid" || value != "" {
            canonical.insert(key, value);
        }
    }
    if !canonical.contains_key("Effect") {
        return Err("a policy statement needs an `Effect`: `Allow` or `Deny`".to_owned());
    }
    if !canonical.contains_key("Action") && !canonical.contains_key("NotAction") {
        return Err("a policy statement needs an `Action`".to_owned());
    }
    Ok(canonical.into())
}

/// Lists of actions, resources and values are sets: sorted, without repetition, one element written
/// alone.
fn set_of_text(value: &Value, order_by: fn(&str) -> String) -> Result<Value, String> {
    let mut texts = match value {
        Value::Array(list) => list.iter().map(text_of).collect::<Result<Vec<_>, _>>()?,
        single => vec![text_of(single)?],
    };
    texts.sort_by_key(|text| (order_by(text), text.clone()));
    texts.dedup();
    Ok(match texts.as_slice() {
        [single] => json!(single),
        _ => json!(texts),
    })
}

/// IAM turns numbers and flags into text.
fn text_of(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err("policies hold text, or lists of text, here".to_owned()),
    }
}

fn canonical_principal(principal: Value) -> Result<Value, String> {
    match principal {
        Value::String(text) if text == "*" => Ok(json!({ "AWS": "*" })),
        Value::Object(kinds) => kinds
            .into_iter()
            .map(|(kind, values)| {
                let values = match values {
                    Value::Array(list) => list.into_iter().map(bare_account).collect(),
                    single => bare_account(single),
                };
                Ok((kind, set_of_text(&values, str::to_owned)?))
            })
            .collect::<Result<Object, String>>()
            .map(Value::from),
        _ => Err(
            "`Principal` is `\"*\"` or a map such as `{ Service: lambda.amazonaws.com }`"
                .to_owned(),
        ),
    }
}

/// An account may be named by its id or by the ARN of its root; IAM stores the second.
fn bare_account(principal: Value) -> Value {
    let account = principal.as_str().and_then(|text| {
        let rest = text.strip_prefix("arn:")?.strip_suffix(":root")?;
        let (_, account) = rest.split_once(":iam::")?;
        let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        is_account.then(|| Value::from(account))
    });
    account.unwrap_or(principal)
}

fn canonical_condition(condition: Value) -> Result<Value, String> {
    let Value::Object(operators) = condition else {
        return Err("`Condition` is a map of operators".to_owned());
    };
    operators
        .into_iter()
        .map(|(operator, keys)| {
            let Value::Object(keys) = keys else {
                return Err(format!("`{operator}` is a map of condition keys"));
            };
            let keys = keys
                .into_iter()
                .map(|(key, values)| Ok((key, set_of_text(&values, str::to_owned)?)))
                .collect::<Result<Object, String>>()?;
            Ok((operator, keys.into()))
        })
        .collect::<Result<Object, String>>()
        .map(Value::from)
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
            "description": "An IAM policy document, as a map or as JSON text. `Version` may be left out (2012-10-17).",
            "type": ["object", "string"],
        })
    }
}
