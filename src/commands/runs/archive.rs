//! The records of a stack.

use crate::commands::storage::storage_alone;
use crate::commands::{Failure, Global};
use compiler::CurrentFiles;
use compiler::environment::Environment;
use runs::Archive;
use state::{Lock, held};

/// The records of a stack.
pub(super) struct Runs {
    pub archive: Archive,
    /// Who writes at the moment.
    pub lock: Option<Lock>,
    pub environment: Environment,
}

/// The records of a stack, and who writes at the moment.
pub(super) async fn archive(global: &Global) -> Result<Runs, Failure> {
    let present = CurrentFiles::read(&global.options()?)?;
    let storage = storage_alone(&present.environment, &present.root).await?;
    let lock = held(storage.as_ref()).await?;
    Ok(Runs { archive: Archive::new(storage), lock, environment: present.environment })
}
