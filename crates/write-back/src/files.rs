//! The files, written together or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::proposal::EditedFile;

/// Why no file was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody has changed the file since it was read.
    #[error("{0} was changed meanwhile")]
    Changed(PathBuf),
    #[error("cannot write {path}: {error}")]
    Io { path: PathBuf, error: io::Error },
}

/// Writes the files in the folder of a project. Each takes the place of the old one as a whole, once all are on disk; where
/// one cannot, those that have are as they were again.
///
/// # Errors
/// A file has another text than before its edits, or cannot be written.
pub fn write(root: &Path, files: &BTreeMap<PathBuf, EditedFile>) -> Result<(), WriteError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| WriteError::Io { path, error }
    };
    let mut ready = Vec::new();
    for (name, file) in files {
        // What a link leads to is written, and the link stays.
        let path = fs::canonicalize(root.join(name)).map_err(at(name))?;
        if fs::read(&path).map_err(at(name))? != file.before.as_bytes() {
            return Err(WriteError::Changed(name.clone()));
        }
        let new = beside(&path, &file.after).map_err(at(name))?;
        let old = beside(&path, &file.before).map_err(at(name))?;
        ready.push((name, path, new, old));
    }
    let mut done: Vec<(PathBuf, NamedTempFile)> = Vec::new();
    for (name, path, new, old) in ready {
        if let Err(error) = new.persist(&path) {
            for (path, old) in done.into_iter().rev() {
                old.persist(&path).map_err(|error| at(&path)(error.error))?;
            }
            return Err(WriteError::Io { path: name.clone(), error: error.error });
        }
        done.push((path, old));
    }
    Ok(())
}

/// A text on disk in the folder of a file, with its permissions.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(before: &str, after: &str) -> EditedFile {
        EditedFile { before: before.to_owned(), after: after.to_owned() }
    }

    #[test]
    fn all_files_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        for name in ["a.yaml", "b.yaml"] {
            fs::write(folder.path().join(name), "old").unwrap();
        }
        let files = |b: &str| {
            let files = [("a.yaml", edited("old", "new")), ("b.yaml", edited(b, "new"))];
            files.into_iter().map(|(name, file)| (PathBuf::from(name), file)).collect()
        };
        let refused = write(folder.path(), &files("another"));
        assert!(matches!(refused, Err(WriteError::Changed(path)) if path == Path::new("b.yaml")));
        assert_eq!((text("a.yaml"), text("b.yaml")), ("old".to_owned(), "old".to_owned()));
        write(folder.path(), &files("old")).unwrap();
        assert_eq!((text("a.yaml"), text("b.yaml")), ("new".to_owned(), "new".to_owned()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }
}
