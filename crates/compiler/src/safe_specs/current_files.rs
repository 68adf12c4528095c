//! The files of a project as they are now.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::environment::{self, Environment};
use crate::options::{Failure, Options};
use crate::read::specs_folder;
use crate::read::written::Written;
use language::diagnostic::{Diagnostics, Sources};
use language::value::Object;

/// The files of a project as they are on disk, whether or not they compile.
pub struct CurrentFiles {
    pub environment: Environment,
    /// The folder of the project.
    pub root: PathBuf,
    pub(super) documents: Object,
}

impl CurrentFiles {
    /// Reads the environment, and the specs as far as they can be read.
    ///
    /// # Errors
    /// Everything that is wrong with the environment.
    pub fn read(options: &Options) -> Result<Self, Failure> {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let root = &options.root;
        let loaded = environment::load(options, &mut sources, &mut diagnostics);
        let Some(mut loaded) = loaded else {
            return Err(Failure { sources, diagnostics });
        };
        loaded.environment.override_with(options);
        let written = Written {
            environment: loaded.written,
            documents: specs_folder::load(root, &mut sources, &mut diagnostics),
            given: BTreeMap::new(),
        };
        Ok(Self {
            environment: loaded.environment,
            root: root.clone(),
            documents: written.documents(),
        })
    }
}

#[cfg(test)]
impl CurrentFiles {
    /// The project as if the specs of a stack were on disk.
    pub fn of(stack: &crate::Stack) -> Self {
        Self {
            environment: stack.environment.clone(),
            root: stack.root.clone(),
            documents: stack.written.documents(),
        }
    }
}
