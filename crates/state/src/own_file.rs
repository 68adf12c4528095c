//! A file that one run alone writes.

use crate::error::StateError;
use crate::storage::Storage;

/// A file and its version as of the last write.
pub(crate) struct OwnFile {
    pub name: String,
    /// Nothing where there is no such file yet.
    pub version: Option<String>,
    /// What writes that failed, or were given up, may have stored all the same.
    unconfirmed: Vec<Vec<u8>>,
}

impl OwnFile {
    /// A file as it was read.
    pub(crate) fn new(name: String, version: Option<String>) -> Self {
        Self { name, version, unconfirmed: Vec::new() }
    }

    /// Whether it is known what is in it.
    pub(crate) fn is_certain(&self) -> bool {
        self.unconfirmed.is_empty()
    }

    /// Replaces what is in it.
    ///
    /// # Errors
    /// [`StateError::Conflict`] if somebody else has written meanwhile; or a place that cannot be written.
    pub(crate) async fn write(
        &mut self,
        storage: &dyn Storage,
        bytes: Vec<u8>,
    ) -> Result<(), StateError> {
        // Whoever waits for this may stop waiting.
        self.unconfirmed.push(bytes.clone());
        let mut outcome = storage.write(&self.name, bytes.clone(), self.version.clone()).await;
        if let Err(StateError::Conflict { .. }) = outcome {
            self.unconfirmed.pop();
            // An earlier write of this run may have been carried out, whatever was heard of it.
            let stored = storage.read(&self.name).await?;
            let ours = stored.filter(|stored| self.unconfirmed.contains(&stored.bytes));
            if let Some(stored) = ours {
                self.unconfirmed.push(bytes.clone());
                outcome = storage.write(&self.name, bytes, Some(stored.version)).await;
            }
        }
        if let Ok(version) = &outcome {
            self.version = Some(version.clone());
            self.unconfirmed.clear();
        }
        outcome.map(drop)
    }
}
