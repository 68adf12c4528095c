//! A place in memory whose files can be cut, and whose processes can be killed at any write.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use futures_util::future::BoxFuture;

use crate::{StateError, Storage, Stored};

/// What processes share.
#[derive(Clone, Default)]
pub(super) struct MemoryFiles(Arc<Mutex<Files>>);

#[derive(Default)]
struct Files {
    files: BTreeMap<String, Stored>,
    writes: usize,
    bytes: usize,
}

/// The place as one process has it, which lives for so many writes: the first that it does not live to see is carried out
/// or not, and never answered.
pub(super) struct Process {
    pub memory: MemoryFiles,
    pub life: Mutex<usize>,
    pub last_is_carried_out: bool,
}

impl MemoryFiles {
    fn lock(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap()
    }

    pub(super) fn put(&self, file: &str, bytes: Vec<u8>) -> String {
        let mut files = self.lock();
        files.writes += 1;
        files.bytes += bytes.len();
        let version = files.writes.to_string();
        files.files.insert(file.to_owned(), Stored { bytes, version: version.clone() });
        version
    }

    /// Another place with the same in it.
    pub(super) fn copy(&self) -> Self {
        let copy = Self::default();
        for (file, stored) in &self.lock().files {
            copy.put(file, stored.bytes.clone());
        }
        copy
    }

    pub(super) fn take(&self, file: &str) -> Option<Stored> {
        self.lock().files.remove(file)
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.lock().files.keys().cloned().collect()
    }

    pub(super) fn bytes_of(&self, file: &str) -> Vec<u8> {
        self.lock().files[file].bytes.clone()
    }

    /// How many writes there were, and of how many bytes.
    pub(super) fn written(&self) -> (usize, usize) {
        let files = self.lock();
        (files.writes, files.bytes)
    }

    pub(super) fn process(&self, life: usize, last_is_carried_out: bool) -> Arc<dyn Storage> {
        Arc::new(Process { memory: self.clone(), life: Mutex::new(life), last_is_carried_out })
    }

    /// A process that lives as long as it wants.
    pub(super) fn open(&self) -> Arc<dyn Storage> {
        self.process(usize::MAX, true)
    }
}

impl Process {
    /// Does something unless this is dead.
    async fn unless_dead<T>(&self, work: impl FnOnce() -> T) -> T {
        let life = *self.life.lock().unwrap();
        *self.life.lock().unwrap() = life.saturating_sub(1);
        match life {
            0 => std::future::pending().await,
            1 => {
                if self.last_is_carried_out {
                    work();
                }
                std::future::pending().await
            }
            _ => work(),
        }
    }

    fn replace(
        &self,
        file: &str,
        bytes: Option<Vec<u8>>,
        replaces: Option<&str>,
    ) -> Result<String, StateError> {
        let there = self.memory.lock().files.get(file).map(|stored| stored.version.clone());
        let is_gone = bytes.is_none() && there.is_none();
        if !is_gone && there.as_deref() != replaces {
            return Err(StateError::Conflict { location: file.to_owned() });
        }
        Ok(match bytes {
            Some(bytes) => self.memory.put(file, bytes),
            None => {
                self.memory.take(file);
                String::new()
            }
        })
    }
}

impl Storage for Process {
    fn location(&self, file: &str) -> String {
        file.to_owned()
    }

    fn list<'a>(&'a self, folder: &'a str) -> BoxFuture<'a, Result<Vec<String>, StateError>> {
        let mut names = self.memory.names();
        names.retain(|name| name.split_once('/').is_some_and(|(of, _)| of == folder));
        Box::pin(async { Ok(names) })
    }

    fn read<'a>(&'a self, file: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StateError>> {
        Box::pin(async { Ok(self.memory.lock().files.get(file).cloned()) })
    }

    fn write<'a>(
        &'a self,
        file: &'a str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'a, Result<String, StateError>> {
        Box::pin(self.unless_dead(move || self.replace(file, Some(bytes), replaces.as_deref())))
    }

    fn delete<'a>(
        &'a self,
        file: &'a str,
        version: &'a str,
    ) -> BoxFuture<'a, Result<(), StateError>> {
        Box::pin(self.unless_dead(move || self.replace(file, None, Some(version)).map(drop)))
    }
}
