//! Who reads the outputs of a stack: a file beside its state, into which each reader puts itself at its applies. No state is
//! changed and no lock is taken for it, so that a reader can never stand in a writer's way.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::StateError;
use crate::storage::Storage;

/// The file in the place of a state.
pub const FILE: &str = "readers.json";

/// Who reads a stack's outputs, by the stack that does: the outputs that it read when it was last applied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readers(pub BTreeMap<String, BTreeSet<String>>);

impl Readers {
    /// Those who have put themselves into the file. One that holds something else tells of nobody.
    ///
    /// # Errors
    /// A place that cannot be read.
    pub async fn load(storage: &dyn Storage) -> Result<Self, StateError> {
        Ok(read(storage).await?.0)
    }

    /// Puts a stack in as the reader of these outputs, and takes it out where it reads none. Writes nothing where that is
    /// what the file says.
    ///
    /// # Errors
    /// A place that cannot be read or written.
    pub async fn note(
        storage: &dyn Storage,
        stack: &str,
        outputs: BTreeSet<String>,
    ) -> Result<(), StateError> {
        /// Others may write at the same time; each time around one of them has got through.
        const ATTEMPTS: usize = 5;
        let mut attempt = 1;
        loop {
            let (mut readers, version) = read(storage).await?;
            let before = readers.clone();
            match outputs.is_empty() {
                true => drop(readers.0.remove(stack)),
                false => drop(readers.0.insert(stack.to_owned(), outputs.clone())),
            }
            if readers == before {
                return Ok(());
            }
            let bytes = serde_json::to_vec_pretty(&readers).map_err(|error| {
                StateError::Corrupt { location: storage.location(FILE), reason: error.to_string() }
            })?;
            match storage.write(FILE, bytes, version).await {
                Err(StateError::Conflict { .. }) if attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome.map(drop),
            }
        }
    }

    /// Those who read an output.
    pub fn of<'a>(&'a self, output: &'a str) -> impl Iterator<Item = &'a str> {
        let readers = self.0.iter().filter(move |(_, outputs)| outputs.contains(output));
        readers.map(|(stack, _)| stack.as_str())
    }
}

async fn read(storage: &dyn Storage) -> Result<(Readers, Option<String>), StateError> {
    let stored = storage.read(FILE).await?;
    let readers = stored.as_ref().and_then(|stored| serde_json::from_slice(&stored.bytes).ok());
    Ok((readers.unwrap_or_default(), stored.map(|stored| stored.version)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Folder;

    #[tokio::test]
    async fn readers_put_themselves_in_and_take_themselves_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = Folder::new(folder.path().to_owned());
        let outputs = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Readers::note(&storage, "shop/dev", outputs(&["a", "b"])).await.expect("a note");
        Readers::note(&storage, "web/dev", outputs(&["b"])).await.expect("a note");
        let readers = Readers::load(&storage).await.expect("readers");
        assert_eq!(readers.of("b").collect::<Vec<_>>(), ["shop/dev", "web/dev"]);
        Readers::note(&storage, "shop/dev", outputs(&[])).await.expect("a note");
        let readers = Readers::load(&storage).await.expect("readers");
        assert_eq!(readers.of("a").count(), 0);
    }
}
