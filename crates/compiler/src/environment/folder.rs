//! The folder of environments: what files in it are called.

use std::path::{Path as FilePath, PathBuf};

use crate::read::yaml::LARGEST_FILE;
use workspace::files::read_up_to;

/// The folder of environments, in that of the project.
pub(super) const ENVIRONMENTS: &str = "environments";

/// The folder of what they share.
pub(super) const SHARED: &str = "environments/shared";

const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The environments that a project has, by name.
pub fn names(root: &FilePath) -> Vec<String> {
    names_in(root, ENVIRONMENTS)
}

/// The names of the files in a folder, without what they end in.
pub(super) fn names_in(root: &FilePath, folder: &str) -> Vec<String> {
    let files = std::fs::read_dir(root.join(folder));
    let paths = files.into_iter().flatten().flatten().map(|file| file.path());
    let mut names: Vec<String> = paths
        .filter(|path| {
            EXTENSIONS.iter().any(|known| path.extension().is_some_and(|own| own == *known))
        })
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|name| is_name(name))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The name of an environment stands in physical names, and any name in a path.
fn is_name(text: &str) -> bool {
    text.chars().all(|symbol| symbol.is_ascii_alphanumeric() || "-_".contains(symbol))
}

/// A file of a folder by its name: its path from the project's folder, and its bytes; nothing where there is none.
pub(super) fn read(root: &FilePath, folder: &str, name: &str) -> Option<(PathBuf, Vec<u8>)> {
    let paths = EXTENSIONS.map(|extension| PathBuf::from(format!("{folder}/{name}.{extension}")));
    let mut paths = paths.into_iter().filter(|_| is_name(name));
    paths.find_map(|path| {
        let bytes = read_up_to(LARGEST_FILE, &root.join(&path)).ok()?;
        Some((path, bytes))
    })
}
