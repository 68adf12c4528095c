//! What fields are made of, whatever their kind: references, maps with some of their fields, texts and tags.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

/// A reference to an output, such as `dynamodb.table.arn`, of any that there are.
pub(super) fn to(output: &'static str) -> BoxedStrategy<Value> {
    within("{}", output)
}

/// A text with such a reference in the place of `{}`.
pub(super) fn within(text: &'static str, output: &'static str) -> BoxedStrategy<Value> {
    let number = 0..6_u8;
    let reference = number.prop_map(move |number| format!("<{output}#{number}>"));
    reference.prop_map(move |reference| text.replace("{}", &reference).into()).boxed()
}

/// One of these values.
pub(super) fn any_of<const N: usize>(values: [Value; N]) -> BoxedStrategy<Value> {
    select(values.to_vec()).boxed()
}

/// Several of these values, in their order.
pub(super) fn some_of<const N: usize>(values: [&'static str; N]) -> BoxedStrategy<Value> {
    let some = subsequence(values.to_vec(), 1..=N);
    some.prop_map(|values| json!(values)).boxed()
}

pub(super) fn list(element: BoxedStrategy<Value>, most: usize) -> BoxedStrategy<Value> {
    let list = prop::collection::vec(element, 1..=most);
    list.prop_map(Value::from).boxed()
}

pub(super) type Fields = Vec<(&'static str, BoxedStrategy<Value>)>;

/// A map with all of these fields.
pub(super) fn all_of(fields: Fields) -> BoxedStrategy<Value> {
    let field = |(name, value): (&'static str, BoxedStrategy<Value>)| {
        value.prop_map(move |value| (name.to_owned(), value))
    };
    let fields: Vec<_> = fields.into_iter().map(field).collect();
    let map = |fields: Vec<(String, Value)>| Value::Object(fields.into_iter().collect());
    fields.prop_map(map).boxed()
}

/// A map with any of these fields.
pub(super) fn any_fields(fields: Fields) -> BoxedStrategy<Value> {
    let field = |(name, value): (&'static str, BoxedStrategy<Value>)| {
        let value = prop::option::weighted(0.35, value);
        value.prop_map(move |value| Some((name.to_owned(), value?)))
    };
    let fields: Vec<_> = fields.into_iter().map(field).collect();
    let map = |fields: Vec<Option<(String, Value)>>| {
        Value::Object(fields.into_iter().flatten().collect())
    };
    fields.prop_map(map).boxed()
}

/// A map with all of the first fields, and any of the others.
pub(super) fn block(required: Fields, optional: Fields) -> BoxedStrategy<Value> {
    (all_of(required), any_fields(optional))
        .prop_map(|(mut block, optional)| {
            if let (Value::Object(block), Value::Object(optional)) = (&mut block, optional) {
                block.extend(optional);
            }
            block
        })
        .boxed()
}

pub(super) fn tags() -> BoxedStrategy<Value> {
    any_fields(vec![
        ("Team", any_of([json!("orders"), json!("users")])),
        ("Project", any_of([json!("other")])),
        ("table", to("dynamodb.table.name")),
        ("Path", any_of([json!("/nexus-dev/x y")])),
    ])
}

pub(super) fn yes() -> BoxedStrategy<Value> {
    any_of([json!(true), json!(false)])
}

pub(super) fn description() -> BoxedStrategy<Value> {
    any_of([json!("For the orders"), json!("Reads nexus-dev-orders: für alle, 100 %")])
}

/// Text for people or for programs, in which anything may stand.
pub(super) fn text() -> BoxedStrategy<Value> {
    let hard = [
        "yes", "null", "~", "0123", "1e3", ".inf", "2026-01-01", "- a", "a: b", "# a", "'",
        "\"q\"", "{", "<<", " a ", "a\nb\n", "a\tb", "ünïcode", "&a", "*a", "!a", "@a", "`a`",
        "\\n", "?", "[]", "|", "${", "%{", "a ${b} %{ for }", "$${", "\u{a0}", "🦀", "us-east-2",
        "nexus-dev", "nexus-dev-", "arn:aws:s3:::nexus-dev-x",
    ];
    let text = prop_oneof![select(hard.to_vec()).prop_map(str::to_owned), "[ -~]{1,40}"];
    text.prop_map(|text| text.replace("${", "$${").replace("%{", "%%{").into()).boxed()
}

/// A map with the fields of both.
pub(super) fn merged(
    one: BoxedStrategy<Value>,
    other: BoxedStrategy<Value>,
) -> BoxedStrategy<Value> {
    (one, other)
        .prop_map(|(mut one, other)| {
            if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
                one.extend(other);
            }
            one
        })
        .boxed()
}
