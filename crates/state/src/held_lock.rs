//! One writer at a time. The lock is a file beside the state, made only where there is none; it stays
//! when its holder is killed, and then a person decides, for nobody else can know.

use std::sync::Arc;
use std::time::Duration;

use crate::error::StateError;
use crate::lock::Lock;
use crate::storage::Storage;

pub(super) const FILE: &str = "lock.json";

/// How often a write is tried that others keep coming before.
pub(super) const ATTEMPTS: usize = 10;
/// Between two attempts to take a lock that nobody holds when it is looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// A lock that is ours until it is given back.
pub struct HeldLock {
    storage: Arc<dyn Storage>,
    id: String,
    version: String,
}

impl HeldLock {
    /// Takes the lock if nobody has it.
    ///
    /// # Errors
    /// [`StateError::Locked`] if somebody else has it; or it cannot be written.
    pub async fn take(storage: Arc<dyn Storage>, operation: &str) -> Result<Self, StateError> {
        let lock = Lock::new(operation);
        let bytes = encoded(&lock, storage.as_ref())?;
        let mut attempts = 0;
        loop {
            attempts += 1;
            match storage.write(FILE, bytes.clone(), None).await {
                Ok(version) => {
                    return Ok(Self { storage, id: lock.id, version });
                }
                Err(StateError::Conflict { .. }) if attempts < ATTEMPTS => {}
                Err(error) => return Err(error),
            }
            if let Some((other, _)) = find(storage.as_ref()).await? {
                return Err(StateError::Locked {
                    location: storage.location(FILE),
                    lock: Box::new(other),
                });
            }
            // There is none any more: it has been released meanwhile, or S3 was busy with another attempt.
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What tells this lock from every other.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Gives the lock back.
    ///
    /// # Errors
    /// [`StateError::Conflict`] if it was removed and somebody else has it now; or it cannot be
    /// deleted.
    pub async fn release(self) -> Result<(), StateError> {
        self.storage.delete(FILE, &self.version).await
    }
}

/// The lock, if somebody has it.
///
/// # Errors
/// It cannot be read.
pub async fn held(storage: &dyn Storage) -> Result<Option<Lock>, StateError> {
    Ok(find(storage).await?.map(|(lock, _)| lock))
}

/// The lock and its version, if somebody has it.
pub(super) async fn find(storage: &dyn Storage) -> Result<Option<(Lock, String)>, StateError> {
    let Some(stored) = storage.read(FILE).await? else {
        return Ok(None);
    };
    let lock =
        serde_json::from_slice(&stored.bytes).map_err(|error| unreadable(storage, &error))?;
    Ok(Some((lock, stored.version)))
}

fn encoded(lock: &Lock, storage: &dyn Storage) -> Result<Vec<u8>, StateError> {
    serde_json::to_vec_pretty(lock).map_err(|error| unreadable(storage, &error))
}

fn unreadable(storage: &dyn Storage, error: &serde_json::Error) -> StateError {
    StateError::CorruptLock { location: storage.location(FILE), reason: error.to_string() }
}
