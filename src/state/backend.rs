//! Where a state is kept, as bytes with a version. Stores are conditional on the version that was
//! read, so that no writer undoes another's work unseen.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Bytes and the version by which the next store refers to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub bytes: Vec<u8>,
    pub version: String,
}

/// Why a state cannot be read or written.
#[derive(Debug, Error)]
pub enum StateError {
    #[error("cannot {doing} the state {location}: {source}")]
    Io {
        doing: &'static str,
        location: String,
        source: std::io::Error,
    },
    #[error(
        "the state {location} is not readable: {reason}. Put a good copy back, or delete it: the next \
         plan finds what is ours by names and tags"
    )]
    Corrupt { location: String, reason: String },
    #[error(
        "the state {location} has format {found}, written by a newer diatonic: use that version"
    )]
    Newer { location: String, found: u32 },
    #[error(
        "the state {location} belongs to stack `{found}`, not to `{wanted}`: check `state:` in the \
         environment's file"
    )]
    OtherStack {
        location: String,
        found: String,
        wanted: String,
    },
    #[error("the state {location} was changed by someone else meanwhile: run again")]
    Conflict { location: String },
    #[error("`{0}` is no place for a state: write `file:<folder>`")]
    UnknownLocation(String),
}

/// A place that keeps one state.
pub trait Backend: Send + Sync {
    /// How errors name the place.
    fn location(&self) -> String;

    /// The bytes and their version, or nothing if there is no state yet.
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StateError>>;

    /// Replaces the version that was read (`None`: there was nothing), and gives the new version.
    fn store(
        &self,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'_, Result<String, StateError>>;
}

/// The backend of a location such as `file:.diatonic/dev`; relative folders start at `root`.
///
/// # Errors
/// A location of a kind that does not exist.
pub fn open(location: &str, root: &Path) -> Result<Box<dyn Backend>, StateError> {
    match location.split_once(':') {
        Some(("file", folder)) if !folder.is_empty() => {
            Ok(Box::new(FileBackend::new(root.join(folder))))
        }
        _ => Err(StateError::UnknownLocation(location.to_owned())),
    }
}

/// A local folder with a file `state.json`.
pub struct FileBackend {
    folder: PathBuf,
}

impl FileBackend {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.join("state.json")
    }

    async fn read(&self) -> Result<Option<Stored>, StateError> {
        match tokio::fs::read(self.file()).await {
            Ok(bytes) => Ok(Some(Stored {
                version: version_of(&bytes),
                bytes,
            })),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed("read", error)),
        }
    }

    /// A reader sees the old file or the new one, never half of one.
    async fn write(&self, bytes: Vec<u8>, replaces: Option<String>) -> Result<String, StateError> {
        let current = self.read().await?.map(|stored| stored.version);
        if current != replaces {
            return Err(StateError::Conflict {
                location: self.location(),
            });
        }
        let version = version_of(&bytes);
        let temporary = self
            .folder
            .join(format!("state.json.{}", std::process::id()));
        let written = async {
            tokio::fs::create_dir_all(&self.folder).await?;
            tokio::fs::write(&temporary, bytes).await?;
            let file = tokio::fs::File::open(&temporary).await?;
            file.sync_all().await?;
            tokio::fs::rename(&temporary, self.file()).await
        };
        written.await.map_err(|error| self.failed("write", error))?;
        Ok(version)
    }

    fn failed(&self, doing: &'static str, source: std::io::Error) -> StateError {
        StateError::Io {
            doing,
            location: self.location(),
            source,
        }
    }
}

impl Backend for FileBackend {
    fn location(&self) -> String {
        self.file().display().to_string()
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StateError>> {
        Box::pin(self.read())
    }

    fn store(
        &self,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'_, Result<String, StateError>> {
        Box::pin(self.write(bytes, replaces))
    }
}

fn version_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
