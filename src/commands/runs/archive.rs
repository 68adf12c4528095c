//! The records of a stack.

use crate::commands::storage::storage_alone;
use crate::commands::{Failure, Global};
use compiler::CurrentFiles;
use runs::Archive;
use state::{Lock, held};

/// The records of a stack, and who writes at the moment.
pub(super) async fn archive(global: &Global) -> Result<(Archive, Option<Lock>), Failure> {
    let present = CurrentFiles::read(&global.options()?)?;
    let storage = storage_alone(&present.environment, &present.root).await?;
    let lock = held(storage.as_ref()).await?;
    Ok((Archive::new(storage), lock))
}
