//! The process under test dies at a moment of the test's choosing: from then on nothing that it does
//! reaches the world.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

/// Counts the moments at which a process may die, and stops it at one of them.
pub(crate) struct Lifetime {
    moments: AtomicUsize,
    /// How many moments the process lives through.
    lifetime: AtomicUsize,
    death: Notify,
}

impl Default for Lifetime {
    fn default() -> Self {
        Self {
            moments: AtomicUsize::new(0),
            lifetime: AtomicUsize::new(usize::MAX),
            death: Notify::new(),
        }
    }
}

impl Lifetime {
    /// A new process, which lives through so many moments.
    pub(crate) fn begin(&self, lifetime: usize) {
        self.moments.store(0, Ordering::SeqCst);
        self.lifetime.store(lifetime, Ordering::SeqCst);
    }

    /// A moment: just before something reaches the world, or just after. For the dead it never ends.
    pub(crate) async fn moment(&self) {
        if self.moments.fetch_add(1, Ordering::SeqCst) >= self.lifetime.load(Ordering::SeqCst) {
            self.death.notify_waiters();
            std::future::pending::<()>().await;
        }
    }

    /// Ends when the process dies.
    pub(crate) async fn death(&self) {
        loop {
            let death = self.death.notified();
            if self.moments.load(Ordering::SeqCst) > self.lifetime.load(Ordering::SeqCst) {
                return;
            }
            death.await;
        }
    }
}
