//! What the tests of all families need.

use std::path::Path;

use proptest::prelude::*;
use serde_json::json;

use super::{Surroundings, find};
use crate::expression::{Budget, PlanTime};
use crate::value::{Object, Value};

/// Surroundings with a base folder. A rendered template is the pair of its text and variables.
pub(super) struct Folder<'a>(pub(super) &'a Path);

impl Surroundings for Folder<'_> {
    fn base_folder(&self) -> &Path {
        self.0
    }

    fn budget(&self) -> &Budget {
        // A test has all it wants.
        Box::leak(Box::default())
    }

    fn plan_time(&self) -> PlanTime {
        PlanTime::default()
    }

    fn render(&self, template: &str, variables: &Object) -> Result<Value, String> {
        Ok(json!([template, variables]))
    }
}

/// Calls a function with a list of arguments.
pub(super) fn call(name: &str, arguments: Value) -> Result<Value, String> {
    let Value::Array(arguments) = arguments else {
        panic!("{name}: arguments are a list, not {arguments}");
    };
    let function = find(name).unwrap_or_else(|| panic!("there is no {name}"));
    function.call(&arguments, &Folder(Path::new("/nowhere")))
}

/// Checks a table of calls and their results.
pub(super) fn expect<const N: usize>(table: [(&str, Value, Value); N]) {
    for (name, arguments, expected) in table {
        let outcome = call(name, arguments.clone());
        assert_eq!(outcome, Ok(expected), "{name}{arguments}");
    }
}

/// Checks a table of calls and a part of the sentence that each fails with.
pub(super) fn expect_errors<const N: usize>(table: [(&str, Value, &str); N]) {
    for (name, arguments, part) in table {
        let sentence = call(name, arguments.clone()).expect_err(name);
        assert!(sentence.contains(part), "{name}{arguments}: {sentence}");
    }
}

/// Any JSON value, with a bias towards what functions look at.
pub(super) fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..40_i64).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // Few enough digits for a parser that rounds the last bit of long ones.
        (any::<i32>(), 0..9)
            .prop_map(|(digits, places)| Value::from(f64::from(digits) / 10_f64.powi(places))),
        any::<String>().prop_map(Value::from),
        "[a-c0-9é%\\[\\](){}.,:/~ -]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-c]{0,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
