//! The lists of changes that API Gateway's `Update…` calls take.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_apigateway::types::{Op, PatchOperation};

/// What is to be changed of an object.
#[derive(Debug, Default)]
pub(super) struct Patch(Vec<PatchOperation>);

impl Patch {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_inner(self) -> Vec<PatchOperation> {
        self.0
    }

    /// Sets a value if it differs. An empty text takes the value away.
    pub(super) fn change(&mut self, path: &str, wanted: &str, live: &str) {
        if wanted != live {
            self.set(path, wanted);
        }
    }

    pub(super) fn set(&mut self, path: &str, value: &str) {
        self.push(Op::Replace, path, Some(value));
    }

    /// Takes away what has no empty value.
    pub(super) fn unset(&mut self, path: &str) {
        self.push(Op::Replace, path, None);
    }

    pub(super) fn remove(&mut self, path: &str) {
        self.push(Op::Remove, path, None);
    }

    /// Adds and removes elements of a list, one by one.
    pub(super) fn change_set(
        &mut self,
        path: &str,
        wanted: &BTreeSet<String>,
        live: &BTreeSet<String>,
    ) {
        for value in wanted.difference(live) {
            self.push(Op::Add, path, Some(value));
        }
        for value in live.difference(wanted) {
            self.push(Op::Remove, path, Some(value));
        }
    }

    /// Adds and removes elements whose path is what they are.
    pub(super) fn change_members(
        &mut self,
        path: &str,
        wanted: &BTreeSet<String>,
        live: &BTreeSet<String>,
    ) {
        for value in wanted.difference(live) {
            self.push(Op::Add, &format!("{path}/{}", escaped(value)), None);
        }
        for value in live.difference(wanted) {
            self.push(Op::Remove, &format!("{path}/{}", escaped(value)), None);
        }
    }

    /// Sets and removes the values of a map.
    pub(super) fn change_map(
        &mut self,
        path: &str,
        wanted: &BTreeMap<String, String>,
        live: &BTreeMap<String, String>,
    ) {
        for (key, value) in wanted
            .iter()
            .filter(|(key, value)| live.get(*key) != Some(value))
        {
            self.set(&format!("{path}/{}", escaped(key)), value);
        }
        for key in live.keys().filter(|key| !wanted.contains_key(*key)) {
            self.remove(&format!("{path}/{}", escaped(key)));
        }
    }

    fn push(&mut self, op: Op, path: &str, value: Option<&str>) {
        self.0.push(
            PatchOperation::builder()
                .op(op)
                .path(path)
                .set_value(value.map(str::to_owned))
                .build(),
        );
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
