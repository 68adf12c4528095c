//! Waiting for what AWS does in its own time, bounded and visible.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{AwsError, Result};

tokio::task_local! {
    /// Who wants to hear that the step at hand is waiting, and for what.
    pub static WAITING: Waiting;
}

/// Told what a step waits for.
#[derive(Clone)]
pub struct Waiting(pub std::sync::Arc<dyn Fn(&str) + Send + Sync>);

/// Asks until `probe` gives a value, more slowly as time goes by.
///
/// `what` completes the sentence "waiting for …".
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
    const FIRST_PAUSE: Duration = Duration::from_millis(100);
    const LONGEST_PAUSE: Duration = Duration::from_secs(5);
    let start = tokio::time::Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        if let Some(value) = probe().await? {
            return Ok(value);
        }
        if start.elapsed() + pause > limit {
            return Err(AwsError::new(format!(
                "gave up waiting for {what} after {} s; run again to continue",
                start.elapsed().as_secs()
            )));
        }
        let _ = WAITING.try_with(|waiting| (waiting.0)(what));
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Makes a call until its error is not one that passes by itself; the last error is the outcome when
/// `limit` has passed.
///
/// # Errors
/// Those of the call.
pub async fn persist<T, F>(
    what: &str,
    limit: Duration,
    passes: fn(&AwsError) -> bool,
    mut call: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let last = Mutex::new(None);
    let outcome = wait_until(what, limit, || {
        let attempt = call();
        let last = &last;
        async move {
            match attempt.await {
                Err(error) if passes(&error) => {
                    *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    Ok(None)
                }
                outcome => Ok(Some(outcome)),
            }
        }
    })
    .await;
    let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcome.unwrap_or_else(|timeout| Err(last.unwrap_or(timeout)))
}
