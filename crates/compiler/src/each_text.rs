//! The texts in a spec.

use language::value::{Path, Value};

/// Calls `with` for every text in a value.
pub fn each_text(value: &Value, path: &mut Path, with: &mut dyn FnMut(&Path, &str)) {
    match value {
        Value::String(text) => with(path, text),
        Value::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                each_text(element, &mut path.index(index), with);
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                each_text(value, &mut path.key(key), with);
            }
        }
        _ => {}
    }
}
