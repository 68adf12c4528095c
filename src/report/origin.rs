//! Where the project is, seen from where the user is: a process has one project. Files are named from its folder
//! everywhere, and shown so that the user, or the user's editor, finds them.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static ORIGIN: OnceLock<PathBuf> = OnceLock::new();

/// Takes note of the project's folder.
pub fn set(folder: &Path) {
    // A second one could only be the same.
    let _ = ORIGIN.set(folder.to_owned());
}

/// A path of the project, from where the user is. What is not a file, such as an expression that was typed, is named in angle
/// brackets, and stands nowhere.
pub(super) fn from_here(path: &Path) -> PathBuf {
    let is_file = !path.to_string_lossy().starts_with('<');
    match ORIGIN.get().filter(|_| is_file) {
        Some(folder) if folder != Path::new(".") => folder.join(path),
        _ => path.to_owned(),
    }
}
