//! Where the state of a run is stored, as the run has read or written it: the document, the journal that goes on where it
//! ends, and journals that are read no more.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream;

use crate::change::Change;
use crate::error::StateError;
use crate::journal::{self, Journal};
use crate::journal_writer::JournalWriter;
use crate::loading::{FILE, Loaded};
use crate::own_file::OwnFile;
use crate::storage::Storage;

/// Files that are deleted at once.
const DELETES: usize = 16;

/// The files of a state.
pub(crate) struct Document {
    storage: Arc<dyn Storage>,
    whole: OwnFile,
    /// The bytes of it.
    length: usize,
    /// Whether this run has written it.
    is_ours: bool,
    /// The journal of a run that has not come to its end.
    left: Option<Journal>,
    journal: Option<JournalWriter>,
    /// Files of journals that are read no more.
    old: Vec<OwnFile>,
    /// Whether there may be such files.
    has_old: bool,
    part: usize,
}

impl Document {
    /// Files as they were read. What has fewer bytes than `part` is written again with each change.
    pub(crate) fn new(storage: Arc<dyn Storage>, loaded: Option<Loaded>, part: usize) -> Self {
        let (version, length, left) = match loaded {
            Some(Loaded { version, length, journal, .. }) => (Some(version), length, journal),
            None => (None, 0, None),
        };
        // Whoever wrote a state so large may have been killed while it removed its journal.
        let has_old = left.is_some() || length > part;
        let whole = OwnFile::new(FILE.to_owned(), version);
        let (is_ours, journal, old) = (false, None, Vec::new());
        Self { storage, whole, length, is_ours, left, journal, old, has_old, part }
    }

    /// Whether nothing is stored yet.
    pub(crate) fn is_new(&self) -> bool {
        self.whole.version.is_none()
    }

    /// Whether nothing is stored beside the whole.
    pub(crate) fn is_whole(&self) -> bool {
        self.journal.is_none() && self.left.is_none()
    }

    /// Whether a change is best added to the journal. One that is longer than the whole would take longer to read.
    pub(crate) fn takes_changes(&self) -> bool {
        let journal = self.journal.as_ref();
        self.whole.is_certain() && journal.is_some_and(|journal| journal.length <= self.length)
    }

    /// Adds a change to the journal.
    ///
    /// # Errors
    /// [`StateError::Conflict`] if somebody else has ended it; or a place that cannot be written.
    pub(crate) async fn append(&mut self, change: Change) -> Result<(), StateError> {
        match &mut self.journal {
            Some(journal) => journal.append(self.storage.as_ref(), change).await,
            None => Ok(()),
        }
    }

    /// A journal to be named by the next whole, where that is worth it: most runs that write once write no more.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub(crate) async fn new_journal(&mut self) -> Result<Option<JournalWriter>, StateError> {
        if !self.is_ours || self.length <= self.part {
            return Ok(None);
        }
        self.has_old = true;
        JournalWriter::begin(self.storage.as_ref(), self.part).await.map(Some)
    }

    /// Writes the whole, which names a journal or none.
    ///
    /// # Errors
    /// [`StateError::Conflict`] if somebody else has written; or a place that cannot be written.
    pub(crate) async fn replace(
        &mut self,
        bytes: Vec<u8>,
        journal: Option<JournalWriter>,
    ) -> Result<(), StateError> {
        let storage = self.storage.as_ref();
        if let Some(left) = &mut self.left {
            // Its writer may still be there, although its lock is not.
            left.close(storage).await?;
        }
        let length = bytes.len();
        self.whole.write(storage, bytes).await?;
        let before = std::mem::replace(&mut self.journal, journal);
        self.old.extend(before.into_iter().flat_map(JournalWriter::into_files));
        self.left = None;
        self.length = length;
        self.is_ours = true;
        Ok(())
    }

    /// Deletes the journals that are read no more, also those of earlier runs. What cannot be deleted does no harm, and
    /// goes with the next run that has a journal.
    pub(crate) async fn sweep(&mut self) {
        if !self.has_old || !self.is_whole() {
            return;
        }
        let storage = self.storage.as_ref();
        let old = self.old.drain(..).filter_map(|file| Some((file.name, file.version?)));
        let known: BTreeMap<String, String> = old.collect();
        let files = storage.list(journal::FOLDER).await.unwrap_or_default();
        let delete = async |file: &String| {
            let version = match known.get(file) {
                Some(version) => version.clone(),
                None => storage.read(file).await.ok()??.version,
            };
            storage.delete(file, &version).await.ok()
        };
        let deletes = stream::iter(&files).map(delete).buffer_unordered(DELETES);
        deletes.for_each(async |_| {}).await;
        self.has_old = false;
    }
}
