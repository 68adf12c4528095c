//! Files of the project that objects are made of.

use std::fs;
use std::path::{Path as FilePath, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::file_problem::Problem;
use crate::ignored::Ignored;

/// A file of a folder.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path in the folder, with `/` on every system.
    pub name: String,
    pub path: PathBuf,
}

/// Every file of a folder that is not left out, in the order of their names. Links are followed, and may not lead out of
/// it.
pub(crate) fn files(folder: &FilePath, ignored: &Ignored) -> Result<Vec<File>, Problem> {
    let root = fs::canonicalize(folder).map_err(|error| Problem::reading(folder, &error))?;
    let mut files = Vec::new();
    let is_taken = |entry: &DirEntry| {
        let inner = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        entry.depth() == 0 || !ignored.leaves_out(inner, entry.file_type().is_dir())
    };
    for entry in WalkDir::new(folder).follow_links(true).into_iter().filter_entry(is_taken) {
        let entry = entry.map_err(|error| Problem::reading(folder, &error))?;
        if entry.depth() > 0 && entry.path_is_symlink() {
            check_link(&root, folder, entry.path())?;
        }
        let file_type = entry.file_type();
        let path = entry.into_path();
        if file_type.is_file() {
            files.push(File { name: name_in(folder, &path)?, path });
        } else if !file_type.is_dir() {
            return Err(Problem::new(
                format!("`{}` cannot be taken", path.display()),
                "it is not a file, but a pipe, a socket or a device",
                "take it out of the folder",
            ));
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Nothing is taken but what is in the folder. A link that leads out of it may lead to what is nobody else's
/// business, such as keys in a home folder.
fn check_link(root: &FilePath, folder: &FilePath, link: &FilePath) -> Result<(), Problem> {
    let target = fs::canonicalize(link).map_err(|error| Problem::reading(link, &error))?;
    if target.starts_with(root) {
        return Ok(());
    }
    Err(Problem::new(
        format!("`{}` leads out of `{}`", link.display(), folder.display()),
        format!("it is a link to `{}`", target.display()),
        "put a copy in its place, or name a folder that holds both",
    ))
}

fn name_in(folder: &FilePath, path: &FilePath) -> Result<String, Problem> {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    let parts: Option<Vec<&str>> =
        inner.components().map(|part| part.as_os_str().to_str()).collect();
    let parts = parts.ok_or_else(|| {
        Problem::new(
            format!("the name of `{}` is not UTF-8", path.display()),
            "names in a zip and in a bucket are",
            "rename the file",
        )
    })?;
    Ok(parts.join("/"))
}

#[cfg(all(test, unix))]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn folder_of(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files.iter().rev() {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    #[test]
    fn a_link_that_leads_out_of_the_folder_is_refused() {
        use std::os::unix::fs::symlink;

        let home = folder_of(&[(".ssh/id_rsa".to_owned(), b"key".to_vec())].into());
        for target in [".ssh/id_rsa", ".ssh"] {
            let folder = folder_of(&[("index.js".to_owned(), vec![])].into());
            symlink(home.path().join(target), folder.path().join("shared")).unwrap();
            let problem = files(folder.path(), &Ignored::nothing()).unwrap_err();
            assert!(problem.message.contains("shared` leads out of"), "{problem:?}");
            assert!(problem.why.contains(target), "{problem:?}");
        }
    }

    #[test]
    fn links_within_the_folder_and_to_the_folder_itself_are_followed() {
        use std::os::unix::fs::symlink;

        let folder = folder_of(&[("lib/a.js".to_owned(), b"a".to_vec())].into());
        symlink("lib", folder.path().join("same")).unwrap();
        let other = tempfile::tempdir().unwrap();
        let link = other.path().join("dist");
        symlink(folder.path(), &link).unwrap();
        let found = files(&link, &Ignored::nothing()).unwrap();
        let names: Vec<String> = found.into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["lib/a.js", "same/a.js"]);
    }

    #[test]
    fn links_in_a_loop_and_to_nothing_and_pipes_are_refused() {
        use std::os::unix::fs::symlink;

        let refused = |prepare: &dyn Fn(&FilePath)| {
            let folder = folder_of(&[("index.js".to_owned(), vec![])].into());
            prepare(folder.path());
            files(folder.path(), &Ignored::nothing()).unwrap_err()
        };
        refused(&|folder| symlink(".", folder.join("loop")).unwrap());
        refused(&|folder| symlink("nowhere", folder.join("broken")).unwrap());
        let problem = refused(&|folder| {
            let made = std::process::Command::new("mkfifo").arg(folder.join("pipe")).status();
            assert!(made.unwrap().success());
        });
        assert!(problem.why.contains("a pipe"), "{problem:?}");
    }
}
