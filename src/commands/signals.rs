//! What a person, a terminal or a CI system sends to a run that it wants to end.

use futures_util::FutureExt;

use super::Failure;

/// The signals that ask a process to end: Ctrl-C, SIGTERM, and SIGHUP of a terminal that is closed.
/// From here on they no longer end it by themselves.
pub(super) struct Signals(platform::Listeners);

impl Signals {
    pub(super) fn listen() -> Self {
        Self(platform::Listeners::new())
    }

    /// Waits for the next signal. One that came while nobody waited is the next.
    pub(super) async fn next(&mut self) {
        self.0.next().await;
    }

    /// Forgets the signals that nobody has waited for.
    pub(super) fn forget_missed(&mut self) {
        while self.next().now_or_never().is_some() {}
    }

    /// Does what can be given up at any moment, and gives it up at a signal.
    pub(super) async fn unless_interrupted<T>(
        &mut self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            outcome = work => outcome,
            () = self.next() => Err(Failure::Interrupted),
        }
    }
}

#[cfg(unix)]
mod platform {
    use std::future::poll_fn;
    use std::task::Poll;

    use tokio::signal::unix::{Signal, SignalKind, signal};

    pub(super) struct Listeners(Vec<Signal>);

    impl Listeners {
        /// A signal that cannot be listened to ends the process as ever.
        pub(super) fn new() -> Self {
            let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
            Self(kinds.into_iter().flat_map(signal).collect())
        }

        pub(super) async fn next(&mut self) {
            poll_fn(|context| {
                let mut listeners = self.0.iter_mut();
                match listeners.any(|listener| listener.poll_recv(context).is_ready()) {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                }
            })
            .await;
        }
    }
}

#[cfg(not(unix))]
mod platform {
    pub(super) struct Listeners;

    impl Listeners {
        pub(super) fn new() -> Self {
            Self
        }

        pub(super) async fn next(&mut self) {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
