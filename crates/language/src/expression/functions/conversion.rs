//! Conversion between types.

use super::arguments::{self, Expected, Outcome, mismatch};
use super::function::{Function, Surroundings, carries, examines};
use super::numeric::Numeric;
use super::primitive::boolean_of;
use super::unification::{into_set, unified, unify};
use super::words::excerpt;
use crate::value::Value;

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

    use crate::expression::functions::json::json as json_text;
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
                prop_assert_eq!(json_text(&set), json_text(&same));
            }
        }
    }
}
