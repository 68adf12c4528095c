//! Shares the results of calls and builds within a run.

mod batch;

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

use batch::Batches;

type Cell = Arc<OnceCell<Answer>>;

/// What a call gave, and when it was made.
#[derive(Clone)]
struct Answer {
    value: Arc<dyn Any + Send + Sync>,
    asked: Instant,
}

impl Answer {
    fn new<T: Send + Sync + 'static>(value: T, asked: Instant) -> Self {
        Self { value: Arc::new(value), asked }
    }
}

/// Shared answers of calls (or builds), by name.
#[derive(Default)]
pub struct Memo {
    cells: Mutex<HashMap<String, Cell>>,
    flags: Mutex<HashSet<String>>,
    batches: Batches,
}

impl Memo {
    /// The answer of `call`, which is made at the first asking; who asks meanwhile waits for it. A
    /// failure is not kept.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn get_or_try_init<T, E, F>(
        &self,
        name: &str,
        call: impl FnOnce() -> F,
    ) -> Result<Arc<T>, E>
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, E>>,
    {
        self.get_or_try_init_within(name, Duration::MAX, call).await
    }

    /// The same, where an answer to a call that was made more than `age` ago does not count and is replaced.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn get_or_try_init_within<T, E, F>(
        &self,
        name: &str,
        age: Duration,
        call: impl FnOnce() -> F,
    ) -> Result<Arc<T>, E>
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, E>>,
    {
        let cell = {
            let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
            let cell = cells.entry(name.to_owned()).or_default();
            if cell.get().is_some_and(|answer| answer.asked.elapsed() > age) {
                *cell = Cell::default();
            }
            cell.clone()
        };
        let answer = cell
            .get_or_try_init(|| async {
                let asked = Instant::now();
                Ok::<_, E>(Answer::new(call().await?, asked))
            })
            .await?;
        match answer.value.clone().downcast::<T>() {
            Ok(answer) => Ok(answer),
            Err(_) => unreachable!("`{name}` names one call with one type"),
        }
    }

    /// Notes for the rest of the run that something is so, such as that an object no longer is as a list says that serves
    /// many: whoever forgets the list may do so before it is read again, and not after.
    pub fn set_flag(&self, name: &str) {
        let mut flags = self.flags.lock().unwrap_or_else(PoisonError::into_inner);
        flags.insert(name.to_owned());
    }

    /// Whether something was [set](Self::set_flag).
    pub fn has_flag(&self, name: &str) -> bool {
        self.flags.lock().unwrap_or_else(PoisonError::into_inner).contains(name)
    }

    /// The answer of a call that takes up to `most` keys, which are those of all who ask within a moment. Nobody is
    /// given an answer to a call that was made before they asked, so a write makes none of them stale.
    ///
    /// # Errors
    /// Those of the call, the same for all.
    pub async fn batched<T, E, F>(
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
        self.batches.ask(name, key, most, call).await
    }

    /// Keeps an answer that is there already.
    pub fn insert<T: Send + Sync + 'static>(&self, name: &str, answer: T) {
        let answer = OnceCell::new_with(Some(Answer::new(answer, Instant::now())));
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.insert(name.to_owned(), Arc::new(answer));
    }

    /// An answer that is there.
    pub fn get<T: Send + Sync + 'static>(&self, name: &str) -> Option<Arc<T>> {
        let cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.get(name)?.get()?.value.clone().downcast().ok()
    }

    /// Forgets the answers whose names begin like this.
    pub fn remove_prefix(&self, prefix: &str) {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.retain(|name, _| !name.starts_with(prefix));
    }

    /// Forgets an answer, because a write has made it stale.
    pub fn remove(&self, name: &str) {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.remove(name);
    }

    /// Forgets all answers, because nobody knows what a write has made stale.
    pub fn clear(&self) {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_serves_for_as_long_as_it_is_said_to() {
        let memo = Memo::default();
        let ask = async |answer: u8, age| {
            let asked =
                memo.get_or_try_init_within("list", age, || async move { Ok::<_, ()>(answer) });
            asked.await.map(|answer| *answer)
        };
        assert_eq!(ask(1, Duration::ZERO).await, Ok(1));
        assert_eq!(ask(2, Duration::from_secs(3600)).await, Ok(1));
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert_eq!(ask(3, Duration::from_millis(1)).await, Ok(3));
        assert_eq!(memo.get::<u8>("list").as_deref(), Some(&3));
    }

    #[test]
    fn a_flag_outlives_all_answers() {
        let memo = Memo::default();
        memo.insert("list", 1);
        memo.set_flag("changed");
        memo.clear();
        assert!(memo.has_flag("changed") && !memo.has_flag("list"));
    }
}
