//! Values as Terraform's state and our specs say them, in the form in which the two compare.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Number;

use aws::function_uri;
use language::value::{Object, PolicyDocument, Value};

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
            if list.iter().all(|item| !item.is_object() && !item.is_array()) {
                list.sort_by_cached_key(Value::to_string);
            }
            if list.is_empty() { Value::Null } else { list.into() }
        }
        Value::Object(object) => {
            let entries = object.iter().map(|(key, value)| (key.clone(), plain(value)));
            let object: Object = entries.filter(|(_, value)| !value.is_null()).collect();
            if object.is_empty() { Value::Null } else { object.into() }
        }
        other => other.clone(),
    }
}

/// The whole number that a floating one is; the same where it is none.
fn whole(number: &Number) -> Value {
    let digits = number.to_string();
    let whole = digits.strip_suffix(".0").and_then(|digits| digits.parse::<i64>().ok());
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

/// What the policy document of an API means, with the API itself in the shortest spelling.
pub(super) fn api_meaning(document: &Value) -> Option<Value> {
    static OWN: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"arn:aws[a-z-]*:execute-api:[^:/"]*:[^:/"]*:[^:/"]*/"#).ok());
    let Value::String(text) = document else {
        return match document {
            Value::Null => Some(Value::Null),
            other => api_meaning(&other.to_string().into()),
        };
    };
    let own = OWN.as_ref()?;
    meaning(&own.replace_all(text, "execute-api:/").into())
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
    keys.map(|(key, _)| Value::from(key.as_str())).collect::<Vec<_>>().into()
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

/// The name of the one block that is there; nothing where none is, or several are.
pub(super) fn block_in(choice: &Value) -> Value {
    let choice = match choice {
        Value::Array(list) => list.first().unwrap_or(&Value::Null),
        other => other,
    };
    let blocks = choice.as_object().into_iter().flatten();
    let mut there = blocks.filter(|(_, block)| block.as_array().is_some_and(|it| !it.is_empty()));
    match (there.next(), there.next()) {
        (Some((name, _)), None) => name.as_str().into(),
        _ => Value::Null,
    }
}

/// A word, or the one that a map has as its `type`.
pub(super) fn word_of(value: &Value) -> Value {
    value.get("type").unwrap_or(value).clone()
}

/// The number in a text; the same where it has none.
pub(super) fn number_in(value: &Value) -> Value {
    let number = value.as_str().and_then(|text| text.parse::<f64>().ok());
    number.and_then(Number::from_f64).map_or_else(|| value.clone(), Value::from)
}

pub(super) fn without_ending(value: &Value, ending: &str) -> Value {
    let short = value.as_str().and_then(|text| text.strip_suffix(ending));
    short.map_or_else(|| value.clone(), Value::from)
}

/// A number of units as a text; null for none, and for 0, which Cognito takes for none.
pub(super) fn span(number: &Value, unit: &str) -> Value {
    match number.as_i64() {
        None | Some(0) => Value::Null,
        Some(number) => format!("{number} {unit}").into(),
    }
}

/// The documents that the blocks of a list have under `value`, by what they have under `key`, by meaning.
pub(super) fn meanings_under(list: &Value, key: &str, value: &str) -> Value {
    meanings_in(&entries_under(list, key, value))
}

/// Documents by meaning. One that cannot be read stays as it is.
pub(super) fn meanings_in(map: &Value) -> Value {
    let entries = map.as_object().into_iter().flatten();
    let entries = entries.map(|(key, document)| {
        let meaning = meaning(document).unwrap_or_else(|| document.clone());
        (key.clone(), meaning)
    });
    Value::Object(entries.collect())
}

pub(super) fn except_word(value: &Value, none: &str) -> Value {
    match value == none {
        true => Value::Null,
        false => value.clone(),
    }
}

/// The elements of a text with commas between them.
pub(super) fn elements_of(value: &Value) -> Value {
    let elements = value.as_str().unwrap_or_default().split(',');
    let elements = elements.map(str::trim).filter(|text| !text.is_empty());
    elements.map(Value::from).collect::<Vec<_>>().into()
}

/// The texts of a map or, of anything else, the value itself.
fn each_text(map: &Value, change: impl Fn(&str) -> Value) -> Value {
    let Some(object) = map.as_object() else {
        return map.clone();
    };
    let entries = object.iter().map(|(key, value)| {
        let changed = value.as_str().map(&change);
        (key.clone(), changed.unwrap_or_else(|| value.clone()))
    });
    Value::Object(entries.collect())
}

pub(super) fn without_prefix(map: &Value, prefix: &str) -> Value {
    let entries = map.as_object().into_iter().flatten();
    let entries = entries.map(|(key, value)| {
        let short = key.strip_prefix(prefix).unwrap_or(key);
        (short.to_owned(), value.clone())
    });
    Value::Object(entries.collect())
}

/// A map of constants such as `'GET,POST'`, whose words have no order.
pub(super) fn unordered(map: &Value) -> Value {
    each_text(map, |text| {
        let mut words: Vec<&str> = text.trim_matches('\'').split(',').map(str::trim).collect();
        words.sort_unstable();
        match text.starts_with('\'') && words.len() > 1 {
            true => format!("'{}'", words.join(",")).into(),
            false => text.into(),
        }
    })
}

/// A map of texts, of which JSON is what it says. API Gateway takes names without quotes as well, as YAML does.
pub(super) fn parsed(map: &Value) -> Value {
    each_text(map, |text| {
        let is_map = text.trim_start().starts_with('{');
        let read = || serde_saphyr::from_str(text).ok().filter(|_| is_map);
        let read = serde_json::from_str(text).ok().or_else(read);
        read.unwrap_or_else(|| text.trim().into())
    })
}

/// What JSON says, or a structure that may be written as such, with its lists in an order of ours. Text that is not JSON
/// is itself.
pub(super) fn structure(value: &Value) -> Value {
    match value {
        Value::String(text) => match serde_json::from_str(text) {
            Ok(read @ (Value::Object(_) | Value::Array(_))) => structure(&read),
            _ => value.clone(),
        },
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(structure).collect();
            list.sort_by_cached_key(Value::to_string);
            list.into()
        }
        Value::Object(object) => {
            let entries = object.iter().map(|(key, value)| (key.clone(), structure(value)));
            let entries: std::collections::BTreeMap<String, Value> = entries.collect();
            entries.into_iter().collect::<Object>().into()
        }
        other => other.clone(),
    }
}

/// The function that a URI of API Gateway's calls, or the URI of something else.
pub(super) fn called_by(value: &Value) -> Value {
    let function = value.as_str().and_then(function_uri::function);
    function.map_or_else(|| value.clone(), Value::from)
}
