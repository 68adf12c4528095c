//! Values as Terraform's state and our specs say them, in the form in which the two compare.

use serde_json::Number;

use crate::value::{Object, PolicyDocument, Value};

/// A value without what is off or empty, with numbers of one type, and with lists of scalars in one order,
/// as no list of the table has an order that matters.
pub(super) fn plain(value: &Value) -> Value {
    match value {
        Value::Bool(false) => Value::Null,
        Value::String(text) if text.is_empty() => Value::Null,
        Value::Number(number) if number.is_f64() => whole(number),
        Value::Array(list) => {
            let list = list.iter().map(plain);
            let mut list: Vec<Value> = list.filter(|item| !item.is_null()).collect();
            if list
                .iter()
                .all(|item| !item.is_object() && !item.is_array())
            {
                list.sort_by_cached_key(Value::to_string);
            }
            if list.is_empty() {
                Value::Null
            } else {
                list.into()
            }
        }
        Value::Object(object) => {
            let entries = object
                .iter()
                .map(|(key, value)| (key.clone(), plain(value)));
            let object: Object = entries.filter(|(_, value)| !value.is_null()).collect();
            if object.is_empty() {
                Value::Null
            } else {
                object.into()
            }
        }
        other => other.clone(),
    }
}

/// The whole number that a floating one is; the same where it is none.
fn whole(number: &Number) -> Value {
    let digits = number.to_string();
    let whole = digits
        .strip_suffix(".0")
        .and_then(|digits| digits.parse::<i64>().ok());
    whole.map_or_else(|| number.clone().into(), Value::from)
}

/// What a policy document means; nothing where it cannot be read. None is null.
pub(super) fn meaning(document: &Value) -> Option<Value> {
    let document = match document {
        Value::Null => return Some(Value::Null),
        Value::String(text) if text.is_empty() => return Some(Value::Null),
        Value::String(text) => PolicyDocument::from_aws(text).ok()?,
        other => PolicyDocument::new(other.clone()).ok()?,
    };
    Some(document.as_value().clone())
}

pub(super) fn is_word(value: &Value, word: &str) -> Value {
    match value {
        Value::Null => Value::Null,
        value => (value == word).into(),
    }
}

fn blocks(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// What each block has under a key.
pub(super) fn values_under(list: &Value, key: &str) -> Value {
    let values = blocks(list).filter_map(|block| block.get(key).cloned());
    values.collect::<Vec<_>>().into()
}

pub(super) fn entries_under(list: &Value, key: &str, value: &str) -> Value {
    let entries = blocks(list).filter_map(|block| {
        let key = block.get(key)?.as_str()?.to_owned();
        Some((key, block.get(value)?.clone()))
    });
    Value::Object(entries.collect())
}

pub(super) fn keys_of(map: &Value) -> Value {
    let keys = map.as_object().into_iter().flatten();
    keys.map(|(key, _)| Value::from(key.as_str()))
        .collect::<Vec<_>>()
        .into()
}

pub(super) fn opposite_of(value: &Value) -> Value {
    value.as_bool().map_or(Value::Null, |flag| (!flag).into())
}

pub(super) fn unless(value: &Value, none: i64) -> Value {
    match value.as_i64() == Some(none) {
        true => Value::Null,
        false => value.clone(),
    }
}

pub(super) fn only_of(list: &Value) -> Value {
    match list.as_array().map(Vec::as_slice) {
        Some([only]) => only.clone(),
        Some([]) | None => Value::Null,
        Some(_) => list.clone(),
    }
}

/// A number of units as a text; null for none, and for 0, which Cognito takes for none.
pub(super) fn span(number: &Value, unit: &str) -> Value {
    match number.as_i64() {
        None | Some(0) => Value::Null,
        Some(number) => format!("{number} {unit}").into(),
    }
}
