//! Counts calls by operation.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::proxy::Call;

/// How often each operation was called, by service and name, such as `dynamodb CreateTable`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calls(pub BTreeMap<String, usize>);

impl Calls {
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }
}

/// Counts what passes. Clones are the same.
#[derive(Clone, Default)]
pub struct Counter(Arc<Mutex<Calls>>);

impl Counter {
    pub fn count(&self, call: &Call) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let operation = format!("{} {}", call.service, call.operation);
        *calls.0.entry(operation).or_default() += 1;
    }

    /// What has passed since this was asked last.
    pub fn take(&self) -> Calls {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
