//! The project in which the user is.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::report::origin;

/// The folders of which a project has at least one.
const FOLDERS: [&str; 2] = ["specs", "environments"];

/// The project's folder: the one that is named, if it has anything of a project, or else the next one above it that
/// has both `specs/` and `environments/`. Where there is none, it is the one that is named. From here on, what is
/// shown of files is told from where the user is.
pub(super) fn found(named: PathBuf) -> PathBuf {
    let has = |folder: &Path, what: &str| folder.join(what).is_dir();
    if FOLDERS.iter().any(|one| has(&named, one)) {
        origin::set(&named);
        return named;
    }
    let Ok(whole) = named.canonicalize() else {
        return named;
    };
    let above = whole.ancestors().skip(1).enumerate();
    let mut projects = above.filter(|(_, folder)| FOLDERS.iter().all(|one| has(folder, one)));
    let Some((steps, project)) = projects.next() else {
        return named;
    };
    let up: PathBuf = std::iter::repeat_n("..", steps + 1).collect();
    // As the user has written it, where that leads there.
    let leads_there = |folder: &&Path| folder.canonicalize().is_ok_and(|whole| whole == project);
    let folder = match named.ancestors().skip(1).find(leads_there) {
        Some(written) => written.to_owned(),
        None if named == Path::new(".") => up,
        None => named.join(up),
    };
    origin::set(&folder);
    folder
}

/// The project's folder from the root of the repository on in which it is; nothing where there is no repository.
pub(super) fn in_repository(folder: &Path) -> PathBuf {
    let Ok(whole) = folder.canonicalize() else {
        return PathBuf::new();
    };
    let root = whole.ancestors().find(|above| above.join(".git").exists());
    let inside = root.and_then(|root| whole.strip_prefix(root).ok());
    inside.map(Path::to_owned).unwrap_or_default()
}

/// Refuses a folder without a project, with what to do next.
///
/// # Errors
/// There is no such folder, or nothing of a project in it.
pub(super) fn check(folder: &Path) -> Result<(), Failure> {
    if FOLDERS.iter().any(|one| folder.join(one).is_dir()) {
        return Ok(());
    }
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(Failure::Usage(format!("there is no folder `{shown}`")));
    }
    Err(Failure::Usage(
        "there is no project here: neither this folder nor one above it holds `specs/` and `environments/`\n\
         `diatonic init` makes one; `-C <folder>` names one that is elsewhere"
            .to_owned(),
    ))
}
