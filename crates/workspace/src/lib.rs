//! The folder of a project, and what is built from it once a run.
pub mod files;
pub mod git;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use memo::Memo;

/// A project's folder. Relative paths in specs start here.
pub struct Workspace {
    root: PathBuf,
    built: Memo,
    announced: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl Workspace {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), built: Memo::default(), announced: Mutex::default() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Things built from the project's files, such as packages of code, each made once a run.
    pub fn built(&self) -> &Memo {
        &self.built
    }

    /// Notes that something will be wanted of a build that makes several things in one go.
    pub fn announce(&self, build: &str, name: &str) {
        self.announcements().entry(build.to_owned()).or_default().insert(name.to_owned());
    }

    /// All that will be wanted of a build, as far as it was announced.
    pub fn announced(&self, build: &str) -> BTreeSet<String> {
        self.announcements().get(build).cloned().unwrap_or_default()
    }

    fn announcements(&self) -> MutexGuard<'_, BTreeMap<String, BTreeSet<String>>> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
