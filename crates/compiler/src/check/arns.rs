//! The ARNs in a spec.

use language::value::{Path, Value};

/// Calls `with` for every ARN in a value, whatever else stands in its text.
pub fn each_arn(value: &Value, path: &mut Path, with: &mut dyn FnMut(&Path, &str)) {
    match value {
        Value::String(text) if text.starts_with("arn:") => with(path, text),
        Value::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                each_arn(element, &mut path.index(index), with);
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                each_arn(value, &mut path.key(key), with);
            }
        }
        _ => {}
    }
}
