//! Where records are kept: beside the state, one file for each run.

use std::str::FromStr;
use std::sync::Arc;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::Deserialize;

use crate::end::End;
use crate::error::RunError;
use crate::id::RunId;
use crate::record::{FORMAT, Record};
use language::diagnostic::suggestion;
use state::{State, Storage, forget_fingerprints};

const FOLDER: &str = "runs";
const EXTENSION: &str = ".json";

/// Records that are read at a time.
const READS: usize = 16;

/// The records of one stack.
pub struct Archive {
    storage: Arc<dyn Storage>,
}

/// A run that has begun, and whose end is to be recorded.
pub struct OpenRun {
    storage: Arc<dyn Storage>,
    file: String,
    /// The record as it was written, which takes a fraction of the memory while the run is under way.
    bytes: Vec<u8>,
    version: String,
}

impl Archive {
    /// The records beside a state.
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Self { storage }
    }

    /// Records that a run begins.
    ///
    /// # Errors
    /// A place that cannot be written. Then nothing should be done, for nobody would know of it.
    pub async fn begin(&self, record: Record) -> Result<OpenRun, RunError> {
        let file = file(&record.id);
        let bytes = encoded(&record, &self.storage.location(&file))?;
        drop(record);
        let version = self.storage.write(&file, bytes.clone(), None).await?;
        Ok(OpenRun { storage: self.storage.clone(), file, bytes, version })
    }

    /// The ids of all runs, the newest first.
    ///
    /// # Errors
    /// A place that cannot be read.
    pub async fn ids(&self) -> Result<Vec<RunId>, RunError> {
        let files = self.storage.list(FOLDER).await?;
        let ids = files.iter().filter_map(|file| {
            let name = file.strip_prefix(FOLDER)?.strip_prefix('/')?;
            RunId::from_str(name.strip_suffix(EXTENSION)?).ok()
        });
        let mut ids: Vec<RunId> = ids.collect();
        ids.sort();
        ids.reverse();
        Ok(ids)
    }

    /// The records of some runs, in the same order.
    ///
    /// # Errors
    /// One that cannot be read.
    pub async fn records(&self, ids: &[RunId]) -> Result<Vec<Record>, RunError> {
        let reads = stream::iter(ids.iter().map(|id| self.read(id)));
        reads.buffered(READS).try_collect().await
    }

    /// The record of a run.
    ///
    /// # Errors
    /// There is none, with a proposal; or it cannot be read.
    pub async fn read(&self, id: &RunId) -> Result<Record, RunError> {
        let file = file(id);
        let Some(stored) = self.storage.read(&file).await? else {
            let ids = self.ids().await?;
            return Err(RunError::Unknown {
                id: id.clone(),
                hint: suggestion(id.as_str(), ids.iter().map(RunId::as_str)),
            });
        };
        decoded(&stored.bytes, &self.storage.location(&file))
    }
}

impl OpenRun {
    /// Records how the run ended, and what the state knows then.
    ///
    /// # Errors
    /// A place that cannot be written: the record says then that the run did not end.
    pub async fn end(self, end: End, state: &State) -> Result<(), RunError> {
        let location = self.storage.location(&self.file);
        let mut record = decoded(&self.bytes, &location)?;
        drop(self.bytes);
        record.learn(state);
        record.end = Some(end);
        let bytes = encoded(&record, &location)?;
        self.storage.write(&self.file, bytes, Some(self.version)).await?;
        Ok(())
    }
}

fn file(id: &RunId) -> String {
    format!("{FOLDER}/{id}{EXTENSION}")
}

fn encoded(record: &Record, location: &str) -> Result<Vec<u8>, RunError> {
    serde_json::to_vec(record).map_err(|error| RunError::Corrupt {
        location: location.to_owned(),
        reason: error.to_string(),
    })
}

fn decoded(bytes: &[u8], location: &str) -> Result<Record, RunError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let corrupt = |error: serde_json::Error| RunError::Corrupt {
        location: location.to_owned(),
        reason: error.to_string(),
    };
    let head: Head = serde_json::from_slice(bytes).map_err(corrupt)?;
    if head.format > FORMAT {
        return Err(RunError::Newer { location: location.to_owned(), found: head.format });
    }
    let mut record: Record = serde_json::from_slice(bytes).map_err(corrupt)?;
    if head.format < FORMAT {
        let recorded = record.resources.values_mut();
        recorded.for_each(|one| forget_fingerprints(&mut one.spec));
    }
    Ok(record)
}
