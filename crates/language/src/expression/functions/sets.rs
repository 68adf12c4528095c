//! Functions that ask whether elements are equal. A set is a sorted list without duplicates.

use std::collections::HashSet;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, examines};
use super::json::json;
use super::unification::{compare, into_set, unified, unify};
use crate::value::Value;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "contains(list, value)",
            "Whether an element is the value, type included.",
            2..=2,
            contains,
        ),
        examines("distinct(list)", "The elements, each once.", 1..=1, distinct),
        examines("setunion(set, …)", "The elements of any of the sets.", 1..=usize::MAX, setunion),
        examines(
            "setintersection(set, …)",
            "The elements of all of the sets.",
            1..=usize::MAX,
            setintersection,
        ),
        examines(
            "setsubtract(set, set to remove)",
            "The elements of the first set that are not in the second.",
            2..=2,
            setsubtract,
        ),
    ]
}

/// Whether an element is the value, type included: 1 is not "1".
fn contains(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = arguments::list(arguments, 0, "the list")?;
    let wanted = arguments::value(arguments, 1, "the value")?;
    if wanted.is_null() {
        return Err(
            "the value must not be null, because nothing equals null; test it with value == null"
                .to_owned(),
        );
    }
    Ok(list.iter().any(|element| compare(element, wanted).is_eq()).into())
}

/// Keeps the first of equal elements.
fn distinct(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let list = unified(arguments::list(arguments, 0, "the list")?.to_vec())?;
    let mut seen = HashSet::new();
    Ok(list.into_iter().filter(|element| seen.insert(json(element))).collect())
}

fn setunion(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    Ok(into_set(sets(arguments)?.concat()))
}

fn setintersection(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let sets = sets(arguments)?;
    let (first, others) = sets.split_first().ok_or("the set is missing")?;
    let mut kept = first.clone();
    for other in others {
        let wanted = identities(other);
        kept.retain(|element| wanted.contains(&json(element)));
    }
    Ok(into_set(kept))
}

fn setsubtract(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let sets = sets(arguments)?;
    let (first, others) = sets.split_first().ok_or("the set is missing")?;
    let unwanted = identities(others.iter().flatten());
    let mut kept = first.clone();
    kept.retain(|element| !unwanted.contains(&json(element)));
    Ok(into_set(kept))
}

/// The sets, with all their elements of one type, because only then are they comparable.
fn sets(arguments: &[Value]) -> Result<Vec<Vec<Value>>, String> {
    let mut sets = (0..arguments.len())
        .map(|position| arguments::list(arguments, position, "each set").map(<[Value]>::to_vec))
        .collect::<Result<Vec<_>, _>>()?;
    unify(&mut sets.iter_mut().flatten().collect::<Vec<_>>())?;
    Ok(sets)
}

/// Elements are equal if their JSON is.
fn identities<'a>(elements: impl IntoIterator<Item = &'a Value>) -> HashSet<String> {
    elements.into_iter().map(json).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use crate::expression::functions::testing::{call, expect, expect_errors};

    #[test]
    fn equal_means_equal_in_type_and_value() {
        expect([
            ("contains", json!([["a", "b"], "b"]), json!(true)),
            ("contains", json!([[1, "a"], "1"]), json!(false)),
            ("contains", json!([[1.0], 1]), json!(true)),
            ("contains", json!([[{"a": [1]}], {"a": [1.0]}]), json!(true)),
            ("contains", json!([[], "a"]), json!(false)),
            ("distinct", json!([["b", "a", "b"]]), json!(["b", "a"])),
            ("distinct", json!([[1, "1", 1.0]]), json!(["1"])),
            ("distinct", json!([[{"a": 1}, {"a": 2}, {"a": 1.0}]]), json!([{"a": 1}, {"a": 2}])),
            ("distinct", json!([[null, null]]), json!([null])),
        ]);
        expect_errors([
            ("contains", json!(["abc", "a"]), "put it in brackets"),
            ("contains", json!([["a"], null]), "must not be null"),
            ("distinct", json!([[1, true]]), "stands beside"),
        ]);
    }

    #[test]
    fn sets_are_combined() {
        expect([
            ("setunion", json!([["b", "a"], ["c", "b"]]), json!(["a", "b", "c"])),
            ("setunion", json!([[2], ["a"]]), json!(["2", "a"])),
            ("setintersection", json!([["a", "b", "c"], ["c", "b"], ["b", "d"]]), json!(["b"])),
            ("setintersection", json!([["b", "a", "b"]]), json!(["a", "b"])),
            ("setintersection", json!([[1], ["1"]]), json!(["1"])),
            ("setsubtract", json!([["c", "a", "b"], ["a"]]), json!(["b", "c"])),
            ("setsubtract", json!([[], ["a"]]), json!([])),
        ]);
        expect_errors([
            ("setunion", json!([["a"], [["b"]]]), "text stands beside a list"),
            ("setunion", json!([]), "at least 1 argument"),
            ("setsubtract", json!([["a"]]), "2 arguments needed, but 1 given"),
        ]);
    }

    proptest! {
        #[test]
        fn union_is_difference_and_intersection(
            a in prop::collection::vec(0..9_u8, 0..6),
            b in prop::collection::vec(0..9_u8, 0..6),
        ) {
            let both = call("setintersection", json!([a, b])).unwrap();
            let only_a = call("setsubtract", json!([a, b])).unwrap();
            let only_b = call("setsubtract", json!([b, a])).unwrap();
            prop_assert_eq!(
                call("setunion", json!([only_a, both, only_b])),
                call("setunion", json!([a, b]))
            );
        }
    }
}
