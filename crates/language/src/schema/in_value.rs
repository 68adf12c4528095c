//! The parts of a value of which its schema says something: defaults, policies, and what nobody can write.

use super::model::{Additional, PolicyPart, Schema};
use crate::value::{Path, Value, parts};

impl Schema {
    /// The fields of `value` that hold what they hold without being written.
    pub fn defaults_in(&self, value: &Value) -> Vec<Path> {
        let is_default = |schemas: &[&Schema], value: &Value| {
            let mut schemas = schemas.iter();
            schemas.any(|schema| schema.default.as_ref() == Some(value))
        };
        let mut found = Vec::new();
        self.collect(&[self], value, &mut Path::root(), &is_default, &mut found);
        found
    }

    /// The fields of `value` that nobody can write.
    pub fn unknown_in(&self, value: &Value) -> Vec<Path> {
        let is_unknown = |schemas: &[&Schema], _: &Value| schemas.is_empty();
        let mut found = Vec::new();
        self.collect(&[self], value, &mut Path::root(), &is_unknown, &mut found);
        found
    }

    /// The outermost parts of a value for which, with the schemas that may describe them, `is` holds.
    fn collect(
        &self,
        schemas: &[&Schema],
        value: &Value,
        path: &mut Path,
        is: &dyn Fn(&[&Schema], &Value) -> bool,
        found: &mut Vec<Path>,
    ) {
        let parts = parts(value);
        // Where anything may stand, its parts are not described.
        let describes = |schema: &&Schema| self.resolve(schema).describes_parts();
        if !schemas.iter().any(describes) {
            return;
        }
        for (segment, value) in parts {
            let inner: Vec<&Schema> =
                schemas.iter().flat_map(|schema| self.step(schema, &segment)).collect();
            path.push(segment);
            match is(&inner, value) {
                true => found.push(path.clone()),
                false => self.collect(&inner, value, path, is, found),
            }
            path.pop();
        }
    }

    /// The policies and parts of policies in a value (`x-policy`), each with its place.
    pub fn policies_in(&self, value: &Value) -> Vec<(Path, PolicyPart)> {
        let mut found = Vec::new();
        self.collect_policies(&[self], value, &mut Path::root(), &mut found);
        found
    }

    fn collect_policies(
        &self,
        schemas: &[&Schema],
        value: &Value,
        path: &mut Path,
        found: &mut Vec<(Path, PolicyPart)>,
    ) {
        let held = schemas.iter().find_map(|schema| {
            let resolved = self.resolve(schema);
            let part = schema.policy.or(resolved.policy)?;
            let is_map = matches!(resolved.additional_properties, Some(Additional::Each(_)));
            Some((part, is_map))
        });
        let parts = parts(value);
        match held {
            Some((part, true)) => {
                let entries = parts.into_iter();
                found.extend(entries.map(|(segment, _)| {
                    let mut entry = path.clone();
                    entry.push(segment);
                    (entry, part)
                }));
            }
            Some((part, false)) => found.push((path.clone(), part)),
            None => {
                for (segment, value) in parts {
                    let inner: Vec<&Schema> =
                        schemas.iter().flat_map(|schema| self.step(schema, &segment)).collect();
                    if inner.is_empty() {
                        continue;
                    }
                    path.push(segment);
                    self.collect_policies(&inner, value, path, found);
                    path.pop();
                }
            }
        }
    }
}
