//! Holds a value against a schema and reports everything that does not fit, not only the first.

use super::checker::{Checker, Origin};
use super::findings::Finding;
use super::model::Schema;
use crate::value::{Path, Value};

/// Everything in `value` that does not fit `schema`.
///
/// Text with unknown parts fits every text field: its final form is not known.
pub fn check(schema: &Schema, value: &Value) -> Vec<Finding> {
    Check::new(schema).run(value)
}

/// A check of a value of which more is known than what it is.
pub struct Check<'a>(Checker<'a>);

impl<'a> Check<'a> {
    /// A check of a value that is written in a file, with nothing said beside.
    pub fn new(schema: &'a Schema) -> Self {
        Self(Checker::new(schema))
    }

    /// Says where the part of the value at a path comes from.
    pub fn origin(mut self, origin: &'a dyn Fn(&Path) -> Origin) -> Self {
        self.0.origin = origin;
        self
    }

    /// Says how the number or the flag at a path is spelled, where it is written.
    pub fn spelling(mut self, spelling: &'a dyn Fn(&Path) -> Option<String>) -> Self {
        self.0.spelling = spelling;
        self
    }

    /// Names keys that may stand beside those of the schema, and that somebody else reads.
    pub fn beside(mut self, keys: &'a [&'a str]) -> Self {
        self.0.beside = keys;
        self
    }

    /// Says what to write for a key that is the word of another tool, with this value.
    pub fn foreign(mut self, help: &'a dyn Fn(&Path, &Value) -> Option<String>) -> Self {
        self.0.foreign = help;
        self
    }

    /// Says what to write for a value of the wrong type that is the word of another tool.
    pub fn word(mut self, help: &'a dyn Fn(&Path, &Value) -> Option<String>) -> Self {
        self.0.word = help;
        self
    }

    /// Everything that does not fit.
    pub fn run(self, value: &Value) -> Vec<Finding> {
        let Self(mut checker) = self;
        checker.check(checker.root, value, &mut Path::root());
        checker.findings
    }

    /// The same for one field alone. A field that is null does not fit here.
    pub fn run_field(self, name: &str, value: &Value) -> Vec<Finding> {
        let Self(mut checker) = self;
        if let Some(field) = checker.root.properties.get(name) {
            checker.check(field, value, &mut Path::field(name));
        }
        checker.findings
    }
}
