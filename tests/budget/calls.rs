//! Counts calls by operation, and says when each came.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::proxy::Call;

/// The calls of a run in their order: when each came, and its service and operation, such as `dynamodb CreateTable`.
#[derive(Debug, Clone, Default)]
pub struct Calls(Vec<(Instant, String)>);

impl Calls {
    pub fn total(&self) -> usize {
        self.0.len()
    }

    /// How often each operation was called.
    pub fn by_operation(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (_, operation) in &self.0 {
            *counts.entry(operation.clone()).or_default() += 1;
        }
        counts
    }

    /// A line a call, with the milliseconds since the first one.
    pub fn timeline(&self) -> Vec<String> {
        let first = self.0.first().map(|(time, _)| *time);
        let since =
            |time: &Instant| first.map(|first| (*time - first).as_millis()).unwrap_or_default();
        self.0.iter().map(|(time, operation)| format!("{:>6} {operation}", since(time))).collect()
    }
}

/// Counts what passes. Clones are the same.
#[derive(Clone, Default)]
pub struct Counter(Arc<Mutex<Calls>>);

impl Counter {
    pub fn count(&self, call: &Call) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let operation = format!("{} {}", call.service, call.operation);
        calls.0.push((Instant::now(), operation));
    }

    /// What has passed since this was asked last.
    pub fn take(&self) -> Calls {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
