//! The lists of changes that API Gateway's `Update…` calls take.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_apigateway::types::{Op, PatchOperation};

/// The operations of one call that changes an object.
#[derive(Debug, Default)]
pub(super) struct Patch(Vec<PatchOperation>);

impl Patch {
    pub(super) fn add(&mut self, path: &str, value: &str) {
        self.push(Op::Add, path, Some(value));
    }

    pub(super) fn replace(&mut self, path: &str, value: impl ToString) {
        self.push(Op::Replace, path, Some(&value.to_string()));
    }

    /// Takes a value away that has no empty form.
    pub(super) fn unset(&mut self, path: &str) {
        self.push(Op::Replace, path, None);
    }

    /// Takes one of the things at a path away.
    pub(super) fn remove_one(&mut self, path: &str, value: &str) {
        self.push(Op::Remove, path, Some(value));
    }

    /// Takes all that is at a path away.
    pub(super) fn remove(&mut self, path: &str) {
        self.push(Op::Remove, path, None);
    }

    /// Replaces a value that has changed.
    pub(super) fn change<T: PartialEq + ToString>(&mut self, path: &str, wanted: &T, live: &T) {
        if wanted != live {
            self.replace(path, wanted.to_string());
        }
    }

    /// Replaces text that has changed; text that goes away becomes empty.
    pub(super) fn text(&mut self, path: &str, wanted: &Option<String>, live: &Option<String>) {
        if wanted != live {
            self.replace(path, wanted.as_deref().unwrap_or_default());
        }
    }

    /// Replaces a value that has changed, where AWS takes no empty one; one that goes away is removed.
    pub(super) fn optional<T: PartialEq + ToString>(
        &mut self,
        path: &str,
        wanted: &Option<T>,
        live: &Option<T>,
    ) {
        match wanted {
            same if same == live => {}
            Some(value) => self.replace(path, value.to_string()),
            None => self.remove(path),
        }
    }

    /// Adds and removes elements of a list, one by one.
    pub(super) fn elements(
        &mut self,
        path: &str,
        wanted: &BTreeSet<String>,
        live: &BTreeSet<String>,
    ) {
        for value in wanted.difference(live) {
            self.add(path, value);
        }
        for value in live.difference(wanted) {
            self.remove_one(path, value);
        }
    }

    /// Adds and removes elements whose path is what they are.
    pub(super) fn members(
        &mut self,
        path: &str,
        wanted: &BTreeSet<String>,
        live: &BTreeSet<String>,
    ) {
        for value in wanted.difference(live) {
            self.push(Op::Add, &format!("{path}/{}", escaped(value)), None);
        }
        for value in live.difference(wanted) {
            self.remove(&format!("{path}/{}", escaped(value)));
        }
    }

    /// Sets and removes the values of a map.
    pub(super) fn entries(
        &mut self,
        path: &str,
        wanted: &BTreeMap<String, String>,
        live: &BTreeMap<String, String>,
    ) {
        let changed = wanted.iter().filter(|(key, value)| live.get(*key) != Some(value));
        for (key, value) in changed {
            self.replace(&format!("{path}/{}", escaped(key)), value);
        }
        for key in live.keys().filter(|key| !wanted.contains_key(*key)) {
            self.remove(&format!("{path}/{}", escaped(key)));
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

/// A name as one step of a path (RFC 6901).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name that a step of a path stands for.
pub(super) fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
