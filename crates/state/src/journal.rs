//! What has come since a state was last written whole: a line for each write, in files beside it that are read one
//! after the other. The state names the journal that goes on where it ends. One that no state names counts for nothing.

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::error::StateError;
use crate::storage::{Storage, Stored};

/// The folder of journals in the place of a state.
pub(crate) const FOLDER: &str = "journal";

/// All files of journals, as policies name them.
pub const FILES: &str = "journal/*";

/// Parts that are read at once, once a journal turns out to have many.
const READS: usize = 16;

/// What a line says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Change(Box<Change>),
    /// It goes on in the next part.
    Continued,
    /// Nothing follows, for somebody else writes by now.
    Closed,
}

/// A journal as it was found.
pub(crate) struct Journal {
    pub changes: Vec<Change>,
    /// The last part.
    file: String,
    tail: Stored,
    is_closed: bool,
}

/// The file of a part of a journal. Parts count from 1.
pub(crate) fn file(id: &str, part: usize) -> String {
    format!("{FOLDER}/{id}-{part}.jsonl")
}

/// A line for a change, and one more where it goes on in the next part.
///
/// # Errors
/// A value that JSON does not know.
pub(crate) fn lines(change: Change, is_continued: bool) -> serde_json::Result<Vec<u8>> {
    let mut bytes = encoded(&Line::Change(Box::new(change)))?;
    if is_continued {
        bytes.extend(encoded(&Line::Continued)?);
    }
    Ok(bytes)
}

fn encoded(line: &Line) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The lines that were written to their end. Half a line counts for nothing.
fn whole_lines(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    bytes.get(..end).unwrap_or_default()
}

impl Journal {
    /// Reads a journal; nothing if a part of it is not there.
    ///
    /// # Errors
    /// A part that cannot be read.
    pub(crate) async fn read(storage: &dyn Storage, id: &str) -> Result<Option<Self>, StateError> {
        let mut changes = Vec::new();
        let (mut first, mut reads) = (1, 1);
        loop {
            let files: Vec<String> = (first..first + reads).map(|part| file(id, part)).collect();
            let parts = join_all(files.iter().map(|file| storage.read(file))).await;
            for (file, part) in files.into_iter().zip(parts) {
                let part = match part? {
                    Some(part) => Some(part),
                    // It may have come while those before it were read.
                    None => storage.read(&file).await?,
                };
                let Some(tail) = part else {
                    return Ok(None);
                };
                let location = storage.location(&file);
                match follow(&tail.bytes, &mut changes, &location)? {
                    Some(Line::Continued) => {}
                    last => {
                        let is_closed = last.is_some();
                        return Ok(Some(Self { changes, file, tail, is_closed }));
                    }
                }
            }
            first += reads;
            reads = (reads * 2).min(READS);
        }
    }

    /// Sees to it that who has written this journal writes into it no more, and is told so.
    ///
    /// # Errors
    /// [`StateError::Conflict`] if it has gone on meanwhile; or a place that cannot be written.
    pub(crate) async fn close(&mut self, storage: &dyn Storage) -> Result<(), StateError> {
        if self.is_closed {
            return Ok(());
        }
        let mut bytes = whole_lines(&self.tail.bytes).to_vec();
        let closed = encoded(&Line::Closed);
        bytes.extend(closed.map_err(|error| corrupt(&storage.location(&self.file), &error))?);
        storage.write(&self.file, bytes, Some(self.tail.version.clone())).await?;
        self.is_closed = true;
        Ok(())
    }
}

/// Adds the changes of a part, and gives the line that ends it, if it has one.
fn follow(
    bytes: &[u8],
    changes: &mut Vec<Change>,
    location: &str,
) -> Result<Option<Line>, StateError> {
    let lines = whole_lines(bytes).split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    for line in lines {
        match serde_json::from_slice(line).map_err(|error| corrupt(location, &error))? {
            Line::Change(change) => changes.push(*change),
            end => return Ok(Some(end)),
        }
    }
    Ok(None)
}

fn corrupt(location: &str, reason: &dyn std::fmt::Display) -> StateError {
    StateError::CorruptJournal { location: location.to_owned(), reason: reason.to_string() }
}
