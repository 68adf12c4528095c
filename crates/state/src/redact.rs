//! Sensitive values never reach a file or a screen: a mark tells whether one has changed.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use language::schema::Schema;
use language::value::{Path, Segment, Value, auto, unknown};

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
    redact_at(&Path::root(), value, schema, sensitive, replace)
}

/// The same for what a field of a spec holds.
fn redact_at(
    field: &Path,
    value: &Value,
    schema: &Schema,
    sensitive: &BTreeSet<Path>,
    replace: &dyn Fn(&Value) -> Value,
) -> Value {
    let replace = |value: &Value| match value {
        // What is left to AWS is not a value, and must still say so; what only tells us what to do is none of AWS's.
        value if auto::accepts_any(value) => auto::anything(),
        value if is_reference(value) => value.clone(),
        value => replace(value),
    };
    walk(value, &mut field.clone(), &|path| is_sensitive(schema, sensitive, path), &replace)
}

/// Whether a value is nothing but the reference to what is not known yet, which tells nothing of it.
pub fn is_reference(value: &Value) -> bool {
    value.as_str().is_some_and(unknown::is_whole)
}

/// Whether a field, or something it stands in, must not be shown.
pub fn is_sensitive(schema: &Schema, sensitive: &BTreeSet<Path>, path: &Path) -> bool {
    sensitive.iter().any(|marked| path.is_within(marked)) || schema.facts_of(path).sensitive
}

/// The path as it may be shown: what lies in a sensitive field has keys that are sensitive too, so the field
/// stands for it.
pub fn shown_path<'a>(sensitive: &'a BTreeSet<Path>, path: &'a Path) -> &'a Path {
    let mut fields = sensitive.iter();
    fields.find(|field| path.is_within(field)).unwrap_or(path)
}

/// The spec with a [mark](mark) in place of everything sensitive, as the state keeps it.
pub fn marked(spec: &Value, schema: &Schema, sensitive: &BTreeSet<Path>) -> Value {
    marked_at(&Path::root(), spec, schema, sensitive)
}

/// The same for what a field of a spec holds.
pub fn marked_at(
    field: &Path,
    value: &Value,
    schema: &Schema,
    sensitive: &BTreeSet<Path>,
) -> Value {
    redact_at(field, value, schema, sensitive, &mark)
}

/// What tells, of 256 changes of a sensitive value, 255.
///
/// A longer fingerprint tells a change for certain, and gives the value away: whoever has it tries all values
/// that are likely, which takes milliseconds for a PIN, whatever it is salted with, if the salt lies beside it.
/// A key would have to be kept from all who read states and given to all who plan. This has the first eight
/// bits of a SHA-256, so that every 256th of all thinkable values has the same mark, and no work finds out
/// which it is. There is no salt: another mark of the same value would tell eight bits more.
fn mark(value: &Value) -> Value {
    if value.as_str().is_some_and(|text| shown_mark(text).is_some()) {
        // What stays as it was applied is known by its mark alone.
        return value.clone();
    }
    let first = Sha256::digest(value.to_string())[0];
    Value::String(format!("{MARKED}{first:02x}"))
}

/// Whether a value is one that the state keeps, as it is or by its mark.
pub fn is_kept_as(value: &Value, kept: &Value) -> bool {
    value == kept || mark(value) == *kept
}

/// How each mark starts.
const MARKED: &str = "sensitive:";

/// What is shown of a [mark](mark) where the text is shown; nothing where it is not a mark.
pub fn shown_mark(text: &str) -> Option<&'static str> {
    let digits = text.strip_prefix(MARKED)?;
    let is_mark = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_mark.then_some(REDACTED)
}

/// What stands at `path` with the marks of a spec in place of what has one of them, wherever in its field it
/// stands: somebody may have moved a secret in its list. Sometimes a mark takes the place of something else, as
/// there are 256.
pub fn marked_like(applied: &Value, path: &Path, live: &Value) -> Value {
    match (path.segments().first(), live) {
        (Some(Segment::Key(field)), _) => marked_as_in(applied.get(field), live),
        (None, Value::Object(fields)) => fields
            .iter()
            .map(|(field, live)| (field.clone(), marked_as_in(applied.get(field), live)))
            .collect::<language::value::Object>()
            .into(),
        _ => live.clone(),
    }
}

fn marked_as_in(applied: Option<&Value>, live: &Value) -> Value {
    let mut marks = BTreeSet::new();
    if let Some(applied) = applied {
        collect_marks(applied, &mut marks);
    }
    match marks.is_empty() {
        true => live.clone(),
        false => with_marks(live, &marks),
    }
}

fn collect_marks(spec: &Value, marks: &mut BTreeSet<String>) {
    match spec {
        Value::String(text) if shown_mark(text).is_some() => {
            marks.insert(text.clone());
        }
        Value::Array(list) => list.iter().for_each(|value| collect_marks(value, marks)),
        Value::Object(object) => object.values().for_each(|value| collect_marks(value, marks)),
        _ => {}
    }
}

fn with_marks(value: &Value, marks: &BTreeSet<String>) -> Value {
    let can_be_secret = match value {
        Value::String(text) => shown_mark(text).is_none(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => !auto::accepts_any(value),
        Value::Null | Value::Bool(_) => false,
    };
    let own = mark(value);
    if can_be_secret && own.as_str().is_some_and(|own| marks.contains(own)) {
        return own;
    }
    match value {
        Value::Array(list) => list.iter().map(|value| with_marks(value, marks)).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), with_marks(value, marks)))
            .collect::<language::value::Object>()
            .into(),
        other => other.clone(),
    }
}

/// Takes the fingerprints of older formats out of a spec. What the value was is not known any more, so
/// that it counts as unchanged until it is applied again.
pub fn forget_fingerprints(spec: &mut Value) {
    match spec {
        Value::String(text) if is_fingerprint(text) => *spec = auto::anything(),
        Value::Array(list) => list.iter_mut().for_each(forget_fingerprints),
        Value::Object(object) => object.values_mut().for_each(forget_fingerprints),
        _ => {}
    }
}

/// `sha256:` and 32 hexadecimal digits.
fn is_fingerprint(text: &str) -> bool {
    let digits = text.strip_prefix("sha256:");
    digits.is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
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
            .collect::<language::value::Object>()
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
    use fake_cloud::FakeObject;
    use language::value::{Auto, Instruction};

    /// AWS keeps nothing of an instruction, so it has nothing to differ from; and it may hold something sensitive.
    #[test]
    fn an_instruction_that_is_sensitive_is_kept_nowhere() {
        let value = json!({ "note": Instruction(Some("hush".to_owned())) });
        let sensitive = [Path::field("note")].into();
        let kept = marked(&value, &Schema::of::<FakeObject>(), &sensitive);
        assert_eq!(kept["note"], auto::anything());
    }

    #[test]
    fn what_was_left_to_aws_is_still_left_to_it() {
        let value = json!({ "level": Auto::<u32>::default(), "note": "n" });
        let sensitive = ["level", "note"].map(Path::field).into();
        let kept = marked(&value, &Schema::of::<FakeObject>(), &sensitive);
        assert_eq!(kept["level"], value["level"]);
        assert_ne!(kept["note"], value["note"]);
    }

    #[test]
    fn no_work_finds_a_pin_by_its_mark() {
        let pin = json!("4711");
        let pins = (0..10_000).map(|pin| json!(format!("{pin:04}")));
        let likely = pins.filter(|other| mark(other) == mark(&pin)).count();
        assert!((20..60).contains(&likely), "{likely}");
        // It is the same wherever it is kept, so that no second mark tells more.
        assert_eq!(mark(&pin), mark(&pin.clone()));
        assert_ne!(mark(&pin), mark(&json!("4712")));
    }

    #[test]
    fn fingerprints_of_older_formats_are_forgotten() {
        let print = format!("sha256:{}", "0a".repeat(16));
        let mut spec = json!({ "a": [print], "b": { "c": "sha256:0a" }, "d": 1 });
        forget_fingerprints(&mut spec);
        assert_eq!(spec, json!({ "a": [auto::anything()], "b": { "c": "sha256:0a" }, "d": 1 }));
    }
}
