//! Removes the lock of a run that cannot release it.

use std::sync::Arc;

use crate::error::StateError;
use crate::held_lock::{ATTEMPTS, FILE, find};
use crate::lock::Lock;
use crate::storage::Storage;
use crate::store::Store;
use compiler::Identity;

/// Removes the lock that a run of a stack has left, by its id. A run that still works is told so at its next write.
///
/// # Errors
/// There is no lock, or it is another one; a state that cannot be read or written.
pub async fn unlock(
    storage: Arc<dyn Storage>,
    stack: &Identity,
    id: &str,
) -> Result<Lock, StateError> {
    let location = storage.location(FILE);
    match find(storage.as_ref()).await? {
        None => Err(StateError::NotLocked { location }),
        Some((lock, version)) if lock.id == id => {
            revoke_writer(&storage, stack).await?;
            storage.delete(FILE, &version).await?;
            Ok(lock)
        }
        Some((lock, _)) => {
            Err(StateError::OtherLock { location, id: id.to_owned(), lock: Box::new(lock) })
        }
    }
}

/// Tries again where a run that still works writes in between.
async fn revoke_writer(storage: &Arc<dyn Storage>, stack: &Identity) -> Result<(), StateError> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let store = Store::open(storage.clone(), stack).await?;
        match store.revoke_writer().await {
            Err(StateError::Conflict { .. } | StateError::LockLost { .. })
                if attempts < ATTEMPTS => {}
            Ok(()) => {
                store.sweep().await;
                return Ok(());
            }
            refused => return refused,
        }
    }
}
