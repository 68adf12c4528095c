//! Where an environment keeps its state.

use std::path::Path;
use std::sync::Arc;

use super::connection::connect;
use super::locking::{Locking, Writer};
use super::{Failure, Global};
use aws::Aws;
use compiler::environment::Environment;
use compiler::{Identity, Stack, compile};
use state::{Folder, Location, State, Storage, Store};

/// The place that an environment names, or the folder that it has without naming one.
///
/// # Errors
/// A location of a kind that does not exist.
pub(super) fn location(environment: &Environment) -> Result<Location, Failure> {
    let default = format!("file:.diatonic/{}", environment.name);
    let location = environment.state.as_deref().unwrap_or(&default);
    Ok(Location::parse(location)?)
}

/// The place of a stack's state. Folders start at `root`.
pub(super) fn storage(
    environment: &Environment,
    root: &Path,
    aws: &Aws,
) -> Result<Arc<dyn Storage>, Failure> {
    Ok(location(environment)?.open(root, aws).into())
}

/// The same for commands that need nothing else of AWS: a folder needs no credentials.
pub(super) async fn storage_alone(
    environment: &Environment,
    root: &Path,
) -> Result<Arc<dyn Storage>, Failure> {
    match location(environment)? {
        Location::Folder(folder) => Ok(Arc::new(Folder::new(root.join(folder)))),
        Location::Bucket { .. } => storage(environment, root, &connect(environment).await?.aws),
    }
}

/// The state as it is stored.
pub(super) async fn read_state(stack: &Stack) -> Result<State, Failure> {
    let storage = storage_alone(&stack.environment, &stack.root).await?;
    let store = Store::open(storage, &stack.environment.identity()).await?;
    Ok(store.snapshot())
}

/// A state that nobody else writes meanwhile. It is so [during](Writer::during) its writer.
pub(super) struct Writing {
    pub store: Store,
    pub writer: Writer,
}

impl Writing {
    /// For a command that concerns the state alone.
    pub(super) async fn begin(
        global: &Global,
        operation: &str,
        locking: &Locking,
    ) -> Result<Self, Failure> {
        let stack = compile(&global.options()?)?;
        let storage = storage_alone(&stack.environment, &stack.root).await?;
        Self::open(storage, &stack.environment.identity(), operation, locking).await
    }

    /// Takes the lock, and then reads the state: nobody changes it any more.
    pub(super) async fn open(
        storage: Arc<dyn Storage>,
        stack: &Identity,
        operation: &str,
        locking: &Locking,
    ) -> Result<Self, Failure> {
        let writer = Writer::begin(storage.clone(), operation, locking).await?;
        let (writer, store) = writer.prepare(Store::open(storage, stack)).await?;
        store.write_as(writer.lock());
        Ok(Self { store, writer })
    }
}
