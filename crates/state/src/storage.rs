//! Where states are kept: small files, each with a version, some in a folder of their own. Writes are conditional on the
//! version that was read, so that no writer undoes another's work unseen.

use futures_util::future::BoxFuture;

use crate::error::StateError;

/// Bytes and the version by which the next write refers to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub bytes: Vec<u8>,
    pub version: String,
}

/// A place that keeps the files of one stack.
pub trait Storage: Send + Sync {
    /// How errors name a file.
    fn location(&self, file: &str) -> String;

    /// The names of the files below a folder, such as `runs`, each with the folder: `runs/1.json`.
    /// Sorted; none where there is no such folder.
    fn list<'a>(&'a self, folder: &'a str) -> BoxFuture<'a, Result<Vec<String>, StateError>>;

    /// A file, or nothing if there is none.
    fn read<'a>(&'a self, file: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StateError>>;

    /// Replaces the version that was read (`None`: there was nothing), and gives the new version. Any
    /// other version is a [`StateError::Conflict`].
    fn write<'a>(
        &'a self,
        file: &'a str,
        bytes: Vec<u8>,
        replaces: Option<String>,
    ) -> BoxFuture<'a, Result<String, StateError>>;

    /// Deletes the version that was read. What is gone is a success.
    fn delete<'a>(
        &'a self,
        file: &'a str,
        version: &'a str,
    ) -> BoxFuture<'a, Result<(), StateError>>;
}
