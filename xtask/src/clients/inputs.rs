//! What a result depends on, as a number that differs when any of it does.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// Folders of what is installed or built, whose content follows from the rest.
const LEFT_OUT: [&str; 2] = ["node_modules", "dist"];

/// A digest of all files below some folders, names and contents.
pub fn digest(folders: &[PathBuf]) -> Result<String> {
    let mut files = BTreeSet::new();
    for folder in folders {
        collect(folder, &mut files)?;
    }
    // Not stable across Rust releases, which costs at most one run more.
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.hash(&mut hasher);
        fs::read(file).map_err(Failure::at(file))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut BTreeSet<PathBuf>) -> Result {
    for entry in fs::read_dir(folder).map_err(Failure::at(folder))? {
        let path = entry.map_err(Failure::at(folder))?.path();
        let is_left_out = LEFT_OUT.iter().any(|name| path.ends_with(name));
        if path.is_dir() {
            if !is_left_out {
                collect(&path, files)?;
            }
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_built_counts() {
        let folder = std::env::temp_dir().join(format!("inputs-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::create_dir_all(folder.join("dist")).unwrap();
        let digest = || super::digest(std::slice::from_ref(&folder)).unwrap();
        fs::write(folder.join("src/a.ts"), "1").unwrap();
        let first = digest();
        fs::write(folder.join("dist/a.js"), "1").unwrap();
        assert_eq!(digest(), first);
        fs::write(folder.join("src/a.ts"), "2").unwrap();
        let changed = digest();
        assert_ne!(changed, first);
        fs::rename(folder.join("src/a.ts"), folder.join("src/b.ts")).unwrap();
        assert_ne!(digest(), changed);
        fs::remove_dir_all(&folder).unwrap();
    }
}
