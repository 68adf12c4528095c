//! The walk along a value and its schema, and how it reports what does not fit.

use super::findings::Finding;
use super::help::Help;
use super::model::Schema;
use super::words;
use crate::diagnostic::Severity;
use crate::value::{Path, Value, auto, pending};

/// Where a value comes from, which decides how errors speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is written in the file, and seen there.
    Written,
    /// An expression has computed it: the file does not show it, so the error does.
    Computed,
    /// It must not be shown.
    Secret,
}

/// A check under way: what is known of the value beside what it is, and what was found.
pub(super) struct Checker<'a> {
    pub(super) root: &'a Schema,
    /// Where the part of the value at a path comes from.
    pub(super) origin: &'a dyn Fn(&Path) -> Origin,
    /// How the number or the flag at a path is spelled, where it is written.
    pub(super) spelling: &'a dyn Fn(&Path) -> Option<String>,
    /// Keys that may stand beside those of the schema.
    pub(super) beside: &'a [&'a str],
    /// What to write for a key that is the word of another tool.
    pub(super) foreign: &'a dyn Fn(&Path, &Value) -> Option<String>,
    /// What to write for a value of the wrong type that is the word of another tool.
    pub(super) word: &'a dyn Fn(&Path, &Value) -> Option<String>,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(root: &'a Schema) -> Self {
        Self {
            root,
            origin: &|_| Origin::Written,
            spelling: &|_| None,
            beside: &[],
            foreign: &|_, _| None,
            word: &|_, _| None,
            findings: Vec::new(),
        }
    }

    /// Holds a part of the value against its schema.
    pub(super) fn check(&mut self, schema: &'a Schema, value: &Value, path: &mut Path) {
        let schema = self.root.resolve(schema);
        let choices = self.choices(schema);
        if !choices.is_empty() {
            return self.check_choices(&choices, value, path);
        }
        if fits_everywhere(value) || !self.fits_type(schema, value, path) {
            return;
        }
        match value {
            Value::String(text) => self.check_text(schema, text, path),
            Value::Number(number) => self.check_number(schema, number, path),
            Value::Array(list) => self.check_list(schema, list, path),
            Value::Object(object) => self.check_object(schema, object, path),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// How much was found so far.
    pub(super) fn count(&self) -> usize {
        self.findings.len()
    }

    /// The forms that a value may have, those within forms included.
    fn choices(&self, schema: &'a Schema) -> Vec<&'a Schema> {
        let forms = schema.one_of.iter().chain(&schema.any_of);
        forms
            .flat_map(|form| {
                let form = self.root.resolve(form);
                let within = self.choices(form);
                if within.is_empty() { vec![form] } else { within }
            })
            .collect()
    }

    pub(super) fn report(
        &mut self,
        path: &Path,
        value: &Value,
        message: impl Into<String>,
        why: impl Into<String>,
        help: Help,
    ) {
        self.report_as(Severity::Error, path, value, message, why, help);
    }

    pub(super) fn report_as(
        &mut self,
        severity: Severity,
        path: &Path,
        value: &Value,
        message: impl Into<String>,
        why: impl Into<String>,
        help: Help,
    ) {
        let mut why = why.into();
        let origin = (self.origin)(path);
        if origin == Origin::Computed
            && let Some(shown) = words::shown(value)
        {
            why.push_str(&format!(" (its value is {shown})"));
        }
        self.findings.push(Finding {
            severity,
            path: path.clone(),
            about_key: false,
            message: message.into(),
            why,
            help: match origin {
                Origin::Written => help.written,
                Origin::Computed | Origin::Secret => help.computed,
            },
        });
    }
}

/// Whether a value stands for one that nobody knows.
pub(super) fn fits_everywhere(value: &Value) -> bool {
    auto::accepts_any(value) || pending::is(value)
}
