//! Places as environments write them.

use std::fmt;
use std::path::Path;

use crate::bucket::Bucket;
use crate::error::StateError;
use crate::folder::Folder;
use crate::storage::Storage;
use aws::Aws;

/// A place as environments write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// `file:<folder>`
    Folder(String),
    /// `s3://<bucket>/<prefix>`
    Bucket { bucket: String, prefix: String },
}

impl fmt::Display for Location {
    /// As environments write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "file:{folder}"),
            Self::Bucket { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
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
