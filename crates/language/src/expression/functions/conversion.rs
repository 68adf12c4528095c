//! Conversion between types, by the rules that also apply where an argument has the wrong type:
//! numbers and booleans become text, text becomes the number or boolean that it spells, and the
//! elements of a typed collection become one type.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::arguments::{self, Expected, Outcome, excerpt, mismatch};
use super::encoding;
use super::numbers::Numeric;
use super::{Function, Surroundings, carries, examines};
use crate::value::{Value, type_name};

pub(super) fn functions() -> Vec<Function> {
    vec![
        carries("tostring(value)", "A number or boolean as text.", 1..=1, tostring),
        examines("tonumber(value)", "The number that a text spells.", 1..=1, tonumber),
        examines("tobool(value)", "The boolean that a text spells.", 1..=1, tobool),
        carries("tolist(collection)", "A list whose elements have one type.", 1..=1, tolist),
        carries("tomap(map)", "A map whose values have one type.", 1..=1, tomap),
        examines("toset(collection)", "The elements sorted, and each once.", 1..=1, toset),
    ]
}

/// A value as text, if it is simple enough to have one.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(flag) => Some(Cow::Owned(flag.to_string())),
        Value::Number(_) => Numeric::of(value).map(|number| Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// The boolean that a value is or spells. Terraform takes 1 and 0 as text, too.
pub(super) fn boolean_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

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
        _ => rank(a).cmp(&rank(b)).then_with(|| encoding::json(a).cmp(&encoding::json(b))),
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

fn tostring(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::value(arguments, 0, "the value")? {
        Value::Null => Ok(Value::Null),
        given => arguments::as_text(given, "the value").map(Value::from),
    }
}

fn tonumber(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::value(arguments, 0, "the value")? {
        Value::Null => Ok(Value::Null),
        Value::String(text) => Numeric::parse(text)
            .ok_or_else(|| {
                format!(
                    "{} is not a number; write decimal digits, as in \"42\" or \"1.5\"",
                    excerpt(text)
                )
            })?
            .value(),
        given => arguments::as_number(given, "the value")?.value(),
    }
}

fn tobool(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::value(arguments, 0, "the value")? {
        Value::Null => Ok(Value::Null),
        given => match (boolean_of(given), given) {
            (Some(flag), _) => Ok(Value::Bool(flag)),
            (None, Value::String(text)) => {
                Err(format!("{} is not a boolean; write \"true\" or \"false\"", excerpt(text)))
            }
            (None, _) => Err(mismatch("the value", Expected::Boolean, given)),
        },
    }
}

fn tolist(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::value(arguments, 0, "the collection")? {
        Value::Null => Ok(Value::Null),
        given => unified(arguments::as_list(given, "the collection")?.to_vec()).map(Value::Array),
    }
}

fn toset(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::value(arguments, 0, "the collection")? {
        Value::Null => Ok(Value::Null),
        given => unified(arguments::as_list(given, "the collection")?.to_vec()).map(into_set),
    }
}

fn tomap(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    if arguments::value(arguments, 0, "the map")?.is_null() {
        return Ok(Value::Null);
    }
    let mut map = arguments::map(arguments, 0, "the map")?.clone();
    unify(&mut map.values_mut().collect::<Vec<_>>())?;
    Ok(Value::Object(map))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::expression::functions::testing::{any_value, call, expect, expect_errors};

    #[test]
    fn simple_values_convert_both_ways() {
        expect([
            ("tostring", json!([true]), json!("true")),
            ("tostring", json!([1.50]), json!("1.5")),
            ("tostring", json!([2.0]), json!("2")),
            ("tostring", json!([1e21]), json!("1000000000000000000000")),
            ("tostring", json!([1e-7]), json!("0.0000001")),
            ("tostring", json!([null]), json!(null)),
            ("tonumber", json!(["007"]), json!(7)),
            ("tonumber", json!(["2.0"]), json!(2)),
            ("tonumber", json!([null]), json!(null)),
            ("tobool", json!(["true"]), json!(true)),
            ("tobool", json!(["0"]), json!(false)),
            ("tobool", json!([null]), json!(null)),
        ]);
        expect_errors([
            ("tostring", json!([["a"]]), "a list of 1 element was given"),
            ("tonumber", json!(["seven"]), "\"seven\" is not a number"),
            (
                "tonumber",
                json!(["123456789012345678901234567890"]),
                "more digits than 64 bits hold",
            ),
            ("tonumber", json!([true]), "must be a number"),
            ("tobool", json!(["True"]), "write \"true\" or \"false\""),
            ("tobool", json!([1]), "the number 1 was given"),
        ]);
    }

    #[test]
    fn collections_get_one_element_type() {
        expect([
            ("tolist", json!([["a", 1, true]]), json!(["a", "1", "true"])),
            ("tolist", json!([[null, 1]]), json!([null, 1])),
            ("tolist", json!([[["a", 1], ["b", 2]]]), json!([["a", 1], ["b", 2]])),
            ("tolist", json!([[["a", 1], ["b"]]]), json!([["a", "1"], ["b"]])),
            (
                "tolist",
                json!([[{"port": 80}, {"port": "http"}]]),
                json!([{"port": "80"}, {"port": "http"}]),
            ),
            ("tolist", json!([[{"a": 1}, {"b": "x"}]]), json!([{"a": 1}, {"b": "x"}])),
            ("toset", json!([["b", "a", "b"]]), json!(["a", "b"])),
            ("toset", json!([[10, 9, 1, 9.0]]), json!([1, 9, 10])),
            ("toset", json!([["b", 1]]), json!(["1", "b"])),
            ("toset", json!([[null, "a", null]]), json!(["a", null])),
            ("toset", json!([[true, false]]), json!([false, true])),
            ("toset", json!([[{"a": 1}, {"a": "1"}]]), json!([{"a": "1"}])),
            ("tomap", json!([{"a": 1, "b": "x"}]), json!({"a": "1", "b": "x"})),
            ("tomap", json!([null]), json!(null)),
        ]);
        expect_errors([
            ("tolist", json!([[1, true]]), "a number stands beside a boolean"),
            ("tolist", json!([["a", ["b"]]]), "text stands beside a list"),
            ("tolist", json!([{"a": 1}]), "take keys(map) or values(map)"),
            ("toset", json!(["a"]), "put it in brackets"),
            ("tomap", json!([{"a": 1, "b": ["x"]}]), "a number stands beside a list"),
            ("tomap", json!([["a"]]), "build a map first"),
        ]);
    }

    proptest! {
        #[test]
        fn a_set_of_a_set_is_the_same_set(list in prop::collection::vec(any_value(), 0..6)) {
            if let Ok(set) = call("toset", json!([list])) {
                prop_assert_eq!(call("toset", json!([set.clone()])), Ok(set));
            }
        }

        #[test]
        fn order_does_not_matter_to_a_set(mut list in prop::collection::vec(any_value(), 0..6)) {
            let set = call("toset", json!([list.clone()]));
            list.reverse();
            let same = call("toset", json!([list]));
            prop_assert_eq!(set.is_ok(), same.is_ok());
            if let (Ok(set), Ok(same)) = (set, same) {
                prop_assert_eq!(encoding::json(&set), encoding::json(&same));
            }
        }
    }
}
