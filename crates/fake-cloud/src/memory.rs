//! A state in memory, which survives the process that writes it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;

use crate::cloud::Cloud;
use state::{STATE_FILE, StateError, Storage, Stored};

/// Where a state is kept. Clones are the same place.
#[derive(Clone)]
pub(crate) struct Memory {
    cloud: Arc<Cloud>,
    shelf: Arc<Mutex<Shelf>>,
}

#[derive(Default)]
struct Shelf {
    files: BTreeMap<String, Stored>,
    stores: usize,
    /// Stores to refuse, by how many come before.
    refuse: Option<usize>,
}

impl Memory {
    pub(crate) fn new(cloud: Arc<Cloud>) -> Self {
        Self { cloud, shelf: Arc::default() }
    }

    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        let shelf = self.shelf();
        shelf.files.get(STATE_FILE).map(|stored| stored.bytes.clone())
    }

    /// Replaces the state, and whatever is beside it.
    pub(crate) fn replace(&self, bytes: Option<Vec<u8>>) {
        self.shelf().files.clear();
        if let Some(bytes) = bytes {
            self.shelf().put(STATE_FILE, bytes);
        }
    }

    /// Refuses one store, after so many more.
    pub(crate) fn refuse_after(&self, stores: usize) {
        self.shelf().refuse = Some(stores);
    }

    fn put(
        &self,
        file: &str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> Result<String, StateError> {
        let current = self.shelf().files.get(file).map(|stored| stored.version.clone());
        let refused = match &mut self.shelf().refuse {
            Some(0) => true,
            Some(left) => {
                *left -= 1;
                false
            }
            None => false,
        };
        if refused || current != replaces {
            self.shelf().refuse = None;
            return Err(StateError::Conflict { location: self.location(file) });
        }
        Ok(self.shelf().put(file, bytes))
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    /// Puts a file in the place of another, and gives its version.
    fn put(&mut self, file: &str, bytes: Vec<u8>) -> String {
        self.stores += 1;
        let version = self.stores.to_string();
        self.files.insert(file.to_owned(), Stored { bytes, version: version.clone() });
        version
    }
}

impl Storage for Memory {
    fn location(&self, _: &str) -> String {
        "memory".to_owned()
    }

    fn list<'a>(&'a self, folder: &'a str) -> BoxFuture<'a, Result<Vec<String>, StateError>> {
        let is_inside = |file: &&String| file.split_once('/').is_some_and(|(of, _)| of == folder);
        let files = self.shelf().files.keys().filter(is_inside).cloned().collect();
        Box::pin(async { Ok(files) })
    }

    fn read<'a>(&'a self, file: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StateError>> {
        Box::pin(async { Ok(self.shelf().files.get(file).cloned()) })
    }

    fn write<'a>(
        &'a self,
        file: &'a str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'a, Result<String, StateError>> {
        Box::pin(async move {
            self.cloud.moment().await;
            let version = self.put(file, bytes, replaces)?;
            self.cloud.moment().await;
            Ok(version)
        })
    }

    fn delete<'a>(
        &'a self,
        file: &'a str,
        version: &'a str,
    ) -> BoxFuture<'a, Result<(), StateError>> {
        Box::pin(async move {
            self.cloud.moment().await;
            let stored = self.shelf().files.get(file).map(|stored| stored.version.clone());
            if stored.is_some_and(|stored| stored != version) {
                return Err(StateError::Conflict { location: self.location(file) });
            }
            self.shelf().files.remove(file);
            Ok(())
        })
    }
}
