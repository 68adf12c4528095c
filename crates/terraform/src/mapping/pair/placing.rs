//! Puts what is said into what is live.

use language::value::{Object, Segment, Value};

/// Puts a value where these segments lead, and makes the maps around it; null removes what is there.
pub fn put(value: &mut Value, segments: &[Segment], new: &Value) {
    let Some((Segment::Key(key), inner)) = segments.split_first() else {
        *value = new.clone();
        return;
    };
    let object = match value {
        Value::Object(object) => object,
        _ if new.is_null() => return,
        other => {
            *other = Value::Object(Object::new());
            return put(other, segments, new);
        }
    };
    if inner.is_empty() && new.is_null() {
        object.remove(key);
    } else if object.contains_key(key) || !new.is_null() {
        put(object.entry(key.clone()).or_insert(Value::Null), inner, new);
    }
}
