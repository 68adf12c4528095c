//! The state in memory and where it is kept: every outcome is stored before what depends on it starts,
//! and outcomes that come together are written together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::task::JoinSet;

use crate::change::Change;
use crate::document::Document;
use crate::error::StateError;
use crate::former;
use crate::held_lock::{HeldLock, held};
use crate::loading::{FILE, Loaded};
use crate::model::{Entry, Intent, Move, State};
use crate::storage::Storage;
use crate::touched::Touched;
use compiler::{Address, Identity};

/// The bytes up to which a file is written again with each change. A larger state is left as it is, and what
/// changes goes into a journal, whose parts are as large: so much is written in the time of an answer of S3.
const PART: usize = 32 << 10;

/// How long the end of an object may be unrecorded: if the process dies, the next plan sees that it is gone.
const DELAY: Duration = Duration::from_secs(1);

/// A state that is open for reading and writing.
pub struct Store {
    shared: Arc<Shared>,
    /// The write that comes after a while.
    late: Mutex<JoinSet<()>>,
}

struct Shared {
    storage: Arc<dyn Storage>,
    memory: Mutex<Memory>,
    writer: tokio::sync::Mutex<Written>,
    /// Whether a write has failed for which nobody waited.
    has_failed: AtomicBool,
}

struct Memory {
    state: State,
    /// Counts the changes.
    generation: u64,
    touched: Touched,
}

struct Written {
    generation: u64,
    document: Document,
}

impl Store {
    /// Loads the state of a stack, or starts an empty one, which is written with its first change.
    ///
    /// # Errors
    /// A state that cannot be read, is newer, or belongs to another stack.
    pub async fn open(storage: Arc<dyn Storage>, stack: &Identity) -> Result<Self, StateError> {
        Self::open_in_parts(storage, stack, PART).await
    }

    /// The same with other parts than of 32 KiB: what has fewer bytes is written again with each change, and a journal goes
    /// on in another file once one has so many.
    ///
    /// # Errors
    /// As above.
    pub async fn open_in_parts(
        storage: Arc<dyn Storage>,
        stack: &Identity,
        part: usize,
    ) -> Result<Self, StateError> {
        let loaded = loaded(storage.as_ref(), stack).await?;
        let state = loaded.as_ref().map(|loaded| loaded.state.clone());
        let state = state.unwrap_or_else(|| State::empty(stack));
        let memory = Memory { state, generation: 0, touched: Touched::default() };
        let document = Document::new(storage.clone(), loaded, part);
        let shared = Shared {
            storage,
            memory: Mutex::new(memory),
            writer: tokio::sync::Mutex::new(Written { generation: 0, document }),
            has_failed: AtomicBool::new(false),
        };
        Ok(Self { shared: Arc::new(shared), late: Mutex::default() })
    }

    /// A copy of the state as it is now.
    pub fn snapshot(&self) -> State {
        self.shared.memory().state.clone()
    }

    pub fn entry(&self, address: &Address) -> Option<Entry> {
        self.shared.memory().state.resources.get(address).cloned()
    }

    /// Writes what became of a resource: its entry, or nothing if it is gone.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub async fn record(&self, address: &Address, entry: Option<Entry>) -> Result<(), StateError> {
        let generation = self.shared.touch(address, |state| state.record(address, entry));
        self.shared.store(generation).await
    }

    /// Notes that an object is gone, with what there is of its address besides, and stores that within a second, or with
    /// what is stored before. Nobody has to wait for it: the next plan sees as well that there is nothing.
    ///
    /// # Errors
    /// A place that could not be written when this was last tried, and cannot be now.
    pub async fn record_end(
        &self,
        address: &Address,
        rest: Option<Entry>,
    ) -> Result<(), StateError> {
        let generation = self.shared.touch(address, |state| state.record(address, rest));
        if self.shared.has_failed.load(Ordering::Relaxed) {
            return self.shared.store(generation).await;
        }
        let mut late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        while late.try_join_next().is_some() {}
        if late.is_empty() {
            let shared = self.shared.clone();
            late.spawn(async move {
                tokio::time::sleep(DELAY).await;
                let generation = shared.memory().generation;
                if shared.store(generation).await.is_err() {
                    shared.has_failed.store(true, Ordering::Relaxed);
                }
            });
        }
        Ok(())
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
        let begin = |state: &mut State| state.begin_creation(address, intent);
        let generation = self.shared.touch(address, begin);
        self.shared.store(generation).await
    }

    /// Notes that a creation was answered, whatever the answer. It is stored with the next change.
    pub fn mark_answered(&self, address: &Address) {
        self.shared.touch(address, |state| {
            if let Some(intent) = state.intents.get_mut(address) {
                intent.is_answered = true;
            }
        });
    }

    /// Makes the holder of a lock the writer that the next change names.
    pub fn write_as(&self, lock: &HeldLock) {
        let mut memory = self.shared.memory();
        memory.state.writer = Some(lock.id().to_owned());
        let generation = memory.generation;
        memory.touched.touch_stack(generation);
    }

    /// Stores that the last writer may write no longer: a run whose lock was removed is told so at its next
    /// write. Where there is no state yet, nothing is stored; a first write looks at the lock instead.
    ///
    /// # Errors
    /// [`StateError::Conflict`] or [`StateError::LockLost`] if somebody has written since this was opened; or a
    /// place that cannot be written.
    pub async fn revoke_writer(&self) -> Result<(), StateError> {
        if self.shared.writer.lock().await.document.is_new() {
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

    /// Changes the state anywhere and returns when that is stored.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub async fn change(&self, change: impl FnOnce(&mut State)) -> Result<(), StateError> {
        let generation = {
            let mut memory = self.shared.memory();
            change(&mut memory.state);
            memory.generation += 1;
            let generation = memory.generation;
            memory.touched.touch_everything(generation);
            generation
        };
        self.shared.store(generation).await
    }

    /// Stores what is not stored yet, all in one document, as the end of a run wants it.
    ///
    /// # Errors
    /// A place that cannot be written. A journal says the same then.
    pub async fn fold(&self) -> Result<(), StateError> {
        let mut written = self.shared.writer.lock().await;
        let is_stored = written.generation >= self.shared.memory().generation;
        if is_stored && written.document.is_whole() {
            return Ok(());
        }
        self.shared.write_whole(&mut written, false).await
    }

    /// Deletes what journals have left that are [folded](Self::fold) in, as far as that can be done.
    pub async fn sweep(&self) {
        self.shared.writer.lock().await.document.sweep().await;
    }
}

impl Shared {
    /// Changes what the state says of an address, and gives the number of the change.
    fn touch(&self, address: &Address, change: impl FnOnce(&mut State)) -> u64 {
        let mut memory = self.memory();
        change(&mut memory.state);
        memory.generation += 1;
        let generation = memory.generation;
        memory.touched.touch(address, generation);
        generation
    }

    /// Returns when a change is stored. Those that came meanwhile are stored with it.
    async fn store(&self, generation: u64) -> Result<(), StateError> {
        let mut written = self.writer.lock().await;
        if written.generation >= generation {
            // The last write has included this change already.
            return Ok(());
        }
        let is_everything = self.memory().touched.is_everything();
        if is_everything || !written.document.takes_changes() {
            return self.write_whole(&mut written, !is_everything).await;
        }
        let (change, generation) = {
            let Memory { state, generation, touched } = &*self.memory();
            (Change::of(state, &touched.addresses(), touched.has_stack()), *generation)
        };
        let outcome = written.document.append(change).await;
        self.settle(&mut written, generation, outcome).await
    }

    async fn write_whole(&self, written: &mut Written, may_go_on: bool) -> Result<(), StateError> {
        if written.document.is_new() {
            self.check_lock().await?;
        }
        let journal = match may_go_on {
            true => written.document.new_journal().await?,
            false => None,
        };
        let (bytes, generation) = {
            let mut memory = self.memory();
            memory.state.journal = journal.as_ref().map(|journal| journal.id.clone());
            (serde_json::to_vec_pretty(&memory.state), memory.generation)
        };
        let bytes = bytes.map_err(|error| StateError::Corrupt {
            location: self.storage.location(FILE),
            reason: error.to_string(),
        })?;
        let outcome = written.document.replace(bytes, journal).await;
        self.settle(written, generation, outcome).await
    }

    /// Notes what a write has stored, or says why it was refused.
    async fn settle(
        &self,
        written: &mut Written,
        generation: u64,
        outcome: Result<(), StateError>,
    ) -> Result<(), StateError> {
        match outcome {
            Ok(()) => {
                written.generation = generation;
                self.memory().touched.forget_until(generation);
                Ok(())
            }
            Err(StateError::Conflict { location }) => Err(self.conflict_cause(location).await),
            Err(error) => Err(error),
        }
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

/// The stored state of a stack.
async fn loaded(storage: &dyn Storage, stack: &Identity) -> Result<Option<Loaded>, StateError> {
    let location = storage.location(FILE);
    match Loaded::read(storage, stack, false, &location).await {
        Err(StateError::OtherStack { found, .. }) if found == stack.former() => {
            match former::is_ours(storage, stack).await? {
                true => Loaded::read(storage, stack, true, &location).await,
                false => Err(StateError::Ambiguous { location, found, wanted: stack.to_string() }),
            }
        }
        outcome => outcome,
    }
}
