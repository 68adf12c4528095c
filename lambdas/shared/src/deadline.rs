//! Time limits. Whoever calls a function stops waiting at some point; the function stops first, so
//! that it is the one to say what happened.

use std::time::Duration;

use crate::Error;

/// The outcome of some work, or [`Error::OutOfTime`] if it takes longer than this.
pub async fn within<T, E: From<Error>>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or_else(|_| Err(Error::OutOfTime(limit.as_millis()).into()))
}
