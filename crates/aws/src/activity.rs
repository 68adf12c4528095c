//! What a run reads at the moment and what it waits for, for whoever shows that.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What a run reads and waits for. Cheap to clone; all clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Activity(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    expected: usize,
    done: usize,
    /// When the last call of each service that is held back by its rate may go out.
    queues: BTreeMap<String, Instant>,
}

/// How far a run has got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Objects that are to be read.
    pub expected: usize,
    /// Those that have been.
    pub done: usize,
    /// The service whose rate holds the run back longest, and for how long by the calls that wait by now.
    pub held_by: Option<(String, Duration)>,
}

impl Activity {
    /// Objects are about to be read. Where all that was expected has been read, counting starts over.
    pub fn expect(&self, objects: usize) {
        let mut inner = self.lock();
        if inner.done >= inner.expected {
            (inner.expected, inner.done) = (0, 0);
        }
        inner.expected += objects;
    }

    /// Reads an object that was expected.
    pub async fn one<T>(&self, read: impl Future<Output = T>) -> T {
        let outcome = read.await;
        self.lock().done += 1;
        outcome
    }

    /// How it stands now.
    pub fn now(&self) -> Moment {
        let now = Instant::now();
        let mut inner = self.lock();
        inner.queues.retain(|_, until| *until > now);
        let longest = inner.queues.iter().max_by_key(|(_, until)| **until);
        Moment {
            expected: inner.expected,
            done: inner.done.min(inner.expected),
            held_by: longest.map(|(service, until)| (service.clone(), *until - now)),
        }
    }

    /// A call waits for its turn.
    pub(super) fn hold(&self, service: &str, wait: Duration) {
        let until = Instant::now() + wait;
        let mut inner = self.lock();
        match inner.queues.get_mut(service) {
            Some(known) => *known = until.max(*known),
            None => {
                inner.queues.insert(service.to_owned(), until);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_counts_and_knows_the_longest_queue() {
        let activity = Activity::default();
        activity.expect(2);
        activity.hold("IAM", Duration::from_secs(60));
        activity.hold("IAM", Duration::from_secs(20));
        activity.hold("S3", Duration::from_secs(30));
        activity.one(async {}).await;
        let moment = activity.now();
        assert_eq!((moment.expected, moment.done), (2, 1));
        let (service, wait) = moment.held_by.expect("a queue");
        assert_eq!(service, "IAM");
        assert!(wait > Duration::from_secs(30), "{wait:?}");
        activity.one(async {}).await;
        activity.expect(5);
        let moment = activity.now();
        assert_eq!((moment.expected, moment.done), (5, 0));
    }

    #[tokio::test]
    async fn a_queue_that_is_empty_holds_nobody() {
        let activity = Activity::default();
        activity.hold("IAM", Duration::ZERO);
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert_eq!(activity.now(), Moment { expected: 0, done: 0, held_by: None });
    }
}
