//! Specs as they may be shown.

use aws::tags;
use engine::plan::Step;
use kind::registry;
use language::value::{Path, Segment, Value};
use state::{REDACTED, is_reference, is_sensitive, redact, shown_path};

/// A spec as it may be shown: nothing sensitive, and without our own tags, which every object has.
pub(in crate::report) fn shown(step: &Step, spec: Option<&Value>) -> Option<Value> {
    let spec = spec?;
    let kind = registry::find(&step.address.kind)?;
    let hide = |value: &Value| match value {
        Value::Null => Value::Null,
        _ => Value::String(REDACTED.to_owned()),
    };
    let mut redacted = redact(spec, kind.schema(), &step.sensitive, &hide);
    hide_moved(step, &mut redacted);
    // A secret that changes must look changed, so its two sides are told apart.
    let side = if step.after.as_deref() == Some(spec) { "new" } else { "old" };
    for change in &step.changes {
        let path = shown_path(&step.sensitive, &change.path);
        let hidden = is_sensitive(kind.schema(), &step.sensitive, path);
        let shown = path.of(&redacted);
        if hidden && step.before.is_some() && shown.is_some_and(|shown| !is_reference(shown)) {
            let text = format!("({side} sensitive value)");
            path.set(&mut redacted, Some(Value::String(text)));
        }
    }
    if let Some(Value::Object(tags)) = redacted.get_mut("tags") {
        let path = |key: &String| Path::field("tags").key(key);
        tags.retain(|key, _| !tags::is_ownership(key) || is_replaced(step, &path(key)));
    }
    Some(redacted)
}

/// Hides the secrets of a step wherever in their field they stand: somebody may have moved one in its list.
fn hide_moved(step: &Step, redacted: &mut Value) {
    for path in &step.sensitive {
        let Some(Segment::Key(field)) = path.segments().first() else {
            continue;
        };
        let sides = [&step.before, &step.after];
        let secrets = sides.into_iter().flatten().filter_map(|side| path.of(side));
        let is_secret = |value: &&Value| is_telling(value) && !is_reference(value);
        let secrets: Vec<&Value> = secrets.filter(is_secret).collect();
        if let Some(value) = redacted.get_mut(field) {
            hide_among(value, &secrets);
        }
    }
}

/// Whether a value that is the same as another is so for a reason.
fn is_telling(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn hide_among(value: &mut Value, secrets: &[&Value]) {
    if secrets.contains(&&*value) {
        *value = Value::String(REDACTED.to_owned());
        return;
    }
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| hide_among(value, secrets)),
        Value::Object(object) => object.values_mut().for_each(|value| hide_among(value, secrets)),
        _ => {}
    }
}

/// Whether a step puts another value in the place of one.
fn is_replaced(step: &Step, path: &Path) -> bool {
    let mut changes = step.changes.iter();
    changes.any(|change| change.path == *path && change.before.is_some() && change.after.is_some())
}
