//! Collections whose elements have one type, and sets.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::json::json;
use super::numeric::Numeric;
use super::primitive::text_of;
use crate::value::{Value, type_name};

/// The order of a set: booleans, numbers by value, text by code point; anything else by its JSON.
/// Null comes last. Values that compare equal are equal.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Number(_), Value::Number(_)) => match (Numeric::of(a), Numeric::of(b)) {
            (Some(a), Some(b)) => a.compare(b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        },
        _ => rank(a).cmp(&rank(b)).then_with(|| json(a).cmp(&json(b))),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Bool(_) => 0,
        Value::Number(_) => 1,
        Value::String(_) => 2,
        Value::Array(_) => 3,
        Value::Object(_) => 4,
        Value::Null => 5,
    }
}

/// Sorts and drops what is there twice.
pub(super) fn into_set(mut elements: Vec<Value>) -> Value {
    elements.sort_by(compare);
    elements.dedup_by(|a, b| compare(a, b) == Ordering::Equal);
    Value::Array(elements)
}

/// A list whose elements have one type.
pub(super) fn unified(mut list: Vec<Value>) -> Result<Vec<Value>, String> {
    unify(&mut list.iter_mut().collect::<Vec<_>>())?;
    Ok(list)
}

/// Gives all values one type: beside text, numbers and booleans become text, also inside lists and
/// maps. Null fits any type.
///
/// Terraform turns maps with different keys into maps of one element type. Here a value is unified
/// only with its namesakes in the other maps, because an absent key may be an optional attribute.
pub(super) fn unify(values: &mut [&mut Value]) -> Result<(), String> {
    let present = || values.iter().filter(|value| !value.is_null());
    let Some(first) = present().next() else {
        return Ok(());
    };
    if present().all(|value| value.is_array()) {
        return unify_lists(values);
    }
    if present().all(|value| value.is_object()) {
        return unify_maps(values);
    }
    let has_text = present().any(|value| value.is_string());
    let other = present().find(|value| {
        std::mem::discriminant(**value) != std::mem::discriminant(*first)
            && !(has_text && text_of(value).is_some() && text_of(first).is_some())
    });
    if let Some(other) = other {
        return Err(format!(
            "all elements must have one type, but {} stands beside {}; convert them first, as in tostring(value)",
            type_name(first),
            type_name(other)
        ));
    }
    if has_text {
        for value in values {
            if let Some(text) = text_of(value) {
                **value = Value::String(text.into_owned());
            }
        }
    }
    Ok(())
}

/// Lists of one length are unified position by position, others as one pool of elements.
fn unify_lists(values: &mut [&mut Value]) -> Result<(), String> {
    let mut lists: Vec<&mut Vec<Value>> =
        values.iter_mut().filter_map(|value| value.as_array_mut()).collect();
    let length = lists.first().map_or(0, |list| list.len());
    if lists.iter().any(|list| list.len() != length) {
        return unify(&mut lists.into_iter().flatten().collect::<Vec<_>>());
    }
    for position in 0..length {
        let column = lists.iter_mut().filter_map(|list| list.get_mut(position));
        unify(&mut column.collect::<Vec<_>>())?;
    }
    Ok(())
}

fn unify_maps(values: &mut [&mut Value]) -> Result<(), String> {
    let mut namesakes: BTreeMap<&str, Vec<&mut Value>> = BTreeMap::new();
    for map in values.iter_mut().filter_map(|value| value.as_object_mut()) {
        for (key, value) in map {
            namesakes.entry(key).or_default().push(value);
        }
    }
    namesakes.values_mut().try_for_each(|group| unify(group.as_mut_slice()))
}
