//! Laws of the loader.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Number;

use super::{Options, compile_in_memory, yaml};
use crate::diagnostic::{Diagnostics, Sources};
use crate::expression::normalized_number;
use crate::report;
use crate::value::{Object, Value};

const ENVIRONMENT: &[u8] = b"account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";

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

fn compile(environment: &[u8], spec: &[u8]) {
    let options =
        Options { root: "/nowhere".into(), environment: "dev".to_owned(), ..Options::default() };
    if let Err(failure) = compile_in_memory(&options, environment, &[("a.yaml", spec)]) {
        report::diagnostics::render(&failure.sources, failure.diagnostics);
    }
}

proptest! {
    #[test]
    fn any_bytes_end_in_a_stack_or_in_errors(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        compile(ENVIRONMENT, &bytes);
        compile(&bytes, b"");
    }

    #[test]
    fn any_text_ends_in_a_stack_or_in_errors(text in any::<String>(), name in "\\PC{0,20}") {
        compile(ENVIRONMENT, text.as_bytes());
        compile(ENVIRONMENT, format!("logs.log_group:\n  a:\n    name: {text}\n    {name}: {text}\n").as_bytes());
        compile(format!("account: {text}\nregion: '{name}'\n").as_bytes(), b"");
    }

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
