//! Sensitive values never reach a file or a screen: a fingerprint tells whether one has changed.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::schema::Schema;
use crate::value::{Path, Segment, Value, auto};

/// What people see instead of a sensitive value.
pub const REDACTED: &str = "(sensitive)";

/// The value with `replace(text)` in place of everything sensitive: the fields that hold something
/// from a sensitive variable, and those that their kind declares so.
pub fn redact(
    value: &Value,
    schema: &Schema,
    sensitive: &BTreeSet<Path>,
    replace: &dyn Fn(&Value) -> Value,
) -> Value {
    walk(
        value,
        &mut Path::root(),
        &|path| is_sensitive(schema, sensitive, path),
        replace,
    )
}

/// Whether a field, or something it stands in, must not be shown.
pub fn is_sensitive(schema: &Schema, sensitive: &BTreeSet<Path>, path: &Path) -> bool {
    sensitive.iter().any(|marked| path.is_within(marked)) || schema.facts_of(path).sensitive
}

/// The value with fingerprints in place of everything sensitive, as the state keeps it.
pub fn fingerprinted(
    value: &Value,
    schema: &Schema,
    sensitive: &BTreeSet<Path>,
    salt: &str,
) -> Value {
    redact(value, schema, sensitive, &|value| {
        // What was left to AWS is no value, and must still say so.
        if *value == auto::anything() {
            return value.clone();
        }
        fingerprint(salt, value)
    })
}

/// A fingerprint that tells nothing of the value without the salt, and equal values alike with it.
fn fingerprint(salt: &str, value: &Value) -> Value {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update(value.to_string().as_bytes());
    let digest: String = hash
        .finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Value::String(format!("sha256:{digest}"))
}

fn walk(
    value: &Value,
    path: &mut Path,
    hidden: &dyn Fn(&Path) -> bool,
    replace: &dyn Fn(&Value) -> Value,
) -> Value {
    if hidden(path) {
        return replace(value);
    }
    match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| {
                path.push(Segment::Key(key.clone()));
                let walked = walk(value, path, hidden, replace);
                path.pop();
                (key.clone(), walked)
            })
            .collect::<crate::value::Object>()
            .into(),
        Value::Array(list) => {
            let walk_one = |(index, value)| {
                let mut path = path.index(index);
                walk(value, &mut path, hidden, replace)
            };
            list.iter().enumerate().map(walk_one).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::Thing;
    use crate::value::Auto;

    #[test]
    fn what_was_left_to_aws_is_still_left_to_it() {
        let value = json!({ "level": Auto::<u32>::default(), "note": "n" });
        let sensitive = ["level", "note"].map(Path::field).into();
        let kept = fingerprinted(&value, &Schema::of::<Thing>(), &sensitive, "salt");
        assert_eq!(kept["level"], value["level"]);
        assert_ne!(kept["note"], value["note"]);
    }
}
