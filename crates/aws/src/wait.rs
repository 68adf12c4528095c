//! Waiting for what AWS does in its own time, bounded and visible.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::journal::Journal;
use super::{AwsError, Result};

tokio::task_local! {
    /// The step at hand. A plan, and whatever else only looks, is none.
    static STEP: Step;
}

struct Step {
    waiting: Waiting,
    journal: Journal,
}

/// Told what a step waits for.
#[derive(Clone)]
pub struct Waiting(pub Arc<dyn Fn(&str) + Send + Sync>);

/// Carries out a step: tells `waiting` what it waits for, and notes in `journal` what it changes. The steps of one
/// object have one journal.
pub async fn in_step<T>(waiting: Waiting, journal: Journal, work: impl Future<Output = T>) -> T {
    STEP.scope(Step { waiting, journal }, work).await
}

/// What the steps of the object at hand have changed so far, if there is a step.
pub(super) fn journal_of_step() -> Option<Journal> {
    STEP.try_with(|step| step.journal.clone()).ok()
}

/// Reports that the step at hand waits. `what` completes the sentence "waiting for …".
pub(super) fn report_waiting(what: &str) {
    let _ = STEP.try_with(|step| (step.waiting.0)(what));
}

/// Pauses that grow, up to a limit. The pauses alone count: a call may itself have to wait for its turn,
/// which says nothing of what is waited for.
#[derive(Debug, Clone)]
pub(super) struct Pauses {
    next: Duration,
    sum: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { next: Self::FIRST, sum: Duration::ZERO }
    }
}

impl Pauses {
    const FIRST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(5);

    /// The next pause, unless all together would be longer than `limit`.
    pub(super) fn next(&mut self, limit: Duration) -> Option<Duration> {
        let pause = self.next;
        if self.sum + pause > limit {
            return None;
        }
        self.sum += pause;
        self.next = (pause * 2).min(Self::LONGEST);
        Some(pause)
    }
}

/// The same for what AWS never does at once: asks for the first time after `pause`.
///
/// # Errors
/// As in [`wait_until`].
pub async fn wait_after<T, F>(
    pause: Duration,
    what: &str,
    limit: Duration,
    probe: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    report_waiting(what);
    tokio::time::sleep(pause).await;
    wait_until(what, limit, probe).await
}

/// Asks until `probe` gives a value, more slowly as time goes by.
///
/// `what` completes the sentence "waiting for …". `limit` is the longest that the pauses between two
/// questions may be together.
///
/// # Errors
/// Those of the probe, and a refusal when `limit` has passed.
pub async fn wait_until<T, F>(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let start = tokio::time::Instant::now();
    let mut pauses = Pauses::default();
    loop {
        if let Some(value) = probe().await? {
            return Ok(value);
        }
        let Some(pause) = pauses.next(limit) else {
            return Err(AwsError::new(format!(
                "gave up waiting for {what} after {} s; run again to continue",
                start.elapsed().as_secs()
            )));
        };
        report_waiting(what);
        tokio::time::sleep(pause).await;
    }
}

/// How long [`watch`] pauses between two looks: as often as CloudWatch's shortest alarms look.
const BETWEEN_LOOKS: Duration = Duration::from_secs(10);

/// Looks again and again for a length of time, the last time when it is over.
///
/// `what` gives what completes the sentence "waiting for …", of the time that is left.
///
/// # Errors
/// The first error of a look ends the watch.
pub async fn watch<F>(
    length: Duration,
    what: impl Fn(Duration) -> String,
    mut look: impl FnMut() -> F,
) -> Result<()>
where
    F: Future<Output = Result<()>>,
{
    let end = tokio::time::Instant::now() + length;
    loop {
        let left = end.saturating_duration_since(tokio::time::Instant::now());
        look().await?;
        if left.is_zero() {
            return Ok(());
        }
        report_waiting(&what(left));
        tokio::time::sleep(left.min(BETWEEN_LOOKS)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[tokio::test]
    async fn a_watch_looks_when_it_begins_and_when_its_time_is_over() {
        let told = Arc::new(Mutex::new(0));
        let waiting = Waiting(Arc::new({
            let told = told.clone();
            move |_: &str| *told.lock().unwrap() += 1
        }));
        let mut looks = 0;
        let watched = watch(
            Duration::from_millis(20),
            |left| format!("{left:?}"),
            || {
                looks += 1;
                async { Ok(()) }
            },
        );
        in_step(waiting, Journal::default(), watched).await.unwrap();
        assert_eq!((looks, *told.lock().unwrap()), (2, 1));
    }

    #[tokio::test]
    async fn the_first_error_ends_a_watch() {
        let mut looks = 0;
        let watched = watch(
            Duration::from_secs(600),
            |_| String::new(),
            || {
                looks += 1;
                async { Err(AwsError::new("an alarm")) }
            },
        );
        assert_eq!(watched.await.unwrap_err().message, "an alarm");
        assert_eq!(looks, 1);
    }
}
