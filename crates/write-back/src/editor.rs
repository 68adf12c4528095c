//! The edits of one block.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::field::Field;
use super::left::Reason;
use super::literal::{escaped, has_expression, holds_expression};
use compiler::stack::ValueOrigin;
use language::value::{Object, Ordered, Path, Segment, Value, auto};
use yaml::{Content, Document, Fault, Node};

/// Edits the block of one resource.
pub struct Editor<'a> {
    pub document: Document,
    /// What the expression at a field takes its value from.
    pub origins: &'a dyn Fn(&Path) -> Vec<ValueOrigin>,
    /// Fields that hold what they hold by default.
    pub defaults: BTreeSet<Path>,
    /// Keys of `tags` that the environment gives.
    pub environment_tags: BTreeSet<String>,
    /// The fields that were not edited, and why.
    pub left: Vec<(Path, Reason)>,
    /// The fields that were.
    pub taken: Vec<Path>,
}

impl Editor<'_> {
    /// Makes what is written of a field what it is to be.
    pub fn edit(&mut self, field: &Field<'_>) {
        if field.desired == field.target {
            return;
        }
        let Some(node) = self.document.root().at(&field.place).cloned() else {
            self.leave(field, Reason::File { why: Fault::NoSuchPlace.to_string() });
            return;
        };
        if let Some(reason) = self.why_not(&node, field) {
            self.leave(field, reason);
            return;
        }
        match (&node.content, field.desired, field.target) {
            (Content::Map { .. }, Value::Object(desired), Value::Object(target)) => {
                self.edit_map(field, &node, desired, target);
            }
            // AWS accepts one thing where it expects a list, as with the statement of a policy.
            (Content::Map { .. }, Value::Array(desired), Value::Array(target)) => {
                match (desired.as_slice(), target.as_slice()) {
                    ([desired], [target]) => {
                        let order = field.order.and_then(|order| order.element(0));
                        self.edit(&Field { desired, target, order, ..field.clone() });
                    }
                    _ => self.set(field),
                }
            }
            (Content::List { items, .. }, Value::Array(desired), Value::Array(target)) => {
                self.edit_list(field, items.len(), desired, target);
            }
            (Content::Scalar(_), Value::Object(_), _) => {
                let why = "it is written as text".to_owned();
                self.leave(field, Reason::Form { line: self.line_of(&node), why });
            }
            _ => self.set(field),
        }
    }

    fn edit_map(&mut self, field: &Field<'_>, node: &Node, desired: &Object, target: &Object) {
        let keys: BTreeSet<&String> = desired.keys().chain(target.keys()).collect();
        let absent = Value::Null;
        for key in keys {
            let before = desired.get(key).unwrap_or(&absent);
            let after = target.get(key).unwrap_or(&absent);
            if before == after {
                continue;
            }
            let inner = field.key(key, before, after);
            match (node.entry(key), after) {
                (Some(entry), Value::Null) => self.remove(&inner, &entry.value.clone()),
                (Some(_), _) => self.edit(&inner),
                (None, _) => self.add(&inner, node, before, after),
            }
        }
    }

    fn remove(&mut self, field: &Field<'_>, node: &Node) {
        if let Some(reason) = self.why_not(node, field) {
            self.leave(field, reason);
        } else if holds_expression(self.value_at(&field.place)) {
            let reason = self.made_by_expression(node, field);
            self.leave(field, reason);
        } else {
            let done = self.document.remove(&field.place);
            self.note(field, done);
        }
    }

    /// Writes what the specs do not say yet.
    fn add(&mut self, field: &Field<'_>, map: &Node, before: &Value, after: &Value) {
        if self.is_environment_tag(&field.path) {
            return self.leave(field, Reason::EnvironmentTags);
        }
        if map.entry("<<").is_some() && !before.is_null() {
            return self.leave(field, Reason::Merged { line: self.line_of(map) });
        }
        if after.is_null() {
            let why = "the specs do not say it, so nothing can be removed".to_owned();
            return self.leave(field, Reason::Form { line: self.line_of(map), why });
        }
        // What is as it would be anyway needs no words.
        let mut new = difference(before, after);
        if let Value::Object(fields) = &mut new {
            let is_given = |key: &String| self.is_environment_tag(&field.path.key(key));
            let given: Vec<String> = fields.keys().filter(|key| is_given(key)).cloned().collect();
            for key in &given {
                fields.remove(key);
                self.left.push((field.path.key(key), Reason::EnvironmentTags));
            }
            if !given.is_empty() && fields.is_empty() {
                return;
            }
        }
        let new = self.spec_of(&new, &field.path, field.order);
        let done = self.document.set(&field.place, &new);
        self.note(field, done);
    }

    /// Whether a field is a tag that the environment gives every resource.
    fn is_environment_tag(&self, field: &Path) -> bool {
        match field.segments() {
            [Segment::Key(tags), Segment::Key(key)] => {
                tags == "tags" && self.environment_tags.contains(key)
            }
            _ => false,
        }
    }

    /// Writes a value instead of another.
    pub fn set(&mut self, field: &Field<'_>) {
        let new = self.spec_of(field.target, &field.path, field.order);
        let done = self.document.set(&field.place, &new);
        self.note(field, done);
    }

    /// Why what a node says is not to be edited.
    pub fn why_not(&self, node: &Node, field: &Field<'_>) -> Option<Reason> {
        if let Content::Alias(anchor) = &node.content {
            return Some(Reason::Alias { line: self.line_of(node), anchor: anchor.clone() });
        }
        let uses = |anchor: &String| self.document.uses_of(anchor);
        if let Some(anchor) = node.anchor.as_ref().filter(|anchor| uses(anchor) > 0) {
            let (anchor, uses) = (anchor.clone(), uses(anchor));
            return Some(Reason::Anchored { line: self.line_of(node), anchor, uses });
        }
        let is_made = matches!(node.content, Content::Scalar(_))
            && self.value_at(&field.place).as_str().is_some_and(has_expression);
        is_made.then(|| self.made_by_expression(node, field))
    }

    /// The reason that an expression is.
    pub fn made_by_expression(&self, node: &Node, field: &Field<'_>) -> Reason {
        let own: Path = field.place.iter().skip(2).cloned().collect();
        Reason::Expression { line: self.line_of(node), origins: (self.origins)(&own) }
    }

    /// What the file has at a place.
    pub fn value_at(&self, place: &[Segment]) -> &Value {
        static NOTHING: Value = Value::Null;
        let path: Path = place.iter().cloned().collect();
        path.of(self.document.value()).unwrap_or(&NOTHING)
    }

    pub fn line_of(&self, node: &Node) -> usize {
        self.document.line_of(node.lead)
    }

    pub fn leave(&mut self, field: &Field<'_>, reason: Reason) {
        self.left.push((field.path.clone(), reason));
    }

    /// Notes whether an edit was made.
    pub fn note(&mut self, field: &Field<'_>, done: Result<(), Fault>) {
        match done {
            Ok(()) => self.taken.push(field.path.clone()),
            Err(fault) => {
                let node = self.document.root().at(&field.place);
                let line = node.map_or(1, |node| self.line_of(node));
                self.leave(field, Reason::Form { line, why: fault.to_string() });
            }
        }
    }

    /// A value as a spec has it: with no text that would be an expression, without what it would be anyway inside, its keys
    /// in the order in which the kind declares them.
    pub fn spec_of(&self, value: &Value, path: &Path, order: Option<&Ordered>) -> Ordered {
        match value {
            Value::String(text) => Ordered::Scalar(escaped(text).into()),
            Value::Array(list) => {
                let elements = list.iter().enumerate().map(|(index, value)| {
                    let order = order.and_then(|order| order.element(index));
                    self.spec_of(value, &path.index(index), order)
                });
                Ordered::List(elements.collect())
            }
            Value::Object(object) => {
                let known = order.into_iter().flat_map(Ordered::keys);
                let known: Vec<&str> = known.filter(|key| object.contains_key(*key)).collect();
                let others = object.keys().map(String::as_str).filter(|key| !known.contains(key));
                let keys = known.iter().copied().chain(others);
                let said = keys.filter(|key| {
                    let value = &object[*key];
                    let inner = path.key(key);
                    !value.is_null() && !auto::accepts_any(value) && !self.defaults.contains(&inner)
                });
                let entries = said.map(|key| {
                    let inner = order.and_then(|order| order.get(key));
                    (escaped(key), self.spec_of(&object[key], &path.key(key), inner))
                });
                Ordered::Map(entries.collect::<IndexMap<_, _>>())
            }
            other => Ordered::Scalar(other.clone()),
        }
    }
}

/// What of a value differs from another: of maps, the fields that do.
fn difference(before: &Value, after: &Value) -> Value {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let differing = after.iter().filter(|(key, value)| before.get(*key) != Some(value));
            let absent = Value::Null;
            let differing = differing.map(|(key, value)| {
                (key.clone(), difference(before.get(key).unwrap_or(&absent), value))
            });
            differing.collect::<Object>().into()
        }
        (_, after) => after.clone(),
    }
}
