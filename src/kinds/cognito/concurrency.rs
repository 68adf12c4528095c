//! Cognito refuses a change while another to the same object is under way, and does not queue it.

use std::future::Future;
use std::time::Duration;

use crate::aws::{AwsError, persist};
use crate::kind::Result;

/// Makes a change as soon as no other is under way.
pub(super) async fn in_turn<T, F>(change: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    const PATIENCE: Duration = Duration::from_secs(60);
    let passes = |error: &AwsError| error.has_code("ConcurrentModificationException");
    persist("another change to finish", PATIENCE, passes, change).await
}
