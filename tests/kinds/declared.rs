//! Kinds call what they declare, and declare what they call: from that `diatonic permissions` makes
//! policies, and an operation that is missing there is refused on AWS alone.

use std::collections::{BTreeMap, BTreeSet};

use aws::{Aws, CallCount};
use kind::AnyKind;
use kind::registry;
use serde_json::Value;

/// How often each operation was called at some moment.
pub struct Calls(BTreeMap<(String, String), CallCount>);

impl Calls {
    /// What was called so far.
    pub fn of(aws: &Aws) -> Self {
        Self(aws.statistics().snapshot())
    }

    /// What was called since must be among what the kind declares to read by.
    pub fn only_read_since(&self, aws: &Aws, kind: &dyn AnyKind) {
        let declared = declared(kind, |group| vec![group.read]);
        for (call, count) in aws.statistics().snapshot() {
            assert!(
                declared.contains(&call) || self.0.get(&call) == Some(&count),
                "a plan of {} calls {call:?}, which it does not declare to read by",
                kind.name()
            );
        }
    }
}

/// Everything that was called must be among what the kind declares, and among what it declares for the
/// fields that these specs use.
pub fn check(aws: &Aws, kind: &dyn AnyKind, specs: &[&Value]) {
    let declared = declared(kind, |group| vec![group.read, group.write]);
    for call in aws.statistics().snapshot().into_keys() {
        assert!(
            declared.contains(&call),
            "{} calls {call:?}, which it does not declare",
            kind.name()
        );
        let mut rows = kind.only_with().iter();
        if let Some(row) = rows.find(|row| row.operations.contains(&call.1.as_str())) {
            let uses = |spec: &Value| row.fields.iter().any(|field| uses(spec, field));
            assert!(
                specs.iter().any(|spec| uses(spec)),
                "{} calls {call:?} for specs without {:?}",
                kind.name(),
                row.fields
            );
        }
    }
}

/// Whether a spec has a field, such as `aliases.*.function_url`.
fn uses(spec: &Value, path: &str) -> bool {
    let (field, rest) = match path.split_once('.') {
        Some((field, rest)) => (field, Some(rest)),
        None => (path, None),
    };
    let mut inside: Vec<&Value> = match (field, spec) {
        ("*", Value::Object(entries)) => entries.values().collect(),
        (field, _) => spec.get(field).into_iter().collect(),
    };
    inside.retain(|value| !value.is_null());
    (inside.into_iter()).any(|value| rest.is_none_or(|rest| uses(value, rest)))
}

/// A row that names an operation which nobody declares, or a field that the kind does not have, would hold
/// for nothing.
#[test]
fn what_is_needed_only_with_fields_is_declared_and_the_fields_exist() {
    for kind in registry::all() {
        let declared = declared(kind, |group| vec![group.read, group.write]);
        let operations: BTreeSet<&str> = declared.iter().map(|(_, name)| name.as_str()).collect();
        let demands = kind.demands().iter();
        let actions: BTreeSet<&str> = demands.flat_map(|it| it.actions).copied().collect();
        for row in kind.only_with() {
            for needed in row.operations {
                assert!(
                    operations.contains(needed) || actions.contains(needed),
                    "{}: {needed} is not declared",
                    kind.name()
                );
            }
            for field in row.fields {
                let first = field.split('.').next().unwrap_or(field);
                assert!(
                    kind.schema().properties.contains_key(first),
                    "{}: there is no field {field}",
                    kind.name()
                );
            }
        }
    }
}

fn declared(
    kind: &dyn AnyKind,
    lists: fn(&kind::Operations) -> Vec<&'static [&'static str]>,
) -> BTreeSet<(String, String)> {
    let groups = kind.operations().iter();
    groups
        .flat_map(|group| {
            let operations = lists(group).concat().into_iter();
            operations.map(|operation| (group.service.to_owned(), operation.to_owned()))
        })
        .collect()
}
