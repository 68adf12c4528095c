//! A local folder. Its writers, in whatever process, take turns by a lock of the operating system.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};

use crate::error::StateError;
use crate::storage::{Storage, Stored};
use workspace::files::{
    UNFINISHED, create_private_folder, open_private, own_private_folder, read_up_to,
    replace_private,
};

/// The file that writers lock while they compare and replace another.
const GUARD: &str = ".guard";

/// The largest file that is read: far more than a state of all that AWS lets one account have.
const LARGEST: u64 = 256 << 20;

/// A folder with the files of one stack.
pub struct Folder {
    path: PathBuf,
    /// Whether nobody minds that this thread waits for the disk.
    is_immediate: bool,
}

/// Why the disk does not do as it is told.
enum Refusal {
    /// The file is not of the version that was read.
    OtherVersion,
    Io(std::io::Error),
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path, is_immediate: false }
    }

    /// The same for who has nothing else to do: what it is asked for is there at once, without a runtime.
    pub(crate) fn immediate(path: PathBuf) -> Self {
        Self { path, is_immediate: true }
    }

    /// Does something with the disk where it may wait.
    async fn on_disk<T: Send + 'static>(
        &self,
        doing: &'static str,
        file: &str,
        work: impl FnOnce(&Path, &str) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, StateError> {
        let (folder, name) = (self.path.clone(), file.to_owned());
        let outcome = match self.is_immediate {
            true => work(&folder, &name),
            false => {
                let work = tokio::task::spawn_blocking(move || work(&folder, &name));
                work.await.unwrap_or_else(|stopped| Err(Refusal::Io(stopped.into())))
            }
        };
        outcome.map_err(|refusal| match refusal {
            Refusal::OtherVersion => StateError::Conflict { location: self.location(file) },
            Refusal::Io(source) => StateError::Io { doing, location: self.location(file), source },
        })
    }
}

impl Storage for Folder {
    fn location(&self, file: &str) -> String {
        self.path.join(file).display().to_string()
    }

    fn list<'a>(&'a self, folder: &'a str) -> BoxFuture<'a, Result<Vec<String>, StateError>> {
        Box::pin(self.on_disk("list", folder, |root, folder| Ok(list(root, folder)?)))
    }

    fn read<'a>(&'a self, file: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StateError>> {
        Box::pin(self.on_disk("read", file, |folder, file| Ok(read(&folder.join(file))?)))
    }

    fn write<'a>(
        &'a self,
        file: &'a str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'a, Result<String, StateError>> {
        Box::pin(self.on_disk("write", file, move |folder, file| {
            let path = folder.join(file);
            match path.parent() {
                // The folder itself may be any, and hold other things.
                Some(inner) if inner != folder => own_private_folder(inner)?,
                _ => create_private_folder(folder)?,
            }
            let _guard = guard(folder)?;
            if read(&path)?.map(|stored| stored.version) != replaces {
                return Err(Refusal::OtherVersion);
            }
            replace_private(&path, &bytes)?;
            Ok(version_of(&bytes))
        }))
    }

    fn delete<'a>(
        &'a self,
        file: &'a str,
        version: &'a str,
    ) -> BoxFuture<'a, Result<(), StateError>> {
        let version = version.to_owned();
        Box::pin(self.on_disk("delete", file, move |folder, file| {
            let path = folder.join(file);
            // Where there is no folder there is nothing to guard.
            if read(&path)?.is_none() {
                return Ok(());
            }
            let _guard = guard(folder)?;
            match read(&path)? {
                None => Ok(()),
                Some(stored) if stored.version == version => Ok(fs::remove_file(path)?),
                Some(_) => Err(Refusal::OtherVersion),
            }
        }))
    }
}

/// Holds all other writers of the folder back until it is dropped.
fn guard(folder: &Path) -> std::io::Result<File> {
    let file = open_private(&folder.join(GUARD))?;
    file.lock()?;
    Ok(file)
}

fn list(root: &Path, folder: &str) -> std::io::Result<Vec<String>> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        // What a killed writer has left is not a file of ours yet.
        let name = name.to_str().filter(|name| !name.ends_with(UNFINISHED));
        names.extend(name.map(|name| format!("{folder}/{name}")));
    }
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> std::io::Result<Option<Stored>> {
    match read_up_to(LARGEST, path) {
        Ok(bytes) => Ok(Some(Stored { version: version_of(&bytes), bytes })),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn version_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
