//! The right to write: how long a command waits for it, and how it is given back.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use futures_util::FutureExt;
use tokio::time::Instant;

use super::Failure;
use super::signals::Signals;
use crate::report::terminal;
use state::{HeldLock, Lock, StateError, Storage};

/// Between two tries for a lock that somebody holds.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a signal leaves to what is under way to take the lock, which it may have on disk already.
const GRACE: Duration = Duration::from_secs(5);

/// What to do where somebody else holds the lock.
#[derive(Debug, Args)]
pub(super) struct Locking {
    /// How long to wait for another run to end, such as `90s`, `10m` or `1h`.
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration)]
    pub lock_timeout: Duration,
}

/// The only one who writes, [during](Self::during) some work. Meanwhile signals do not end the process by
/// themselves, or the lock would stay.
pub(super) struct Writer {
    lock: HeldLock,
    signals: Signals,
}

impl Writer {
    /// Takes the lock, and waits for whoever has it as long as `locking` says.
    pub(super) async fn begin(
        storage: Arc<dyn Storage>,
        operation: &str,
        locking: &Locking,
    ) -> Result<Self, Failure> {
        let mut signals = Signals::listen();
        let end = Instant::now() + locking.lock_timeout;
        let mut told = None;
        loop {
            let take = pin!(HeldLock::take(storage.clone(), operation));
            let refusal = match taken_unless_interrupted(take, &mut signals).await? {
                Ok(lock) => return Ok(Self { lock, signals }),
                Err(refusal) => refusal,
            };
            let left = end.saturating_duration_since(Instant::now());
            let other = match refusal {
                StateError::Locked { lock, .. } if !left.is_zero() => lock,
                refusal => return Err(refusal.into()),
            };
            if told.as_ref() != Some(&other.id) {
                say_who_has_it(&other);
                told = Some(other.id);
            }
            let pause = async {
                tokio::time::sleep(left.min(PAUSE)).await;
                Ok(())
            };
            signals.unless_interrupted(pause).await?;
        }
    }

    /// Does what can be given up at any moment. Where it fails, or a signal comes, the lock is given back.
    pub(super) async fn prepare<T>(
        mut self,
        work: impl Future<Output = Result<T, StateError>>,
    ) -> Result<(Self, T), Failure> {
        let work = async { Ok(work.await?) };
        match self.signals.unless_interrupted(work).await {
            Ok(outcome) => Ok((self, outcome)),
            Err(failure) => {
                self.end().await;
                Err(failure)
            }
        }
    }

    /// The lock that makes it the only one.
    pub(super) fn lock(&self) -> &HeldLock {
        &self.lock
    }

    /// Does something as the only writer, and gives the lock back whatever comes of it: a panic, too,
    /// concerns nobody else.
    pub(super) async fn during<T>(mut self, work: impl AsyncFnOnce(&mut Signals) -> T) -> T {
        let work = AssertUnwindSafe(work(&mut self.signals));
        let outcome = work.catch_unwind().await;
        self.end().await;
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Gives the lock back; a signal makes an end of trying. A lock that stays is not a reason to fail: the
    /// next run says whose it is and how to remove it.
    pub(super) async fn end(self) {
        let Self { lock, mut signals } = self;
        signals.forget_missed();
        tokio::select! {
            released = lock.release() => match released {
                Ok(()) => {}
                Err(StateError::Conflict { .. }) => terminal::eprintln("the lock of this run was removed, and somebody else has it: review what both \
             have changed"),
                Err(error) => terminal::eprintln(format_args!("the lock could not be given back: {error}")),
            },
            () = signals.next() => terminal::eprintln(MAY_STAY),
        }
    }
}

/// Takes the lock. A signal ends that even where the disk never answers; a lock that was taken meanwhile is given
/// back.
async fn taken_unless_interrupted(
    mut take: Pin<&mut impl Future<Output = Result<HeldLock, StateError>>>,
    signals: &mut Signals,
) -> Result<Result<HeldLock, StateError>, Failure> {
    tokio::select! {
        outcome = &mut take => return Ok(outcome),
        () = signals.next() => {}
    }
    let give_back = async {
        match take.await {
            Ok(lock) => lock.release().await.is_ok(),
            Err(_) => true,
        }
    };
    let is_free = tokio::select! {
        is_free = give_back => is_free,
        () = tokio::time::sleep(GRACE) => false,
        () = signals.next() => false,
    };
    if !is_free {
        terminal::eprintln(MAY_STAY);
    }
    Err(Failure::Interrupted)
}

/// What is said where nobody waits until the lock is given back.
const MAY_STAY: &str = "interrupted: the lock may not have been released";

fn say_who_has_it(lock: &Lock) {
    terminal::eprintln(format_args!("waiting for {lock}"));
}

/// Reads a whole number of seconds, minutes or hours.
fn duration(text: &str) -> Result<Duration, String> {
    let wanted = || "write a number of seconds, minutes or hours: `90s`, `10m` or `1h`".to_owned();
    let unit = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wanted)?;
    let (number, unit) = text.split_at(unit);
    let seconds: u32 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return Err(wanted()),
    };
    // No longer than a moment in time can be told of.
    let number: u32 = number.parse().map_err(|_| wanted())?;
    let total = number.checked_mul(seconds).ok_or_else(wanted)?;
    Ok(Duration::from_secs(total.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use state::Folder;

    #[tokio::test]
    async fn a_panic_leaves_no_lock() {
        let folder = tempfile::TempDir::new().unwrap();
        let storage: Arc<dyn Storage> = Arc::new(Folder::new(folder.path().to_owned()));
        let locking = Locking { lock_timeout: Duration::ZERO };
        let Ok(writer) = Writer::begin(storage.clone(), "apply", &locking).await else {
            panic!("nobody has the lock");
        };
        assert!(Writer::begin(storage.clone(), "apply", &locking).await.is_err());
        let work = tokio::spawn(writer.during(async |_| panic!("a test wants it")));
        assert!(work.await.is_err_and(|error| error.is_panic()));
        assert!(Writer::begin(storage, "apply", &locking).await.is_ok());
    }

    #[test]
    fn durations_are_numbers_with_a_unit() {
        for (text, seconds) in [("0s", 0), ("90s", 90), ("10m", 600), ("2h", 7200)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)));
        }
        for text in ["", "10", "m", "1d", "-1s", "1.5h", "9999999999h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
