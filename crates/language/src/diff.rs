//! What differs between a spec and what is live.
//!
//! Both come out of the same struct, so equal things are equal values already and nothing is
//! normalised here.

use serde::{Deserialize, Serialize};

use crate::value::{Object, Path, Value, auto};

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub path: Path,
    /// What is live; nothing where the field is new.
    pub before: Option<Value>,
    /// What is asked for; nothing where the field goes away.
    pub after: Option<Value>,
}

/// The changes that turn `live` into `desired`, in the order of their paths.
///
/// A field that was left to AWS ([`crate::value::Auto`]) never differs.
pub fn changes(desired: &Value, live: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare(Some(desired), Some(live), &Path::root(), &mut found);
    found
}

/// The changes that turn `live` into `desired` beside those at `ignored` paths, which are others' to make.
pub fn changes_except(desired: &Value, live: &Value, ignored: &[Path]) -> Vec<Change> {
    let mut found = changes(desired, live);
    found.retain(|change| !is_only_about(change, ignored));
    found
}

/// Whether a change is at an ignored path, or comes and goes with nothing but what stands at such paths.
fn is_only_about(change: &Change, ignored: &[Path]) -> bool {
    if ignored.iter().any(|path| change.path.is_within(path)) {
        return true;
    }
    let inside: Vec<Path> = (ignored.iter())
        .filter(|path| path.is_within(&change.path))
        .map(|path| path.segments().iter().skip(change.path.segments().len()).cloned().collect())
        .collect();
    let rest = |side: &Option<Value>| {
        let mut rest = side.clone().unwrap_or_default();
        inside.iter().for_each(|path| path.set(&mut rest, None));
        Some(rest).filter(|rest| rest.as_object().is_none_or(|object| !object.is_empty()))
    };
    let absent = |side: Option<Value>| side.filter(|value| !value.is_null());
    !inside.is_empty() && absent(rest(&change.before)) == absent(rest(&change.after))
}

fn compare(desired: Option<&Value>, live: Option<&Value>, path: &Path, found: &mut Vec<Change>) {
    if desired == live || desired.is_some_and(auto::accepts_any) {
        return;
    }
    match (desired, live) {
        (Some(Value::Object(desired)), Some(Value::Object(live))) => {
            compare_objects(desired, live, path, found);
        }
        // A list of the same length has changed elements; any other has changed as a whole.
        (Some(Value::Array(desired)), Some(Value::Array(live)))
            if desired.len() == live.len() && desired.iter().chain(live).all(Value::is_object) =>
        {
            for (index, (desired, live)) in desired.iter().zip(live).enumerate() {
                compare(Some(desired), Some(live), &path.index(index), found);
            }
        }
        (Some(Value::Array(desired)), Some(Value::Array(live))) if same_but_auto(desired, live) => {
        }
        _ => found.push(Change {
            path: path.clone(),
            before: live.cloned(),
            after: desired.cloned(),
        }),
    }
}

fn compare_objects(desired: &Object, live: &Object, path: &Path, found: &mut Vec<Change>) {
    let keys: std::collections::BTreeSet<&String> = desired.keys().chain(live.keys()).collect();
    for key in keys {
        compare(desired.get(key), live.get(key), &path.key(key), found);
    }
}

fn same_but_auto(desired: &[Value], live: &[Value]) -> bool {
    desired.len() == live.len()
        && desired.iter().zip(live).all(|(desired, live)| changes(desired, live).is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a-z]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c]", inner, 0..4)
                    .prop_map(|map| map.into_iter().collect::<Object>().into()),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_value_does_not_differ_from_itself(value in value()) {
            prop_assert_eq!(changes(&value, &value), vec![]);
        }

        #[test]
        fn applying_the_changes_leaves_none(desired in value(), live in value()) {
            let mut applied = live.clone();
            for change in changes(&desired, &live) {
                change.path.set(&mut applied, change.after);
            }
            prop_assert_eq!(changes(&desired, &applied), vec![]);
        }
    }

    #[test]
    fn what_comes_with_ignored_fields_alone_is_ignored() {
        let ignored = [Path::parse("environment.BUILD").unwrap()];
        let live = json!({ "environment": { "BUILD": "7" }, "memory": 1 });
        assert_eq!(changes_except(&json!({ "memory": 1 }), &live, &ignored), []);
        let more = json!({ "environment": { "BUILD": "7", "MODE": "x" }, "memory": 1 });
        assert_eq!(changes_except(&json!({ "memory": 1 }), &more, &ignored).len(), 1);
        assert_eq!(changes_except(&live, &json!({ "memory": 1 }), &ignored), []);
        assert_eq!(
            changes_except(&json!({ "memory": 2 }), &json!({ "memory": 1 }), &ignored).len(),
            1
        );
    }

    #[test]
    fn what_is_left_to_aws_never_differs() {
        let asked = serde_json::to_value(crate::value::Auto::<u32>::default()).unwrap();
        assert_eq!(changes(&json!({ "days": asked }), &json!({ "days": 35 })), vec![]);
    }

    #[test]
    fn a_changed_element_is_named_alone() {
        let found =
            changes(&json!({ "rules": [{ "days": 1 }] }), &json!({ "rules": [{ "days": 2 }] }));
        assert_eq!(found[0].path.to_string(), "rules[0].days");
        assert_eq!((&found[0].before, &found[0].after), (&Some(json!(2)), &Some(json!(1))));
    }
}
