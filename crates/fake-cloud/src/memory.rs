//! A state in memory, which survives the process that writes it.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;

use crate::cloud::Cloud;
use state::{StateError, Storage, Stored};

/// Where a state is kept. Clones are the same place.
#[derive(Clone)]
pub(crate) struct Memory {
    cloud: Arc<Cloud>,
    shelf: Arc<Mutex<Shelf>>,
}

#[derive(Default)]
struct Shelf {
    stored: Option<Stored>,
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
        shelf.stored.as_ref().map(|stored| stored.bytes.clone())
    }

    pub(crate) fn replace(&self, bytes: Option<Vec<u8>>) {
        let mut shelf = self.shelf();
        shelf.stores += 1;
        let version = shelf.stores.to_string();
        shelf.stored = bytes.map(|bytes| Stored { bytes, version });
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
        let current = self.shelf().stored.as_ref().map(|s| s.version.clone());
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
        self.replace(Some(bytes));
        Ok(self.shelf().stores.to_string())
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Storage for Memory {
    fn location(&self, _: &str) -> String {
        "memory".to_owned()
    }

    /// There is one file, and no folder.
    fn list<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<String>, StateError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn read<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StateError>> {
        Box::pin(async { Ok(self.shelf().stored.clone()) })
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

    fn delete<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<(), StateError>> {
        Box::pin(async {
            self.replace(None);
            Ok(())
        })
    }
}
