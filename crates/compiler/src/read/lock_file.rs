//! `components.lock`: which commit each reference to a repository was, when it was last fetched.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path as FilePath, PathBuf};

use serde::{Deserialize, Serialize};

use super::component_id::Repository;

/// The commits of the repositories that components come from.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockFile {
    /// By the URL of a repository and the reference, the commit: 40 or 64 hexadecimal digits.
    repositories: BTreeMap<String, BTreeMap<String, String>>,
}

impl LockFile {
    /// The name of the file, which stands in the folder of a project and belongs under version control.
    pub const NAME: &str = "components.lock";

    /// The folder of a project that holds what was fetched. It does not belong under version control.
    pub const FOLDER: &str = ".diatonic/.components";

    /// Reads the file; it holds nothing where there is none.
    ///
    /// # Errors
    /// It cannot be read, or is not a lock file.
    pub fn read(root: &FilePath) -> io::Result<Self> {
        match std::fs::read(root.join(Self::NAME)) {
            Ok(bytes) => {
                let lock: Self = serde_json::from_slice(&bytes)
                    .map_err(|error| io::Error::other(format!("{}: {error}", Self::NAME)))?;
                let mut commits = lock.repositories.values().flat_map(BTreeMap::values);
                match commits.find(|commit| !is_commit(commit)) {
                    None => Ok(lock),
                    Some(other) => {
                        Err(io::Error::other(format!("{}: `{other}` is not a commit", Self::NAME)))
                    }
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(io::Error::other(format!("{}: {error}", Self::NAME))),
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, root: &FilePath) -> io::Result<()> {
        let text = format!("{}\n", serde_json::to_string_pretty(self)?);
        workspace::files::replace(&root.join(Self::NAME), text.as_bytes())
    }

    /// The commit that a reference to a repository was.
    pub fn commit(&self, Repository { url, reference }: &Repository) -> Option<&str> {
        self.repositories.get(url)?.get(reference).map(String::as_str)
    }

    /// Notes the commit of a reference.
    pub fn set(&mut self, Repository { url, reference }: &Repository, commit: &str) {
        let of_url = self.repositories.entry(url.clone()).or_default();
        of_url.insert(reference.clone(), commit.to_owned());
    }

    /// Forgets what is not among these. Whether there was any.
    pub fn retain(&mut self, used: &dyn Fn(&Repository) -> bool) -> bool {
        let before = self.len();
        for (url, references) in &mut self.repositories {
            references.retain(|reference, _| {
                used(&Repository { url: url.clone(), reference: reference.clone() })
            });
        }
        self.repositories.retain(|_, references| !references.is_empty());
        self.len() < before
    }

    fn len(&self) -> usize {
        self.repositories.values().map(BTreeMap::len).sum()
    }

    /// The folder that holds the files of a commit.
    pub fn folder(root: &FilePath, commit: &str) -> PathBuf {
        root.join(Self::FOLDER).join(commit)
    }
}

/// Whether a text is the full name of a commit. It names a folder, so nothing else may stand there.
fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
