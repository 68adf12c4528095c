//! Writes the journal of a run, part by part. Each write replaces the last part only if it is unchanged, so a writer learns
//! that another process has closed or deleted it. A new part is written before the previous part links to it, so no reader
//! can find a link to a missing part.

use crate::change::Change;
use crate::error::StateError;
use crate::journal::{file, lines};
use crate::own_file::OwnFile;
use crate::random::random_text;
use crate::storage::Storage;

/// A journal of this run.
pub(crate) struct JournalWriter {
    pub id: String,
    /// The parts that are full.
    full: Vec<OwnFile>,
    last: OwnFile,
    /// What is in the last part.
    bytes: Vec<u8>,
    /// The part in which it goes on.
    next: Option<OwnFile>,
    /// The bytes of all changes.
    pub length: usize,
    /// What a part has at most, but for its last line.
    part: usize,
}

impl JournalWriter {
    /// A journal in which nothing stands, of parts that go on in another once they have so many bytes.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub(crate) async fn begin(storage: &dyn Storage, part: usize) -> Result<Self, StateError> {
        let id = random_text();
        let mut last = OwnFile::new(file(&id, 1), None);
        last.write(storage, Vec::new()).await?;
        Ok(Self { id, full: Vec::new(), last, bytes: Vec::new(), next: None, length: 0, part })
    }

    /// Writes how things are since a change.
    ///
    /// # Errors
    /// [`StateError::Conflict`] if somebody else has ended it; or a place that cannot be written.
    pub(crate) async fn append(
        &mut self,
        storage: &dyn Storage,
        change: Change,
    ) -> Result<(), StateError> {
        if self.bytes.len() >= self.part {
            let name = file(&self.id, self.full.len() + 2);
            let next = self.next.get_or_insert_with(|| OwnFile::new(name, None));
            if next.version.is_none() {
                next.write(storage, Vec::new()).await?;
            }
        }
        let added = lines(change, self.next.is_some()).map_err(|error| {
            let location = storage.location(&self.last.name);
            StateError::CorruptJournal { location, reason: error.to_string() }
        })?;
        let bytes = [self.bytes.as_slice(), &added].concat();
        self.last.write(storage, bytes.clone()).await?;
        self.length += added.len();
        self.bytes = bytes;
        if let Some(next) = self.next.take() {
            self.full.push(std::mem::replace(&mut self.last, next));
            self.bytes.clear();
        }
        Ok(())
    }

    /// All files that it has.
    pub(crate) fn into_files(self) -> impl Iterator<Item = OwnFile> {
        self.full.into_iter().chain([self.last]).chain(self.next)
    }
}
