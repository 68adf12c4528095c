//! The folder of environments: what files in it are called.

use std::path::{Path as FilePath, PathBuf};

use crate::read::yaml::{self, LARGEST_FILE};
use workspace::files::read_up_to;

/// The folder of environments, in that of the project.
pub(super) const ENVIRONMENTS: &str = "environments";

/// The folder of what they share.
pub(super) const SHARED: &str = "environments/shared";

/// The environments that a project has, by name.
pub fn names(root: &FilePath) -> Vec<String> {
    names_in(root, ENVIRONMENTS)
}

/// The names of the files in a folder, without what they end in.
pub(super) fn names_in(root: &FilePath, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = files(root, folder).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    names
}

/// The files of a folder that are read: what each is called, and its path from the project's folder.
fn files(root: &FilePath, folder: &str) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    let paths = entries.map(move |entry| FilePath::new(folder).join(entry.file_name()));
    let named = paths.filter(|path| yaml::ending(path).is_some()).filter_map(|path| {
        let name = path.file_stem()?.to_str()?.to_owned();
        Some((name, path))
    });
    named.filter(|(name, _)| is_name(name))
}

/// The name of an environment stands in physical names, and any name in a path.
fn is_name(text: &str) -> bool {
    text.chars().all(|symbol| symbol.is_ascii_alphanumeric() || "-_".contains(symbol))
}

/// A file of a folder by its name: its path from the project's folder, and its bytes; nothing where there is none.
pub(super) fn read(root: &FilePath, folder: &str, name: &str) -> Option<(PathBuf, Vec<u8>)> {
    let files = files(root, folder).filter(|(own, _)| own == name).map(|(_, path)| path);
    let path = files.min_by_key(|path| yaml::ending(path))?;
    let bytes = read_up_to(LARGEST_FILE, &root.join(&path)).ok()?;
    Some((path, bytes))
}
