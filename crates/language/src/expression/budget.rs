//! How much the evaluation of one value may do, so that a few lines of a spec cannot take all memory or time.

use std::cell::Cell;

use super::problem::Problem;
use crate::value::Value;

/// The most steps of one evaluation. A step is an expression, or a value that is made or copied, as text is by
/// [`BYTES`]. The largest specs that we know take some ten thousand; this many take about a second and a few
/// hundred megabytes.
pub const MOST_STEPS: usize = 5_000_000;

/// How much text is one step.
const BYTES: usize = 64;

/// How many steps it takes to open a file, which the system does.
const STEPS_OF_OPENING: usize = 100;

/// How many bytes are hashed while one is read, checked and kept.
const HASHED_AS_READ: u64 = 16;

/// How many bytes of a template are parsed in a step.
const PARSED: usize = 4;

/// The steps that are left to an evaluation.
#[derive(Debug)]
pub struct Budget {
    left: Cell<usize>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Cell::new(MOST_STEPS) }
    }
}

impl Budget {
    /// Starts over, for a value of its own, and gives what was left.
    pub fn renew(&self) -> usize {
        self.left.replace(MOST_STEPS)
    }

    /// Goes on with what was left.
    pub fn resume(&self, left: usize) {
        self.left.set(left);
    }

    pub(super) fn spend_step(&self) -> Result<(), Problem> {
        self.spend(1)
    }

    pub(super) fn spend_text(&self, bytes: usize) -> Result<(), Problem> {
        self.spend(bytes / BYTES)
    }

    /// Opening a file and reading this much of it.
    pub(super) fn spend_reading(&self, bytes: u64) -> Result<(), Problem> {
        let steps = usize::try_from(bytes).unwrap_or(usize::MAX) / BYTES;
        self.spend(steps.saturating_add(STEPS_OF_OPENING))
    }

    /// Opening a file and hashing it, of which nothing is kept.
    pub(super) fn spend_hashing(&self, bytes: u64) -> Result<(), Problem> {
        self.spend_reading(bytes / HASHED_AS_READ)
    }

    /// Parsing a template of this much text.
    pub(super) fn spend_parsing(&self, bytes: usize) -> Result<(), Problem> {
        self.spend(bytes / PARSED)
    }

    /// What is wrong where nothing is left.
    pub(super) fn check(&self) -> Result<(), Problem> {
        match self.left.get() {
            0 => self.spend(1),
            _ => Ok(()),
        }
    }

    pub(super) fn spend_value(&self, value: &Value) -> Result<(), Problem> {
        self.spend(size(value))
    }

    fn spend(&self, steps: usize) -> Result<(), Problem> {
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| {
            Problem::new("this expression exceeds the evaluation limit")
                .why(format!(
                    "one value may take {MOST_STEPS} steps: expressions, and values that they make"
                ))
                .help(Some(
                    "loop over less, or make what is needed again and again a local".to_owned(),
                ))
        })
    }
}

/// How many steps it takes to make a value.
pub fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
        Value::String(text) => 1 + text.len() / BYTES,
        Value::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        Value::Object(object) => {
            let entries = object.iter();
            1 + entries.map(|(key, value)| 1 + key.len() / BYTES + size(value)).sum::<usize>()
        }
    }
}
