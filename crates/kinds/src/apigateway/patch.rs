//! The lists of changes that API Gateway's `Update…` calls take.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_apigateway::types::{Op, PatchOperation};

/// The operations of one call that changes an object.
#[derive(Debug, Default)]
pub(crate) struct Patch(Vec<PatchOperation>);

impl Patch {
    pub(super) fn add(&mut self, path: &str, value: &str) {
        self.push(Op::Add, path, Some(value));
    }

    pub(super) fn replace(&mut self, path: &str, value: impl ToString) {
        self.push(Op::Replace, path, Some(&value.to_string()));
    }

    /// Removes a value that has no empty form.
    pub(super) fn unset(&mut self, path: &str) {
        self.push(Op::Replace, path, None);
    }

    /// Removes one of the things at a path.
    pub(super) fn remove_one(&mut self, path: &str, value: &str) {
        self.push(Op::Remove, path, Some(value));
    }

    /// Removes all that is at a path.
    pub(super) fn remove(&mut self, path: &str) {
        self.push(Op::Remove, path, None);
    }

    /// Replaces a value that has changed.
    pub(super) fn change<T: PartialEq + ToString>(&mut self, path: &str, wanted: &T, live: &T) {
        if wanted != live {
            self.replace(path, wanted.to_string());
        }
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The operations, in the order in which AWS applies them, if there are any.
    pub(super) fn operations(self) -> Option<Vec<PatchOperation>> {
        (!self.0.is_empty()).then_some(self.0)
    }

    fn push(&mut self, op: Op, path: &str, value: Option<&str>) {
        let operation = PatchOperation::builder().op(op).path(path);
        let operation = operation.set_value(value.map(str::to_owned)).build();
        self.0.push(operation);
    }
}

/// What `#[field(patch = …)]` names: each writes a field that differs.
impl Patch {
    /// A value; one that goes away becomes empty.
    pub(super) fn value<T: ToString>(&mut self, path: &str, wanted: Option<T>, _: Option<T>) {
        self.replace(path, wanted.map(|value| value.to_string()).unwrap_or_default());
    }

    /// A value, of which AWS accepts no empty one; one that goes away is removed.
    pub(super) fn or_remove<T: ToString>(&mut self, path: &str, wanted: Option<T>, _: Option<T>) {
        match wanted {
            Some(value) => self.replace(path, value),
            None => self.remove(path),
        }
    }

    /// The same for a value that cannot be removed either.
    pub(super) fn or_unset<T: ToString>(&mut self, path: &str, wanted: Option<T>, _: Option<T>) {
        match wanted {
            Some(value) => self.replace(path, value),
            None => self.unset(path),
        }
    }

    /// A value, for which AWS has another one where nobody says any.
    pub(super) fn or<T: ToString>(
        &mut self,
        path: &str,
        wanted: Option<T>,
        _: Option<T>,
        usual: impl ToString,
    ) {
        self.replace(path, wanted.map_or_else(|| usual.to_string(), |value| value.to_string()));
    }

    /// A value that stays as it is where the spec does not have it.
    pub(super) fn if_said<T: ToString>(&mut self, path: &str, wanted: Option<T>, _: Option<T>) {
        if let Some(value) = wanted {
            self.replace(path, value);
        }
    }

    /// The elements of a list, one by one.
    pub(super) fn elements(&mut self, path: &str, wanted: Elements, live: Elements) {
        let (wanted, live) = (wanted.unwrap_or_default(), live.unwrap_or_default());
        for value in wanted.iter().filter(|value| !live.contains(value)) {
            self.add(path, value);
        }
        for value in live.iter().filter(|value| !wanted.contains(value)) {
            self.remove_one(path, value);
        }
    }

    /// Elements whose path is what they are.
    pub(super) fn members(&mut self, path: &str, wanted: Elements, live: Elements) {
        let (wanted, live) = (wanted.unwrap_or_default(), live.unwrap_or_default());
        for value in wanted.iter().filter(|value| !live.contains(value)) {
            self.push(Op::Add, &format!("{path}/{}", escaped(value)), None);
        }
        for value in live.iter().filter(|value| !wanted.contains(value)) {
            self.remove(&format!("{path}/{}", escaped(value)));
        }
    }

    /// The values of a map, in the order of its keys.
    pub(super) fn entries(&mut self, path: &str, wanted: Entries, live: Entries) {
        let sorted = |entries: Entries| BTreeMap::from_iter(entries.unwrap_or_default());
        let (wanted, live) = (sorted(wanted), sorted(live));
        for (key, value) in wanted.iter().filter(|(key, value)| live.get(*key) != Some(value)) {
            self.replace(&format!("{path}/{}", escaped(key)), value);
        }
        for key in live.keys().filter(|key| !wanted.contains_key(*key)) {
            self.remove(&format!("{path}/{}", escaped(key)));
        }
    }
}

type Elements = Option<Vec<String>>;
type Entries = Option<HashMap<String, String>>;

/// A name as one step of a path (RFC 6901).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name that a step of a path stands for.
pub(super) fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
