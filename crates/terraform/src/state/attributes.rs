//! What a provider says of an object.

use std::fmt;

use serde::Deserialize;

use language::value::{Object, Value};

/// The attributes of an object, without those that the state marks as sensitive. Providers keep secrets
/// without marking them, so none is shown but those that are asked for by name.
#[derive(Default, Deserialize)]
#[serde(from = "Object")]
pub struct Attributes {
    shown: Object,
    /// All of them, where some are sensitive.
    whole: Option<Object>,
}

impl From<Object> for Attributes {
    fn from(shown: Object) -> Self {
        Self { shown, whole: None }
    }
}

/// What the attributes say at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stated<'a> {
    /// Nothing: an older provider has no such attribute, or several blocks have it.
    Unknown,
    /// That there is none.
    Absent,
    Value(&'a Value),
}

impl Attributes {
    /// All that may be shown.
    pub fn shown(&self) -> &Object {
        &self.shown
    }

    /// The text of an attribute; nothing where it is absent, empty or no text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.shown.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// The text that a list has as its only element.
    pub fn only(&self, name: &str) -> Option<&str> {
        match self.shown.get(name)?.as_array()?.as_slice() {
            [only] => only.as_str(),
            _ => None,
        }
    }

    /// Whether an attribute is a list with nothing in it, or is not there.
    pub fn is_empty(&self, name: &str) -> bool {
        match self.shown.get(name) {
            None | Some(Value::Null) => true,
            Some(value) => value.as_array().is_some_and(Vec::is_empty),
        }
    }

    /// A tag, one that the provider adds to everything included.
    pub fn tag(&self, key: &str) -> Option<&str> {
        ["tags_all", "tags"].iter().find_map(|tags| self.shown.get(*tags)?.get(key)?.as_str())
    }

    /// What stands at names with dots between them, such as `password_policy.minimum_length`, where a list
    /// of one element is that element. It may be sensitive: it is there to be compared, and not shown.
    pub fn at(&self, names: &str) -> Stated<'_> {
        let root = self.whole.as_ref().unwrap_or(&self.shown);
        let mut names = names.split('.');
        let mut found = match names.next().map(|name| root.get(name)) {
            Some(Some(value)) => value,
            _ => return Stated::Unknown,
        };
        for name in names {
            if let Value::Array(list) = found {
                found = match list.as_slice() {
                    [] => return Stated::Absent,
                    [only] => only,
                    _ => return Stated::Unknown,
                };
            }
            found = match (found, found.get(name)) {
                (_, Some(value)) => value,
                (Value::Null, None) => return Stated::Absent,
                (_, None) => return Stated::Unknown,
            };
        }
        match found {
            Value::Null => Stated::Absent,
            value => Stated::Value(value),
        }
    }

    /// What is hidden, with the attribute that it stands in: texts that are marked themselves, and what stands in something that is
    /// marked.
    pub fn hidden(&self) -> Vec<(&str, &Value)> {
        let mut found = Vec::new();
        for (name, value) in self.whole.iter().flatten() {
            let mut inside = Vec::new();
            collect_hidden(value, self.shown.get(name), &mut inside);
            found.extend(inside.into_iter().map(|value| (name.as_str(), value)));
        }
        found
    }

    /// Removes what a path of the state's `sensitive_attributes` leads to, or the nearest thing around
    /// it that is there. Paths are of steps such as `{"type": "get_attr", "value": "password"}`.
    pub(super) fn hide(&mut self, path: &[Value]) {
        self.whole.get_or_insert_with(|| self.shown.clone());
        let keys: Vec<Option<Step>> = path.iter().map(Step::read).collect();
        let Some((Some(Step::Key(first)), rest)) = keys.split_first() else {
            // Nobody knows what is meant, so it may be anything.
            self.shown.clear();
            return;
        };
        match self.shown.get_mut(first) {
            Some(value) if !rest.is_empty() => hide_in(value, rest),
            _ => drop(self.shown.remove(first)),
        }
    }
}

/// The names on a path of the state's `sensitive_attributes`.
pub(super) fn names(path: &[Value]) -> Vec<String> {
    let names = path.iter().filter_map(|step| match Step::read(step)? {
        Step::Key(name) => Some(name),
        Step::Index(_) => None,
    });
    names.collect()
}

/// A step of a path.
enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    fn read(step: &Value) -> Option<Self> {
        let value = step.get("value")?;
        // The key of an index carries its type beside it.
        let value = value.get("value").unwrap_or(value);
        match value {
            Value::String(key) => Some(Self::Key(key.clone())),
            value => usize::try_from(value.as_u64()?).ok().map(Self::Index),
        }
    }
}

fn hide_in(value: &mut Value, path: &[Option<Step>]) {
    let next = match (path.first(), &mut *value) {
        (Some(Some(Step::Key(key))), Value::Object(object)) => object.get_mut(key),
        (Some(Some(Step::Index(index))), Value::Array(list)) => list.get_mut(*index),
        _ => None,
    };
    match next {
        Some(next) => hide_in(next, &path[1..]),
        None => *value = Value::Null,
    }
}

fn collect_hidden<'a>(whole: &'a Value, shown: Option<&Value>, found: &mut Vec<&'a Value>) {
    match (whole, shown) {
        (whole, Some(shown)) if whole == shown => {}
        (Value::Object(whole), Some(Value::Object(shown))) => {
            for (name, value) in whole {
                collect_hidden(value, shown.get(name), found);
            }
        }
        (Value::Array(whole), Some(Value::Array(shown))) => {
            for (at, value) in whole.iter().enumerate() {
                collect_hidden(value, shown.get(at), found);
            }
        }
        (whole, _) => found.push(whole),
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.shown.keys()).finish()
    }
}

#[cfg(test)]
impl Attributes {
    /// The attributes of a test.
    pub fn of(value: Value) -> Self {
        serde_json::from_value(value).expect("attributes are a map")
    }

    pub(super) fn as_object(&self) -> &Object {
        &self.shown
    }
}
