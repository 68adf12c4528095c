//! The folder of a project, and what is built from it once a run.
pub mod files;
pub mod git;

use std::path::{Path, PathBuf};

use memo::Memo;

/// A project's folder. Relative paths in specs start here.
pub struct Workspace {
    root: PathBuf,
    built: Memo,
}

impl Workspace {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), built: Memo::default() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Things built from the project's files, such as packages of code, each made once a run.
    pub fn built(&self) -> &Memo {
        &self.built
    }
}
