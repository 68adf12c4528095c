//! Where what a rule is about is written. A kind's struct keeps some lists as sets, so the places of their
//! elements are others there.

use language::value::{Path, Segment, Value};

/// The place in a spec, as it is written, of what is at `path` of the struct that was filled from it.
pub(super) fn as_written(path: &Path, filled: &Value, spec: &Value) -> Path {
    let mut written = Path::root();
    let (mut filled, mut spec) = (Some(filled), Some(spec));
    for segment in path.segments() {
        let segment = match segment {
            Segment::Key(key) => {
                filled = filled.and_then(|value| value.get(key));
                spec = spec.and_then(|value| value.get(key));
                segment.clone()
            }
            Segment::Index(index) => {
                filled = filled.and_then(|value| value.get(index));
                let list = spec.and_then(Value::as_array);
                let position = list.and_then(|list| {
                    let is_it = |element: &Value| Some(element) == filled;
                    // Twins are one in a set, and keep their places in a list.
                    match list.get(*index).is_some_and(is_it) {
                        true => Some(*index),
                        false => list.iter().position(is_it),
                    }
                });
                let index = position.unwrap_or(*index);
                spec = list.and_then(|list| list.get(index));
                Segment::Index(index)
            }
        };
        written.push(segment);
    }
    written
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_element_of_a_set_is_found_where_it_is_written() {
        let spec =
            json!({ "cors": { "methods": ["PUT", "GET"], "rules": [{ "a": 1 }, { "a": 1 }] } });
        let filled =
            json!({ "cors": { "methods": ["GET", "PUT"], "rules": [{ "a": 1 }, { "a": 1 }] } });
        for (path, wanted) in [
            ("cors.methods[0]", "cors.methods[1]"),
            ("cors.methods[1]", "cors.methods[0]"),
            ("cors.methods[7]", "cors.methods[7]"),
            ("cors.rules[1].a", "cors.rules[1].a"),
            ("cors", "cors"),
            ("other[0].x", "other[0].x"),
        ] {
            let path = Path::parse(path).unwrap();
            assert_eq!(as_written(&path, &filled, &spec).to_string(), wanted);
        }
    }
}
