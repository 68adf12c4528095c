//! What is rendered is read as it was.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Number;

use super::yaml;
use language::diagnostic::{Diagnostics, Sources};
use language::expression::normalized_number;
use language::value::{Object, Value};

/// What is written in a file, if it can be read without an error.
fn load(text: &str) -> Option<Value> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let bytes = text.as_bytes().to_vec();
    let node = yaml::read(PathBuf::from("a.yaml"), bytes, &mut sources, &mut diagnostics)?;
    diagnostics.is_empty().then(|| node.literal())
}

/// Values without expressions in their texts.
fn plain_value() -> impl Strategy<Value = Value> {
    // No `$` and no `%`, with which expressions start, and no control characters, which YAML refuses.
    let text = "[ -#&-~\u{a0}-\u{d7ff}\n\t]{0,12}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e15..1e15)
            .prop_filter_map("finite", Number::from_f64)
            // One without a fraction is read as a whole number.
            .prop_map(|number| Value::from(normalized_number(number))),
        text.prop_map(Value::from),
        prop::sample::select(vec![
            "yes", "no", "~", "null", "1", "0x10", "1e3", ".inf", "- a", "a: b", "#", "'", "{",
            "<<"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(text, inner, 0..4)
                .prop_map(|map| Value::from(map.into_iter().collect::<Object>())),
        ]
    })
    .prop_filter("a file holds something", |value| !value.is_null())
}

proptest! {
    /// JSON is YAML: what is rendered as JSON is read as it was.
    #[test]
    fn loading_undoes_rendering_as_json(value in plain_value()) {
        prop_assert_eq!(load(&value.to_string()), Some(value.clone()));
        prop_assert_eq!(load(&format!("{value:#}")), Some(value));
    }

    #[test]
    fn loading_undoes_rendering_as_yaml(value in plain_value()) {
        let text = serde_saphyr::to_string(&value).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(load(&text), Some(value), "{}", text);
    }
}
