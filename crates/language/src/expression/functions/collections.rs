//! Functions on lists and maps.
//!
//! Departure from Terraform: a set is a sorted list here, so a function on lists takes a set as well.

use unicode_segmentation::UnicodeSegmentation as _;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, carries, examines};
use super::unification::unified;
use super::words::{counted, excerpt};
use crate::value::{Object, Value, type_name};

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "length(collection)",
            "The number of elements of a list or map, or of characters of a text.",
            1..=1,
            length,
        ),
        carries("keys(map)", "The keys, sorted.", 1..=1, keys),
        carries("values(map)", "The values, in the order of their keys.", 1..=1, values),
        examines(
            "lookup(map, key) or lookup(map, key, default)",
            "The value of a key, or the default where the map lacks it.",
            2..=3,
            lookup,
        ),
        carries(
            "merge(map, …)",
            "One map of all; the last of equal keys wins, and null is an empty map.",
            0..=usize::MAX,
            merge,
        ),
        carries(
            "zipmap(keys, values)",
            "A map of the keys with the values at the same positions.",
            2..=2,
            zipmap,
        ),
        carries("concat(list, …)", "One list of all.", 1..=usize::MAX, concat),
        carries(
            "flatten(list)",
            "The elements of lists in lists, however deep, in one list.",
            1..=1,
            flatten,
        ),
        carries("reverse(list)", "The elements from last to first.", 1..=1, reverse),
        examines("sort(list)", "The texts by code point.", 1..=1, sort),
        carries(
            "slice(list, start, end)",
            "The elements from start up to end, without the one at end.",
            3..=3,
            slice,
        ),
        carries(
            "element(list, index)",
            "The element at an index, which starts over at the end of the list; below zero it counts from there.",
            2..=2,
            element,
        ),
        carries("one(list)", "The only element, or null if there is none.", 1..=1, one),
        examines(
            "compact(list)",
            "The elements that are neither null nor empty text.",
            1..=1,
            compact,
        ),
        examines(
            "coalesce(value, …)",
            "The first value that is neither null nor empty text.",
            1..=usize::MAX,
            coalesce,
        ),
        examines("anytrue(list)", "Whether any element is true.", 1..=1, anytrue),
        examines("alltrue(list)", "Whether every element is true.", 1..=1, alltrue),
    ]
}

/// Whether `coalesce` goes on to the next value, and `compact` leaves this one out.
pub(super) fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

fn length(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::value(arguments, 0, "the collection")? {
        Value::String(text) => Ok(text.graphemes(true).count().into()),
        Value::Array(list) => Ok(list.len().into()),
        Value::Object(map) => Ok(map.len().into()),
        other => Err(format!(
            "the collection must be text, a list or a map, but {} was given; use length on one of these",
            type_name(other)
        )),
    }
}

fn keys(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let map = arguments::map(arguments, 0, "the map")?;
    Ok(map.keys().cloned().collect())
}

/// The values in the order of their keys.
fn values(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let map = arguments::map(arguments, 0, "the map")?;
    Ok(map.values().cloned().collect())
}

fn lookup(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let map = arguments::map(arguments, 0, "the map")?;
    let key = arguments::text(arguments, 1, "the key")?;
    map.get(&*key).or_else(|| arguments.get(2)).cloned().ok_or_else(|| {
        let keys: Vec<&str> = map.keys().map(String::as_str).take(10).collect();
        format!(
            "the map has no key {}, and there is no default; its keys are: {}",
            excerpt(&key),
            if keys.is_empty() { "none".to_owned() } else { keys.join(", ") }
        )
    })
}

/// Where maps have the same key, the last one wins. A null stands for an empty map.
fn merge(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let mut merged = Object::new();
    for (position, argument) in arguments.iter().enumerate() {
        if !argument.is_null() {
            let map = arguments::map(arguments, position, "each argument")?;
            merged.extend(map.clone());
        }
    }
    Ok(Value::Object(merged))
}

fn zipmap(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let keys = arguments::list(arguments, 0, "the list of keys")?;
    let values = arguments::list(arguments, 1, "the list of values")?;
    if keys.len() != values.len() {
        return Err(format!(
            "there must be as many keys as values, but there are {} and {}; give each key one value",
            counted(keys.len(), "key"),
            counted(values.len(), "value")
        ));
    }
    let keys = arguments::texts(keys, "each key")?;
    Ok(keys.into_iter().map(String::from).zip(values.iter().cloned()).collect::<Object>().into())
}

fn concat(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let mut all = Vec::new();
    for position in 0..arguments.len() {
        all.extend_from_slice(arguments::list(arguments, position, "each argument")?);
    }
    Ok(Value::Array(all))
}

/// Puts the elements of lists in lists, however deep, into one list.
fn flatten(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    fn gather(list: &[Value], flat: &mut Vec<Value>) {
        for element in list {
            match element {
                Value::Array(inner) => gather(inner, flat),
                other => flat.push(other.clone()),
            }
        }
    }
    let mut flat = Vec::new();
    gather(arguments::list(arguments, 0, "the list")?, &mut flat);
    Ok(Value::Array(flat))
}

fn reverse(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    Ok(list.iter().rev().cloned().collect())
}

/// Sorts text by code point.
fn sort(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    let mut texts = arguments::texts(list, "each element")?;
    texts.sort_unstable();
    Ok(texts.into_iter().collect())
}

/// The elements from the start up to the end, without the one at the end.
fn slice(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    let start = arguments::whole(arguments, 1, "the start")?;
    let end = arguments::whole(arguments, 2, "the end")?;
    usize::try_from(start)
        .ok()
        .zip(usize::try_from(end).ok())
        .and_then(|(start, end)| list.get(start..end))
        .map(|part| Value::Array(part.to_vec()))
        .ok_or_else(|| {
            format!(
                "start and end must be in order and between 0 and {}, the length of the list, but they are {start} and {end}",
                list.len()
            )
        })
}

/// The element at an index, which starts over at the end of the list.
fn element(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    let index = arguments::whole(arguments, 1, "the index")?;
    if list.is_empty() {
        return Err("the list must have an element, but it is empty; add one".to_owned());
    }
    let index = i128::try_from(list.len()).map(|length| index.rem_euclid(length));
    index
        .ok()
        .and_then(|index| list.get(usize::try_from(index).ok()?))
        .cloned()
        .ok_or_else(|| "the list has no such element; use a smaller index".to_owned())
}

/// The only element, or null if there is none.
fn one(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    match arguments::list(arguments, 0, "the list")? {
        [] => Ok(Value::Null),
        [only] => Ok(only.clone()),
        several => Err(format!(
            "the list must have at most 1 element, but it has {}; pick one with element(list, index)",
            several.len()
        )),
    }
}

/// The list without null and empty text.
fn compact(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    list.iter()
        .filter(|element| !is_blank(element))
        .map(|element| arguments::as_text(element, "each element").map(Value::from))
        .collect()
}

/// The first value that is neither null nor empty text. All values get one type.
fn coalesce(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    unified(arguments.to_vec())?.into_iter().find(|value| !is_blank(value)).ok_or_else(|| {
        "all values are null or empty text; end with a fallback that is neither".to_owned()
    })
}

fn anytrue(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    Ok(truths(arguments)?.contains(&true).into())
}

fn alltrue(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    Ok((!truths(arguments)?.contains(&false)).into())
}

/// The elements of a list of booleans; null counts as false.
fn truths(arguments: &[Value]) -> Result<Vec<bool>, String> {
    let list = arguments::list(arguments, 0, "the list")?;
    let truth = |element: &Value| match element {
        Value::Null => Ok(false),
        other => arguments::as_boolean(other, "each element"),
    };
    list.iter().map(truth).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use crate::expression::functions::testing::{any_value, call, expect, expect_errors};

    #[test]
    fn collections_are_counted_and_looked_into() {
        expect([
            ("length", json!(["grüße"]), json!(5)),
            ("length", json!([[1, 2]]), json!(2)),
            ("length", json!([{}]), json!(0)),
            ("keys", json!([{"b": 1, "a": 2}]), json!(["a", "b"])),
            ("values", json!([{"b": 1, "a": 2}]), json!([2, 1])),
            ("lookup", json!([{"a": "x"}, "a", "y"]), json!("x")),
            ("lookup", json!([{"a": "x"}, "b", 1]), json!(1)),
            ("lookup", json!([{"1": null}, 1, "y"]), json!(null)),
            ("element", json!([["a", "b", "c"], 4]), json!("b")),
            ("element", json!([["a", "b"], "1"]), json!("b")),
            ("element", json!([["a", "b", "c"], -1]), json!("c")),
            ("element", json!([["a", "b", "c"], -4]), json!("c")),
            ("length", json!(["👨‍👩‍👧🇩🇪e\u{301}"]), json!(3)),
            ("one", json!([[]]), json!(null)),
            ("one", json!([[{"a": 1}]]), json!({"a": 1})),
            ("anytrue", json!([["true", null]]), json!(true)),
            ("anytrue", json!([[]]), json!(false)),
            ("alltrue", json!([[true, "1"]]), json!(true)),
            ("alltrue", json!([[true, null]]), json!(false)),
            ("alltrue", json!([[]]), json!(true)),
        ]);
        expect_errors([
            ("length", json!([5]), "a number was given"),
            ("keys", json!([["a"]]), "must be a map"),
            (
                "lookup",
                json!([{"a": 1, "b": 2}, "c"]),
                "no key \"c\", and there is no default; its keys are: a, b",
            ),
            ("element", json!([[], 0]), "it is empty"),
            ("one", json!([["a", "b"]]), "at most 1 element, but it has 2"),
            ("one", json!([null]), "null was given"),
            ("anytrue", json!([["yes"]]), "must be a boolean"),
        ]);
    }

    #[test]
    fn collections_are_put_together() {
        expect([
            (
                "merge",
                json!([{"a": 1, "b": {"x": 1}}, null, {"b": {"y": 2}}]),
                json!({"a": 1, "b": {"y": 2}}),
            ),
            ("merge", json!([]), json!({})),
            ("merge", json!([null]), json!({})),
            ("zipmap", json!([["a", 1], ["x", ["y"]]]), json!({"a": "x", "1": ["y"]})),
            ("zipmap", json!([["a", "a"], [1, 2]]), json!({"a": 2})),
            ("concat", json!([["a"], [], ["b", 1]]), json!(["a", "b", 1])),
            (
                "flatten",
                json!([["a", [], ["b", [[null]]], {"c": [1]}]]),
                json!(["a", "b", null, {"c": [1]}]),
            ),
        ]);
        expect_errors([
            ("merge", json!([{}, ["a"]]), "a list of 1 element was given"),
            ("zipmap", json!([["a"], [1, 2]]), "there are 1 key and 2 values"),
            ("zipmap", json!([[null], [1]]), "each key must be text"),
            ("concat", json!([["a"], "b"]), "put it in brackets"),
            ("concat", json!([]), "at least 1 argument needed"),
            ("flatten", json!([{"a": []}]), "take keys(map) or values(map)"),
        ]);
    }

    #[test]
    fn lists_are_rearranged() {
        expect([
            ("reverse", json!([["a", 1]]), json!([1, "a"])),
            ("sort", json!([["é", "z", "B", 10, 9]]), json!(["10", "9", "B", "z", "é"])),
            ("slice", json!([["a", "b", "c"], 1, 3]), json!(["b", "c"])),
            ("slice", json!([["a"], 1, 1]), json!([])),
            ("compact", json!([["a", "", null, 1]]), json!(["a", "1"])),
            ("coalesce", json!([null, "", "b", "c"]), json!("b")),
            ("coalesce", json!(["", 1]), json!("1")),
            ("coalesce", json!([false, true]), json!(false)),
            ("coalesce", json!([[], ["a"]]), json!([])),
        ]);
        expect_errors([
            ("sort", json!([["a", null]]), "null was given"),
            (
                "slice",
                json!([["a"], 0, 2]),
                "between 0 and 1, the length of the list, but they are 0 and 2",
            ),
            ("slice", json!([["a"], 1, 0]), "in order"),
            ("slice", json!([["a"], -1, 0]), "between 0 and 1"),
            ("compact", json!([[[]]]), "each element must be text"),
            ("coalesce", json!([null, ""]), "end with a fallback"),
            ("coalesce", json!([["a"], "b"]), "a list stands beside text"),
        ]);
    }

    proptest! {
        #[test]
        fn reversing_twice_changes_nothing(list in prop::collection::vec(any_value(), 0..8)) {
            let reversed = call("reverse", json!([list.clone()])).unwrap();
            prop_assert_eq!(call("reverse", json!([reversed])), Ok(json!(list)));
        }

        #[test]
        fn zipping_undoes_keys_and_values(map in prop::collection::btree_map(".{0,3}", any_value(), 0..6)) {
            let keys = call("keys", json!([map.clone()])).unwrap();
            let values = call("values", json!([map.clone()])).unwrap();
            prop_assert_eq!(call("zipmap", json!([keys, values])), Ok(json!(map)));
        }

        #[test]
        fn slices_put_together_are_the_list(list in prop::collection::vec(any_value(), 0..8), at in 0..8_usize) {
            let at = at.min(list.len());
            let start = call("slice", json!([list.clone(), 0, at])).unwrap();
            let end = call("slice", json!([list.clone(), at, list.len()])).unwrap();
            prop_assert_eq!(call("concat", json!([start, end])), Ok(json!(list)));
        }

        #[test]
        fn what_is_flat_stays_flat(list in prop::collection::vec(any_value(), 0..6)) {
            let flat = call("flatten", json!([list])).unwrap();
            prop_assert_eq!(call("flatten", json!([flat.clone()])), Ok(flat));
        }
    }
}
