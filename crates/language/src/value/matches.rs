//! The values that a path with wildcards leads to.

use super::{Path, Segment, Value, auto, pending};

/// A value that was found, and where.
#[derive(Debug)]
pub struct Match<'a> {
    pub value: &'a Value,
    pub path: Path,
    key: Option<&'a str>,
}

impl<'a> Match<'a> {
    /// What stands for the last `*` of the path, where that is a key.
    pub fn key(&self) -> Option<&'a str> {
        self.key
    }
}

/// The values that a path such as `groups.*.role` leads to, without those that say nothing: null, false,
/// empty text and lists, and what is left to AWS. `*` stands for every key of a map and every element of
/// a list.
pub fn matches<'a>(spec: &'a Value, path: &str) -> Vec<Match<'a>> {
    let mut found = vec![Match { value: spec, path: Path::root(), key: None }];
    for step in path.split('.').filter(|step| !step.is_empty()) {
        found = found.into_iter().flat_map(|found| inside(&found, step)).collect();
    }
    found.retain(|found| says_something(found.value));
    found
}

fn inside<'a>(outer: &Match<'a>, step: &str) -> Vec<Match<'a>> {
    let at = |segment: Segment, value: &'a Value, key: Option<&'a str>| Match {
        value,
        path: outer.path.segments().iter().cloned().chain([segment]).collect(),
        key,
    };
    match (outer.value, step) {
        (Value::Object(object), "*") => (object.iter())
            .map(|(key, value)| at(Segment::Key(key.clone()), value, Some(key)))
            .collect(),
        (Value::Array(list), "*") => (list.iter().enumerate())
            .map(|(index, value)| at(Segment::Index(index), value, None))
            .collect(),
        (Value::Object(object), field) => (object.get(field).into_iter())
            .map(|value| at(Segment::Key(field.to_owned()), value, outer.key))
            .collect(),
        (value, _) if pending::is(value) => {
            vec![Match { value, path: outer.path.clone(), key: outer.key }]
        }
        _ => Vec::new(),
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty() && !auto::accepts_any(value),
        Value::Array(list) => !list.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_to_every_value_that_says_something() {
        let spec = json!({
            "groups": { "a": { "role": "r1" }, "b": { "role": "" }, "c": {} },
            "rules": [{ "role": "r2" }, { "role": null }],
            "off": false,
        });
        let found = |path| -> Vec<(String, String, Option<String>)> {
            let found = matches(&spec, path).into_iter();
            found
                .map(|found| {
                    let key = found.key().map(str::to_owned);
                    (found.value.to_string(), found.path.to_string(), key)
                })
                .collect()
        };
        let of = |value: &str, path: &str, key: Option<&str>| {
            (value.to_owned(), path.to_owned(), key.map(str::to_owned))
        };
        assert_eq!(found("groups.*.role"), [of("\"r1\"", "groups.a.role", Some("a"))]);
        assert_eq!(found("rules.*.role"), [of("\"r2\"", "rules[0].role", None)]);
        assert_eq!(found("off"), []);
        assert_eq!(found("absent.*.role"), []);
    }
}
