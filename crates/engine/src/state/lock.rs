//! One writer at a time. The lock is a file beside the state, made only where there is none; it stays
//! when its holder is killed, and then a person decides, for nobody else can know.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};

use super::process::{Fate, Origin};
use super::storage::Storage;
use super::{StateError, Store};
use compiler::Identity;

const FILE: &str = "lock.json";

/// How often a write is tried that others keep coming before.
const ATTEMPTS: usize = 10;
/// Between two attempts to take a lock that nobody holds when it is looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// Who writes, as whoever waits sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    pub id: String,
    /// `<user>@<host>`
    pub holder: String,
    pub process: u32,
    /// What tells that process from others of its number; nothing where the system does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The verb, such as `apply`.
    pub operation: String,
    /// When it was taken, in UTC (RFC 3339).
    pub since: String,
}

impl Lock {
    fn new(operation: &str) -> Self {
        let now = DateTime::from(SystemTime::now());
        Self {
            id: super::random_text(),
            holder: holder(),
            process: std::process::id(),
            origin: Origin::own(),
            operation: operation.to_owned(),
            since: now.fmt(Format::DateTime).unwrap_or_default(),
        }
    }

    /// Why nobody else may write, for who wants to.
    pub(super) fn refusal(&self, location: &str) -> String {
        let id = &self.id;
        let wait = format!(
            "Wait for it with `--lock-timeout 10m`. Only if it can no longer run: `diatonic unlock {id}`"
        );
        let advice = match self.fate() {
            Fate::Ended => format!(
                "That process no longer runs. What it left half done, the next run finishes: \
                 `diatonic unlock {id}`, and run again"
            ),
            Fate::Runs => format!("That process still runs. {wait}"),
            Fate::OtherContainer => format!(
                "That process runs in another container on this machine: whether it still runs cannot be \
                 seen from here. {wait}"
            ),
            Fate::OtherBoot => format!(
                "This machine was started since, or that is another machine of the same name: whether that \
                 process still runs cannot be seen from here. {wait}"
            ),
            Fate::Unknown => wait,
        };
        format!("the state is locked ({location})\n  {self}\n{advice}")
    }

    /// What can be said from here of the process that holds it. Nothing of one on a machine of another name.
    pub fn fate(&self) -> Fate {
        match &self.origin {
            Some(origin) if host_of(&self.holder) == host_of(&holder()) => {
                origin.fate(self.process)
            }
            _ => Fate::Unknown,
        }
    }
}

fn host_of(holder: &str) -> Option<&str> {
    Some(holder.rsplit_once('@')?.1)
}

/// `apply by ann@laptop, process 7, since 2026-01-01T00:00:00Z`
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id: _, holder, process, origin: _, operation, since } = self;
        write!(f, "{operation} by {holder}, process {process}, since {since}")
    }
}

fn holder() -> String {
    let name = |variable| std::env::var(variable).ok().filter(|name| !name.is_empty());
    let user = name("USER").or_else(|| name("USERNAME")).or_else(|| name("LOGNAME"));
    let host = gethostname::gethostname();
    format!("{}@{}", user.as_deref().unwrap_or("unknown"), host.to_string_lossy())
}

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
    /// [`StateError::Conflict`] if it was taken away and somebody else has it now; or it cannot be
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
            outcome => return outcome,
        }
    }
}

async fn find(storage: &dyn Storage) -> Result<Option<(Lock, String)>, StateError> {
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
