//! The two sides of a step as they are compared.

use super::document::ShownStep;
use language::value::{Object, Path, Segment, Value};

impl ShownStep {
    /// The object as it will be: what is left to AWS, and so stands nowhere in `after`, stays as it is.
    pub fn settled(&self) -> Option<Value> {
        let mut after = self.after.clone()?;
        if let Some(before) = &self.before {
            let changed = self.changes.iter().filter_map(|change| Path::parse(&change.path));
            let changed: Vec<Path> = changed.collect();
            fill(before, &mut after, &Path::root(), &changed);
        }
        Some(after)
    }
}

fn fill(before: &Value, after: &mut Value, path: &Path, changed: &[Path]) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => fill_object(before, after, path, changed),
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                fill(before, after, &path.index(index), changed);
            }
        }
        _ => {}
    }
}

fn fill_object(before: &Object, after: &mut Object, path: &Path, changed: &[Path]) {
    for (key, old) in before {
        let mut here = path.clone();
        here.push(Segment::Key(key.clone()));
        match after.get_mut(key) {
            Some(new) => fill(old, new, &here, changed),
            None => {
                let mut changed = changed.iter();
                let is_removed = changed.any(|one| one.is_within(&here) || here.is_within(one));
                if !is_removed {
                    after.insert(key.clone(), old.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_left_to_aws_stays_and_what_is_removed_goes() {
        let before = json!({ "aliases": { "live": { "version": "3" } }, "gone": 1, "list": [{ "a": 1, "b": 2 }] });
        let mut after = json!({ "aliases": { "live": {} }, "list": [{ "a": 3 }] });
        let changed = ["gone", "list[0].a"].map(|path| Path::parse(path).unwrap());
        fill(&before, &mut after, &Path::root(), &changed);
        assert_eq!(
            after,
            json!({ "aliases": { "live": { "version": "3" } }, "list": [{ "a": 3, "b": 2 }] })
        );
    }
}
