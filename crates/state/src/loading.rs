//! A state as it is stored: the document, and what its journal adds to it.

use std::path::Path;

use futures_util::FutureExt;

use crate::error::StateError;
use crate::folder::Folder;
use crate::journal::{self, Journal};
use crate::model::State;
use crate::storage::Storage;
use compiler::Identity;

/// The file of a state in its place.
pub const FILE: &str = "state.json";

/// A state that was read.
pub(crate) struct Loaded {
    pub state: State,
    /// The version and the bytes of the document.
    pub version: String,
    pub length: usize,
    pub journal: Option<Journal>,
}

impl Loaded {
    /// Reads the state in a place; nothing if there is none. `is_known` is as for [`State::parse`], and errors name the
    /// document by `location`.
    ///
    /// # Errors
    /// A state that cannot be read, is newer, or belongs to another stack.
    pub(crate) async fn read(
        storage: &dyn Storage,
        stack: &Identity,
        is_known: bool,
        location: &str,
    ) -> Result<Option<Self>, StateError> {
        let mut without_journal = None;
        loop {
            let Some(stored) = storage.read(FILE).await? else {
                return Ok(None);
            };
            let mut state = State::parse(&stored.bytes, stack, is_known, location)?;
            let (version, length) = (stored.version, stored.bytes.len());
            let Some(id) = state.journal.take() else {
                return Ok(Some(Self { state, version, length, journal: None }));
            };
            if let Some(mut journal) = Journal::read(storage, &id).await? {
                for change in std::mem::take(&mut journal.changes) {
                    change.apply(&mut state);
                }
                return Ok(Some(Self { state, version, length, journal: Some(journal) }));
            }
            // Who writes removes a journal once the document says the same.
            if without_journal.as_ref() == Some(&version) {
                return Err(StateError::CorruptJournal {
                    location: storage.location(&journal::file(&id, 1)),
                    reason: "a part of it is not there".to_owned(),
                });
            }
            without_journal = Some(version);
        }
    }
}

/// The state of another stack, which is only read; nothing if there is none. Errors name it by `location`.
///
/// # Errors
/// A state that cannot be read, is newer, or belongs to yet another stack.
pub async fn read_state(
    storage: &dyn Storage,
    stack: &Identity,
    location: &str,
) -> Result<Option<State>, StateError> {
    Ok(Loaded::read(storage, stack, false, location).await?.map(|loaded| loaded.state))
}

/// The same in a folder, for who cannot await anything.
///
/// # Errors
/// As above.
pub fn read_state_in_folder(
    folder: &Path,
    stack: &Identity,
    location: &str,
) -> Result<Option<State>, StateError> {
    let folder = Folder::immediate(folder.to_owned());
    let read = read_state(&folder, stack, location).now_or_never();
    read.unwrap_or_else(|| {
        Err(StateError::Io {
            doing: "read",
            location: location.to_owned(),
            source: std::io::ErrorKind::WouldBlock.into(),
        })
    })
}
