//! The one form that all spellings of a statement share.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::diagnostic::suggestion;
use crate::value::{Object, unknown};

const STATEMENT_KEYS: [&str; 9] = [
    "Action", "Condition", "Effect", "NotAction", "NotPrincipal", "NotResource", "Principal",
    "Resource", "Sid",
];

/// The order of statements has no meaning: by `Sid`, then by content, so that a named statement keeps
/// its place when it changes.
pub(super) fn in_order(statements: &[Value]) -> Vec<Value> {
    let key = |statement: &Value| (statement["Sid"].to_string(), statement.to_string());
    let mut statements = statements.to_vec();
    statements.sort_by_cached_key(key);
    statements.dedup();
    statements
}

/// One form for all spellings of a statement.
pub(super) fn canonical_statement(statement: Value) -> Result<Value, String> {
    let Value::Object(statement) = statement else {
        return Err("each statement of a policy is a map".to_owned());
    };
    let mut canonical = Object::new();
    for (key, value) in statement {
        let value = match key.as_str() {
            _ if value.is_null() => continue,
            "Action" | "NotAction" => actions(&value)?,
            "Resource" | "NotResource" => set_of_text(&value)?,
            "Principal" | "NotPrincipal" => canonical_principal(value)?,
            "Condition" => canonical_condition(value)?,
            "Effect" if ["Allow", "Deny"].map(Value::from).contains(&value) => value,
            "Effect" => return Err(format!("`Effect` is `Allow` or `Deny`, not {value}")),
            "Sid" => text_of(&value)?.into(),
            other => return Err(unknown_key(other, &STATEMENT_KEYS)),
        };
        let says_nothing =
            (key == "Sid" && value == "") || (key == "Condition" && value == json!({}));
        if !says_nothing {
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

pub(super) fn unknown_key(key: &str, known: &[&str]) -> String {
    let help = suggestion(key, known.iter().copied()).unwrap_or_default();
    format!("there is no `{key}` in a policy: {help}")
}

/// IAM compares actions without regard to case, and their services are lower-case everywhere.
fn actions(value: &Value) -> Result<Value, String> {
    let mut actions: Vec<String> = texts(value)?
        .into_iter()
        .map(|action| match action.split_once(':') {
            Some((service, name)) if !unknown::in_text(service) => {
                format!("{}:{name}", service.to_ascii_lowercase())
            }
            _ => action,
        })
        .collect();
    actions.sort_by_cached_key(|action| (action.to_ascii_lowercase(), action.clone()));
    actions.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    Ok(one_or_many(actions))
}

/// Lists of resources and values are sets: sorted, without repetition, one element written alone.
fn set_of_text(value: &Value) -> Result<Value, String> {
    let texts: BTreeSet<String> = texts(value)?.into_iter().collect();
    Ok(one_or_many(texts.into_iter().collect()))
}

fn texts(value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Array(list) => list.iter().map(text_of).collect(),
        single => Ok(vec![text_of(single)?]),
    }
}

fn one_or_many(mut texts: Vec<String>) -> Value {
    match (texts.pop(), texts.is_empty()) {
        (Some(single), true) => single.into(),
        (last, _) => {
            texts.extend(last);
            texts.into()
        }
    }
}

/// IAM turns numbers and flags into text.
pub(super) fn text_of(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(format!("policies hold text, or lists of text, where there is {other}")),
    }
}

fn canonical_principal(principal: Value) -> Result<Value, String> {
    match principal {
        Value::String(text) if text == "*" => Ok(json!({ "AWS": "*" })),
        Value::Object(kinds) => kinds
            .into_iter()
            .map(|(kind, values)| {
                let values: Vec<String> = texts(&values)?.into_iter().map(bare_account).collect();
                Ok((kind, set_of_text(&values.into())?))
            })
            .collect::<Result<Object, String>>()
            .map(Value::from),
        _ => Err("`Principal` is `\"*\"` or a map such as `{ Service: lambda.amazonaws.com }`"
            .to_owned()),
    }
}

/// An account may be named by its id or by the ARN of its root; AWS accepts the first and shows the
/// second.
fn bare_account(principal: String) -> String {
    let account = || {
        let rest = principal.strip_prefix("arn:")?.strip_suffix(":root")?;
        let (_, account) = rest.split_once(":iam::")?;
        let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        is_account.then(|| account.to_owned())
    };
    account().unwrap_or(principal)
}

fn canonical_condition(condition: Value) -> Result<Value, String> {
    let Value::Object(operators) = condition else {
        return Err("`Condition` is a map of operators".to_owned());
    };
    let mut canonical = Object::new();
    for (operator, keys) in operators {
        let Value::Object(keys) = keys else {
            return Err(format!("`{operator}` of a `Condition` is a map of condition keys"));
        };
        let keys = keys
            .into_iter()
            .map(|(key, values)| Ok((key, set_of_text(&values)?)))
            .collect::<Result<Object, String>>()?;
        // An operator that compares nothing asks for nothing.
        if !keys.is_empty() {
            canonical.insert(operator, keys.into());
        }
    }
    Ok(canonical.into())
}
