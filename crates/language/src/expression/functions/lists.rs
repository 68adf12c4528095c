//! Functions that put elements of lists together otherwise.

use std::collections::BTreeMap;

use super::arguments::{self, Expected, Outcome, mismatch};
use super::function::{Function, Surroundings, carries, examines};
use super::limits::check_count;
use super::unification::{compare, unified};
use crate::value::{Object, Value};

pub(super) fn functions() -> Vec<Function> {
    vec![
        carries(
            "chunklist(list, size)",
            "The list cut into lists of so many elements. A size of 0 leaves it whole.",
            2..=2,
            chunklist,
        ),
        examines(
            "coalescelist(list, …)",
            "The first list that has elements.",
            1..=usize::MAX,
            coalescelist,
        ),
        examines("index(list, value)", "The place of a value in a list, from 0 on.", 2..=2, index),
        examines(
            "matchkeys(values, keys, wanted)",
            "The values at the places where the list of keys has a wanted one.",
            3..=3,
            matchkeys,
        ),
        examines(
            "setproduct(list, list, …)",
            "Every combination of one element of each list.",
            2..=usize::MAX,
            setproduct,
        ),
        examines(
            "transpose(map)",
            "A map of lists turned round: for each text, the keys of the lists that have it.",
            1..=1,
            transpose,
        ),
    ]
}

fn chunklist(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    let size = arguments::whole(arguments, 1, "the size")?;
    if size < 0 {
        return Err(format!("the size must be 0 or more, but it is {size}; write a larger one"));
    }
    if list.is_empty() {
        return Ok(Value::Array(Vec::new()));
    }
    let size = match usize::try_from(size).unwrap_or(usize::MAX) {
        0 => list.len(),
        size => size,
    };
    Ok(list.chunks(size).map(|chunk| Value::Array(chunk.to_vec())).collect())
}

/// Whether `coalescelist` goes on to the next value.
pub(super) fn is_passed_over(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn coalescelist(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    for given in arguments.iter().filter(|given| !given.is_null()) {
        arguments::as_list(given, "each argument")?;
    }
    arguments.iter().find(|given| !is_passed_over(given)).cloned().ok_or_else(|| {
        "all lists are null or empty; end with a fallback that has an element".to_owned()
    })
}

/// The place of the first element that is the value, type included.
fn index(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    let wanted = arguments::value(arguments, 1, "the value")?;
    let place = list.iter().position(|element| compare(element, wanted).is_eq());
    place.map(Value::from).ok_or_else(|| {
        "no element of the list is the value, type included; test it with contains(list, value)"
            .to_owned()
    })
}

fn matchkeys(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let values = arguments::list(arguments, 0, "the list of values")?;
    let keys = arguments::list(arguments, 1, "the list of keys")?;
    let wanted = arguments::list(arguments, 2, "the list of wanted keys")?;
    if values.len() != keys.len() {
        return Err(format!(
            "there must be as many keys as values, but there are {} and {}; give each value one key",
            keys.len(),
            values.len()
        ));
    }
    // Keys are held against wanted ones after all have one type.
    let mut keys = unified([keys, wanted].concat())?;
    let mut wanted = keys.split_off(values.len());
    wanted.sort_by(compare);
    let is_wanted = |key: &Value| wanted.binary_search_by(|one| compare(one, key)).is_ok();
    let pairs = values.iter().zip(&keys);
    Ok(pairs.filter(|(_, key)| is_wanted(key)).map(|(value, _)| value.clone()).collect())
}

/// The last list changes fastest.
fn setproduct(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let mut lists = Vec::with_capacity(arguments.len());
    for position in 0..arguments.len() {
        lists.push(unified(arguments::list(arguments, position, "each argument")?.to_vec())?);
    }
    let count = lists.iter().fold(1_usize, |count, list| count.saturating_mul(list.len()));
    check_count(count.saturating_mul(lists.len()))?;
    let mut product = vec![Vec::new()];
    // Without this, lists before an empty one would be combined for nothing.
    if count == 0 {
        product.clear();
    }
    for list in &lists {
        product = product
            .iter()
            .flat_map(|start| {
                list.iter()
                    .map(|element| [start.as_slice(), std::slice::from_ref(element)].concat())
            })
            .collect();
    }
    Ok(product.into_iter().map(Value::Array).collect())
}

fn transpose(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let map = arguments::map(arguments, 0, "the map")?;
    let mut turned: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (key, list) in map {
        if list.is_null() {
            return Err(mismatch("each value", Expected::List, list));
        }
        for text in arguments::texts(arguments::as_list(list, "each value")?, "each element")? {
            turned.entry(text.into_owned()).or_default().push(key);
        }
    }
    let sorted = |mut keys: Vec<&str>| {
        keys.sort_unstable();
        keys.into_iter().collect::<Value>()
    };
    Ok(turned.into_iter().map(|(text, keys)| (text, sorted(keys))).collect::<Object>().into())
}
