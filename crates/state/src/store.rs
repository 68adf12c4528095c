//! The state in memory and where it is kept: every outcome is stored before what depends on it starts,
//! and outcomes that come together are written together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::error::StateError;
use crate::former;
use crate::held_lock::{HeldLock, held};
use crate::model::{Entry, Intent, Move, State};
use crate::storage::Storage;
use compiler::{Address, Identity};

/// The file of a state in its place.
pub const FILE: &str = "state.json";

/// A state that is open for reading and writing.
pub struct Store {
    storage: Arc<dyn Storage>,
    memory: Mutex<Memory>,
    writer: tokio::sync::Mutex<Written>,
}

struct Memory {
    state: State,
    /// Counts the changes.
    generation: u64,
}

struct Written {
    generation: u64,
    version: Option<String>,
    /// What a failed write may have stored all the same.
    unconfirmed: Option<Vec<u8>>,
}

impl Store {
    /// Loads the state of a stack, or starts an empty one, which is written with its first change.
    ///
    /// # Errors
    /// A state that cannot be read, is newer, or belongs to another stack.
    pub async fn open(storage: Arc<dyn Storage>, stack: &Identity) -> Result<Self, StateError> {
        let stored = storage.read(FILE).await?;
        let version = stored.as_ref().map(|stored| stored.version.clone());
        let state = match stored {
            Some(stored) => parsed(storage.as_ref(), &stored.bytes, stack).await?,
            None => State::empty(stack),
        };
        Ok(Self {
            storage,
            memory: Mutex::new(Memory { state, generation: 0 }),
            writer: tokio::sync::Mutex::new(Written { generation: 0, version, unconfirmed: None }),
        })
    }

    /// A copy of the state as it is now.
    pub fn snapshot(&self) -> State {
        self.memory().state.clone()
    }

    pub fn entry(&self, address: &Address) -> Option<Entry> {
        self.memory().state.resources.get(address).cloned()
    }

    /// Writes what became of a resource: its entry, or nothing if it is gone.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub async fn record(&self, address: &Address, entry: Option<Entry>) -> Result<(), StateError> {
        self.change(|state| state.record(address, entry)).await
    }

    /// Writes that a creation begins.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub async fn begin_creation(
        &self,
        address: &Address,
        intent: Intent,
    ) -> Result<(), StateError> {
        self.change(|state| state.begin_creation(address, intent)).await
    }

    /// Notes that a creation was answered, whatever the answer. It is stored with the next change.
    pub fn mark_answered(&self, address: &Address) {
        if let Some(intent) = self.memory().state.intents.get_mut(address) {
            intent.is_answered = true;
        }
    }

    /// Makes the holder of a lock the writer that the next change names.
    pub fn write_as(&self, lock: &HeldLock) {
        self.memory().state.writer = Some(lock.id().to_owned());
    }

    /// Stores that the last writer may write no longer: a run whose lock was removed is told so at its next
    /// write. Where there is no state yet, nothing is stored; a first write looks at the lock instead.
    ///
    /// # Errors
    /// [`StateError::Conflict`] or [`StateError::LockLost`] if somebody has written since this was opened; or a
    /// place that cannot be written.
    pub async fn revoke_writer(&self) -> Result<(), StateError> {
        if self.writer.lock().await.version.is_none() {
            return Ok(());
        }
        self.change(|state| state.writer = None).await
    }

    /// Writes what a plan has found to be so before any step, where the state says otherwise: the new addresses
    /// of resources, their entries there, and abandoned intents. Doubts stay at the addresses for which the plan
    /// has steps.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub async fn record_observed(
        &self,
        moved: &[Move],
        entries: &BTreeMap<Address, Entry>,
        abandoned_intents: &BTreeSet<Address>,
        step_addresses: &BTreeSet<Address>,
    ) -> Result<(), StateError> {
        let known = self.snapshot();
        let mut kept = entries.iter();
        let is_so = kept.all(|(address, entry)| {
            known.resources.get(address) == Some(entry) && !known.intents.contains_key(address)
        });
        let now = SystemTime::now();
        let is_clear =
            abandoned_intents.is_empty() && !known.has_expired_doubts(now, step_addresses);
        if moved.is_empty() && is_so && is_clear {
            return Ok(());
        }
        self.change(|state| {
            moved.iter().for_each(|one| state.rename(one));
            for (address, entry) in entries {
                state.record(address, Some(entry.clone()));
            }
            state.forget_expired_doubts(now, step_addresses);
            abandoned_intents.iter().for_each(|address| state.doubt(address));
        })
        .await
    }

    /// Changes the state and returns when the change is stored.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub async fn change(&self, change: impl FnOnce(&mut State)) -> Result<(), StateError> {
        let generation = {
            let mut memory = self.memory();
            change(&mut memory.state);
            memory.generation += 1;
            memory.generation
        };
        let mut written = self.writer.lock().await;
        if written.generation >= generation {
            // The last write has included this change already.
            return Ok(());
        }
        let (bytes, generation) = {
            let memory = self.memory();
            (serde_json::to_vec_pretty(&memory.state), memory.generation)
        };
        let bytes = bytes.map_err(|error| StateError::Corrupt {
            location: self.storage.location(FILE),
            reason: error.to_string(),
        })?;
        self.write(&mut written, bytes).await?;
        written.generation = generation;
        Ok(())
    }

    async fn write(&self, written: &mut Written, bytes: Vec<u8>) -> Result<(), StateError> {
        if written.version.is_none() {
            self.check_lock().await?;
        }
        let write = |version| self.storage.write(FILE, bytes.clone(), version);
        let outcome = match write(written.version.clone()).await {
            Err(StateError::Conflict { location }) => match self.earlier_write(written).await? {
                Some(version) => write(Some(version)).await,
                None => Err(self.conflict_cause(location).await),
            },
            outcome => outcome,
        };
        match outcome {
            Ok(version) => {
                written.version = Some(version);
                written.unconfirmed = None;
                Ok(())
            }
            Err(error) => {
                if !matches!(error, StateError::Conflict { .. } | StateError::LockLost { .. }) {
                    written.unconfirmed = Some(bytes);
                }
                Err(error)
            }
        }
    }

    /// The version of an earlier write of this run that was reported as failed, and was carried out all the same.
    async fn earlier_write(&self, written: &Written) -> Result<Option<String>, StateError> {
        let Some(bytes) = &written.unconfirmed else {
            return Ok(None);
        };
        let stored = self.storage.read(FILE).await?;
        let ours = stored.filter(|stored| stored.bytes == *bytes);
        Ok(ours.map(|stored| stored.version))
    }

    /// Why a write meets a version that this run has not written: the lock of this run was removed, or the state
    /// was changed without one.
    async fn conflict_cause(&self, location: String) -> StateError {
        match self.check_lock().await {
            Ok(()) => StateError::Conflict { location },
            Err(lost) => lost,
        }
    }

    /// Whether the lock that this writes with is still held.
    async fn check_lock(&self) -> Result<(), StateError> {
        let Some(ours) = self.memory().state.writer.clone() else {
            return Ok(());
        };
        match held(self.storage.as_ref()).await? {
            Some(lock) if lock.id == ours => Ok(()),
            other => Err(StateError::LockLost { by: other.map(Box::new) }),
        }
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stored state of this stack.
async fn parsed(
    storage: &dyn Storage,
    bytes: &[u8],
    stack: &Identity,
) -> Result<State, StateError> {
    let location = storage.location(FILE);
    match State::parse(bytes, stack, false, &location) {
        Err(StateError::OtherStack { found, .. }) if found == stack.former() => {
            match former::is_ours(storage, stack).await? {
                true => State::parse(bytes, stack, true, &location),
                false => Err(StateError::Ambiguous { location, found, wanted: stack.to_string() }),
            }
        }
        outcome => outcome,
    }
}
