//! Where an environment keeps its state, and the right to write it.

use std::sync::Arc;

use super::locking::Locking;
use super::session::connect;
use super::{Failure, Global};
use crate::aws::Aws;
use crate::spec::environment::Environment;
use crate::spec::{Stack, compile};
use crate::state::{Folder, HeldLock, Location, Lock, State, Storage, Store};

/// Where an environment keeps its state.
///
/// # Errors
/// A location of a kind that does not exist.
pub(super) fn location(environment: &Environment) -> Result<Location, Failure> {
    let default = format!("file:.diatonic/{}", environment.name);
    let location = environment.state.as_deref().unwrap_or(&default);
    Ok(Location::parse(location)?)
}

/// The place of a stack's state.
pub(super) fn storage(stack: &Stack, aws: &Aws) -> Result<Arc<dyn Storage>, Failure> {
    let location = location(&stack.environment)?;
    Ok(location.open(&stack.root, aws).into())
}

/// The same for verbs that need nothing else of AWS: a folder needs no credentials.
pub(super) async fn storage_alone(stack: &Stack) -> Result<Arc<dyn Storage>, Failure> {
    match location(&stack.environment)? {
        Location::Folder(folder) => Ok(Arc::new(Folder::new(stack.root.join(folder)))),
        Location::Bucket { .. } => storage(stack, &connect(&stack.environment).await?),
    }
}

/// The state as it is stored.
pub(super) async fn read_state(global: &Global) -> Result<State, Failure> {
    let stack = compile(&global.options()?)?;
    let storage = storage_alone(&stack).await?;
    let store = Store::open(storage, &stack.environment.stack()).await?;
    Ok(store.snapshot())
}

/// A state that nobody else writes meanwhile. It must be [ended](Self::end).
pub(super) struct Writing {
    pub store: Store,
    pub lock: HeldLock,
}

impl Writing {
    /// For a verb that concerns the state alone.
    pub(super) async fn begin(
        global: &Global,
        operation: &str,
        locking: &Locking,
    ) -> Result<Self, Failure> {
        let stack = compile(&global.options()?)?;
        let storage = storage_alone(&stack).await?;
        Self::open(storage, &stack.environment.stack(), operation, locking).await
    }

    /// Takes the lock, and then reads the state: nobody changes it any more.
    pub(super) async fn open(
        storage: Arc<dyn Storage>,
        stack: &str,
        operation: &str,
        locking: &Locking,
    ) -> Result<Self, Failure> {
        let patience = locking.lock_timeout;
        let lock = HeldLock::take(storage.clone(), operation, patience, say_who_has_it).await?;
        match Store::open(storage, stack).await {
            Ok(store) => Ok(Self { store, lock }),
            Err(error) => {
                give_back(lock).await;
                Err(error.into())
            }
        }
    }

    pub(super) async fn end(self) {
        give_back(self.lock).await;
    }
}

fn say_who_has_it(lock: &Lock) {
    let Lock {
        holder,
        operation,
        since,
        ..
    } = lock;
    anstream::eprintln!("waiting for {operation} by {holder}, since {since}");
}

/// A lock that stays is no reason to fail: the next run says whose it is and how to take it away.
pub(super) async fn give_back(lock: HeldLock) {
    if let Err(error) = lock.release().await {
        anstream::eprintln!("the lock could not be given back: {error}");
    }
}
