//! What calls have changed, and when: by this the call layer tells what is only too new from what is
//! wrong.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// When each operation was last carried out. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Journal(Arc<Mutex<HashMap<(String, String), Instant>>>);

impl Journal {
    /// Notes that an operation of a service was carried out just now.
    pub(super) fn note(&self, service: &str, operation: &str) {
        let key = (service.to_owned(), operation.to_owned());
        self.lock().insert(key, Instant::now());
    }

    /// The time since one of the operations of a service was last carried out, if any was.
    pub(super) fn since(&self, service: &str, operations: &[&str]) -> Option<Duration> {
        let carried_out = self.lock();
        let keys = operations.iter();
        let keys = keys.map(|operation| (service.to_owned(), (*operation).to_owned()));
        let times = keys.filter_map(|key| carried_out.get(&key).copied());
        times.max().map(|time| time.elapsed())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(String, String), Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
