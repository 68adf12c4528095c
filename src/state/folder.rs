//! A local folder. Its writers, in whatever process, take turns by a lock of the operating system.

use std::fs::{self, File};
use std::io::{ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};

use super::StateError;
use super::storage::{Storage, Stored};

/// The file that writers lock while they compare and replace another.
const GUARD: &str = ".guard";

/// A folder with the files of one stack.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Does something with the disk where it may wait.
    async fn on_disk<T: Send + 'static>(
        &self,
        doing: &'static str,
        file: &str,
        work: impl FnOnce(&Path, &str) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, StateError> {
        let (folder, name) = (self.path.clone(), file.to_owned());
        let work = tokio::task::spawn_blocking(move || work(&folder, &name));
        let outcome = work.await.unwrap_or_else(|stopped| Err(stopped.into()));
        outcome.map_err(|source| match source.kind() {
            // A file of another version than the one that was read.
            ErrorKind::AlreadyExists => StateError::Conflict {
                location: self.location(file),
            },
            _ => StateError::Io {
                doing,
                location: self.location(file),
                source,
            },
        })
    }
}

impl Storage for Folder {
    fn location(&self, file: &str) -> String {
        self.path.join(file).display().to_string()
    }

    fn read<'a>(
        &'a self,
        file: &'a str,
    ) -> BoxFuture<'a, std::result::Result<Option<Stored>, StateError>> {
        Box::pin(self.on_disk("read", file, |folder, file| read(&folder.join(file))))
    }

    fn write<'a>(
        &'a self,
        file: &'a str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'a, std::result::Result<String, StateError>> {
        Box::pin(self.on_disk("write", file, move |folder, file| {
            fs::create_dir_all(folder)?;
            let _guard = guard(folder)?;
            let path = folder.join(file);
            check(&path, replaces)?;
            replace(&path, &bytes)?;
            Ok(version_of(&bytes))
        }))
    }

    fn delete<'a>(
        &'a self,
        file: &'a str,
        version: &'a str,
    ) -> BoxFuture<'a, std::result::Result<(), StateError>> {
        let version = version.to_owned();
        Box::pin(self.on_disk("delete", file, move |folder, file| {
            let path = folder.join(file);
            if read(&path)?.is_none() {
                return Ok(());
            }
            let _guard = guard(folder)?;
            check(&path, Some(version))?;
            fs::remove_file(path)
        }))
    }
}

/// Holds all other writers of the folder back until it is dropped.
fn guard(folder: &Path) -> Result<File> {
    let file = File::create(folder.join(GUARD))?;
    file.lock()?;
    Ok(file)
}

fn read(path: &Path) -> Result<Option<Stored>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Stored {
            version: version_of(&bytes),
            bytes,
        })),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refuses to go on if a file is not as it was read.
fn check(path: &Path, expected: Option<String>) -> Result<()> {
    let current = read(path)?.map(|stored| stored.version);
    if current == expected {
        Ok(())
    } else {
        Err(ErrorKind::AlreadyExists.into())
    }
}

/// A reader sees the old file or the new one, never half of one.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(temporary, path)
}

fn version_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
