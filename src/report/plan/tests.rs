//! Everything that is done is shown.

use proptest::prelude::*;
use serde_json::json;

use super::{Detail, render_document};
use crate::report::escape::plain;
use crate::report::plan_json::Document;
use language::diff;
use language::value::{Object, Value};

/// Values of which every leaf can be found in a text.
fn value() -> impl Strategy<Value = Value> {
    let leaf = (1_000_000..9_999_999).prop_map(|number| Value::from(format!("leaf-{number}")));
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..5).prop_map(Value::from),
            prop::collection::btree_map("[a-d]", inner, 1..4)
                .prop_map(|map| map.into_iter().collect::<Object>().into()),
        ]
    })
}

fn spec() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[a-f]", value(), 1..5)
        .prop_map(|map| map.into_iter().collect::<Object>().into())
}

/// A plan with one step on each of two log groups.
fn plan(before: &Value, after: &Value) -> Document {
    let changes: Vec<Value> = diff::changes(after, before)
        .into_iter()
        .map(|change| {
            json!({ "path": change.path.to_string(), "before": change.before, "after": change.after })
        })
        .collect();
    let step = |name: &str| {
        json!({
            "address": format!("logs.log_group.{name}"), "action": "update", "reason": { "kind": "changed" },
            "phase": "whole", "id": name, "region": "us-east-2", "changes": changes,
            "before": before, "after": after,
        })
    };
    let json = json!({
        "version": 1, "stack": "shop/dev", "account": "1", "region": "us-east-2",
        "steps": [step("one"), step("two")],
    });
    Document::read(&json).expect("a plan")
}

/// The leaves of a value that are in no place of another.
fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| leaves(value, found)),
        Value::Object(object) => object.values().for_each(|value| leaves(value, found)),
        Value::String(text) => found.push(text.clone()),
        _ => {}
    }
}

proptest! {
    #[test]
    fn every_value_that_comes_or_goes_is_told(before in spec(), after in spec()) {
        let document = plan(&before, &after);
        for full in [false, true] {
            let text = plain(&render_document(&document, Detail { full, graph: false }));
            let (mut old, mut new) = (Vec::new(), Vec::new());
            leaves(&before, &mut old);
            leaves(&after, &mut new);
            for leaf in old.iter().filter(|leaf| !new.contains(leaf)) {
                prop_assert!(text.contains(leaf.as_str()), "{leaf} goes: {text}");
            }
            for leaf in new.iter().filter(|leaf| !old.contains(leaf)) {
                prop_assert!(text.contains(leaf.as_str()), "{leaf} comes: {text}");
            }
            for address in ["logs.log_group.one", "logs.log_group.two"] {
                prop_assert!(text.contains(address), "{text}");
            }
            let is_folded = text.contains("each of these 2");
            prop_assert_eq!(is_folded, !full && before != after, "{}", text);
        }
    }
}

/// A step that creates, with default values.
#[test]
fn defaults_are_counted_and_shown_in_full() {
    let step = |name: &str| {
        json!({
            "address": format!("logs.log_group.{name}"), "action": "create", "reason": { "kind": "new" },
            "phase": "whole", "id": null, "region": "us-east-2", "changes": [],
            "before": null, "after": { "name": format!("shop-{name}"), "class": "STANDARD", "tags": {} },
            "defaults": ["class", "tags"],
        })
    };
    let json = json!({
        "version": 1, "stack": "shop/dev", "account": "1", "region": "us-east-2",
        "steps": [step("a"), step("b")], "unchanged": 1,
    });
    let document = Document::read(&json).expect("a plan");
    let short = plain(&render_document(&document, Detail::default()));
    insta::assert_snapshot!(short, @r#"
    shop/dev in account 1, us-east-2

    + logs.log_group.a  create
    + logs.log_group.b  create
        each of these 2, with its own <name>:
        + name: "shop-<name>"
          (1 default)

    Defaults are counted: `--full` shows them.
    Plan: 2 to create; 1 unchanged.
    "#);
    let full = plain(&render_document(&document, Detail { full: true, graph: true }));
    insta::assert_snapshot!(full, @r#"
    shop/dev in account 1, us-east-2

    + logs.log_group.a  create
        + class: "STANDARD"
        + name:  "shop-a"

    + logs.log_group.b  create
        + class: "STANDARD"
        + name:  "shop-b"

    What waits for what:
      at once
        + logs.log_group.a
        + logs.log_group.b

    Plan: 2 to create; 1 unchanged.
    "#);
}
