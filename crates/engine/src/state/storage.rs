//! Where states are kept: small files, each with a version, some in a folder of their own. Writes are conditional on the
//! version that was read, so that no writer undoes another's work unseen.

use std::path::Path;

use futures_util::future::BoxFuture;

use super::StateError;
use super::bucket::Bucket;
use super::folder::Folder;
use aws::Aws;

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

/// A place as environments write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// `file:<folder>`
    Folder(String),
    /// `s3://<bucket>/<prefix>`
    Bucket { bucket: String, prefix: String },
}

impl Location {
    /// Reads a location.
    ///
    /// # Errors
    /// A location of a kind that does not exist.
    pub fn parse(text: &str) -> Result<Self, StateError> {
        let unknown = || StateError::UnknownLocation(text.to_owned());
        let location = match text.split_once(':').ok_or_else(unknown)? {
            ("file", folder) if !folder.is_empty() => Self::Folder(folder.to_owned()),
            ("s3", path) => {
                let path = path.strip_prefix("//").ok_or_else(unknown)?;
                let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
                Self::Bucket {
                    bucket: Some(bucket.to_owned())
                        .filter(|bucket| !bucket.is_empty())
                        .ok_or_else(unknown)?,
                    prefix: prefix.trim_matches('/').to_owned(),
                }
            }
            _ => return Err(unknown()),
        };
        Ok(location)
    }

    /// Opens the place; relative folders start at `root`.
    pub fn open(&self, root: &Path, aws: &Aws) -> Box<dyn Storage> {
        match self {
            Self::Folder(folder) => Box::new(Folder::new(root.join(folder))),
            Self::Bucket { bucket, prefix } => {
                Box::new(Bucket::new(aws.clone(), bucket.clone(), prefix.clone()))
            }
        }
    }
}
