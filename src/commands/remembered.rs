//! What a shell is told of a state that is in no folder: what commands have last read of it. No command counts on it, and
//! it holds nothing but the addresses of resources and the ids of runs.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::storage::location;
use compiler::environment::Environment;
use runs::RunId;
use state::{Location, State};
use workspace::files::{create_private_folder, replace_private};

/// What was last read of a state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remembered {
    /// Whose it is, for two stacks may have one file name.
    of: String,
    pub addresses: Vec<String>,
    /// The newest first.
    pub runs: Vec<String>,
}

/// What is remembered of the state of an environment; nothing where that is in a folder, which can be read itself.
pub(super) fn recalled(environment: &Environment) -> Option<Remembered> {
    let of = owner(environment)?;
    let bytes = std::fs::read(file(&of)?).ok()?;
    serde_json::from_slice(&bytes).ok().filter(|found: &Remembered| found.of == of)
}

/// Remembers the resources of a state.
pub(super) fn keep_addresses(environment: &Environment, state: &State) {
    keep(environment, |known| {
        known.addresses = state.resources.keys().map(ToString::to_string).collect();
    });
}

/// Remembers all runs, of which the newest is the first.
pub(super) fn keep_runs(environment: &Environment, ids: &[RunId]) {
    keep(environment, |known| known.runs = ids.iter().map(ToString::to_string).collect());
}

/// Remembers one more run, which is the newest.
pub(super) fn keep_run(environment: &Environment, id: &RunId) {
    keep(environment, |known| known.runs.insert(0, id.to_string()));
}

/// Writes what has changed. Where that cannot be, shells know less.
fn keep(environment: &Environment, change: impl FnOnce(&mut Remembered)) {
    let Some((of, file)) = owner(environment).and_then(|of| Some((of.clone(), file(&of)?))) else {
        return;
    };
    let known = recalled(environment).unwrap_or(Remembered { of, ..Remembered::default() });
    let mut changed = known.clone();
    change(&mut changed);
    if changed != known {
        let made = file.parent().map_or(Ok(()), create_private_folder);
        let _ = made.and_then(|()| replace_private(&file, &serde_json::to_vec(&changed)?));
    }
}

/// Whose state it is, and where; nothing where that is in a folder.
fn owner(environment: &Environment) -> Option<String> {
    let location = location(environment).ok()?;
    let endpoint = environment.endpoint_url.as_deref().unwrap_or_default();
    match location {
        Location::Folder(_) => None,
        Location::Bucket { .. } => {
            Some(format!("{} in {location} {endpoint}", environment.stack()).trim_end().to_owned())
        }
    }
}

/// The file, in the folder for what can be made again (XDG Base Directory Specification 0.8: `XDG_CACHE_HOME`); nothing where
/// the user has none.
fn file(of: &str) -> Option<PathBuf> {
    let absolute = |name: &str| {
        let folder = PathBuf::from(std::env::var_os(name)?);
        folder.is_absolute().then_some(folder)
    };
    let folder = absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("LOCALAPPDATA"))
        .or_else(|| Some(std::env::home_dir()?.join(".cache")))?;
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    Some(folder.join("diatonic/completions").join(format!("{:016x}.json", hasher.finish())))
}
