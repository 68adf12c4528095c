//! Why there is no answer: a refusal that says why, or a failure that says nothing.

use super::Refusal;
use crate::Error;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The caller's fault.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Ours: 500, and a line in the log.
    #[error(transparent)]
    Broken(#[from] Error),
}

impl Failure {
    /// What is our fault.
    pub(super) const BROKEN: (u16, &str) = (500, "internal_error");

    /// What the caller is told: why it is refused, or nothing where it is our fault.
    pub(super) fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Broken(error) => error.is_passing().then_some(Refusal::Busy),
        }
    }

    /// The status and the word for it.
    pub(super) fn status(&self) -> (u16, &'static str) {
        match self {
            Self::Refused(refusal) => refusal.status(),
            Self::Broken(error) if error.is_passing() => Refusal::Busy.status(),
            Self::Broken(_) => Self::BROKEN,
        }
    }
}
