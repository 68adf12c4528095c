//! Calls for several who ask at about the same time.

use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

/// How long the first who asks waits for others. A plan asks for all objects at once, and a call takes longer.
const WINDOW: Duration = Duration::from_millis(5);

/// The batches that keys may still be added to, by name.
#[derive(Default)]
pub(super) struct Batches(Mutex<HashMap<String, Arc<dyn Any + Send + Sync>>>);

/// Keys that are asked for in one call, and its outcome.
struct Batch<T, E> {
    keys: Mutex<Keys>,
    outcome: OnceCell<Result<Arc<T>, E>>,
}

#[derive(Default)]
struct Keys {
    names: Vec<String>,
    /// Whether the call has been made with them.
    are_sent: bool,
}

impl Batches {
    pub(super) async fn ask<T, E, F>(
        &self,
        name: &str,
        key: &str,
        most: usize,
        call: impl FnOnce(Vec<String>) -> F,
    ) -> Result<Arc<T>, E>
    where
        T: Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T, E>>,
    {
        let batch = self.join::<T, E>(name, key, most);
        // If the first caller is cancelled, a waiting caller makes the call.
        let outcome = batch.outcome.get_or_init(|| async {
            tokio::time::sleep(WINDOW).await;
            let names = {
                let mut keys = locked(&batch.keys);
                keys.are_sent = true;
                keys.names.clone()
            };
            call(names).await.map(Arc::new)
        });
        outcome.await.clone()
    }

    /// The batch that takes the key: the last one, if it has room and was not sent.
    fn join<T, E>(&self, name: &str, key: &str, most: usize) -> Arc<Batch<T, E>>
    where
        T: Send + Sync + 'static,
        E: Send + Sync + 'static,
    {
        let mut open = locked(&self.0);
        let last = open.get(name).and_then(|last| last.clone().downcast::<Batch<T, E>>().ok());
        if let Some(last) = last {
            let mut keys = locked(&last.keys);
            let has_it = keys.names.iter().any(|other| other == key);
            if !keys.are_sent && (has_it || keys.names.len() < most) {
                if !has_it {
                    keys.names.push(key.to_owned());
                }
                drop(keys);
                return last;
            }
        }
        let keys = Keys { names: vec![key.to_owned()], are_sent: false };
        let next = Arc::new(Batch { keys: Mutex::new(keys), outcome: OnceCell::new() });
        open.insert(name.to_owned(), next.clone());
        next
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// The keys of each call, where so many ask at once.
    async fn calls(asking: usize, most: usize) -> Vec<usize> {
        let (batches, sizes) = (Batches::default(), Mutex::new(Vec::new()));
        let ask = |number: usize| {
            let (batches, sizes) = (&batches, &sizes);
            async move {
                let key = number.to_string();
                let answer: Result<Arc<Vec<String>>, ()> = batches
                    .ask("things", &key, most, |keys| async move {
                        locked(sizes).push(keys.len());
                        Ok(keys)
                    })
                    .await;
                assert!(answer.unwrap().contains(&key));
            }
        };
        let mut pending: Vec<_> = (0..asking).map(|number| Box::pin(ask(number))).collect();
        std::future::poll_fn(|context| {
            pending.retain_mut(|one| one.as_mut().poll(context).is_pending());
            match pending.is_empty() {
                true => std::task::Poll::Ready(()),
                false => std::task::Poll::Pending,
            }
        })
        .await;
        drop(pending);
        locked(&sizes).clone()
    }

    #[tokio::test]
    async fn who_asks_at_once_is_asked_for_in_one_call() {
        assert_eq!(calls(3, 100).await, [3]);
        assert_eq!(calls(5, 2).await, [2, 2, 1]);
    }

    #[tokio::test]
    async fn who_asks_later_is_told_what_is_so_later() {
        let (batches, made) = (Batches::default(), AtomicUsize::new(0));
        for expected in 1..=2 {
            let call = |_| async { Ok::<_, ()>(made.fetch_add(1, Ordering::Relaxed) + 1) };
            assert_eq!(batches.ask("things", "a", 100, call).await.as_deref(), Ok(&expected));
        }
    }

    #[tokio::test]
    async fn a_refusal_is_one_call_for_all() {
        let (batches, made) = (Batches::default(), AtomicUsize::new(0));
        let ask = |key: &'static str| {
            batches.ask("things", key, 100, |_| async {
                made.fetch_add(1, Ordering::Relaxed);
                Err::<(), _>("no")
            })
        };
        let (first, second) = tokio::join!(ask("a"), ask("b"));
        assert_eq!((first.err(), second.err()), (Some("no"), Some("no")));
        assert_eq!(made.into_inner(), 1);
    }
}
