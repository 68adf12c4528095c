//! Finds and opens what a path names. Paths start from the project's folder; `~` is the home folder.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::super::arguments;
use super::super::function::Surroundings;
use super::super::words::counted;
use crate::value::Value;

/// The largest file that is read into memory, in bytes. A path such as `/proc/kcore` must not fill it.
pub(super) const FILE_LIMIT: u64 = 16 << 20;

/// A regular file that is open.
pub(in super::super) struct Opened {
    pub file: File,
    path: PathBuf,
    /// In bytes.
    pub length: u64,
}

impl Opened {
    /// Why it could not be read to its end.
    pub fn unreadable(&self, error: &io::Error) -> String {
        unreadable(&self.path, error)
    }

    /// All of it, which takes steps.
    pub(super) fn bytes(self, surroundings: &dyn Surroundings) -> Result<Vec<u8>, String> {
        let spent = surroundings.budget().spend_reading(self.length.min(FILE_LIMIT));
        spent.map_err(|problem| problem.message)?;
        let mut bytes = Vec::new();
        let read = (&self.file).take(FILE_LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(|error| self.unreadable(&error))?;
        if bytes.len() as u64 <= FILE_LIMIT {
            return Ok(bytes);
        }
        Err(format!(
            "{} is larger than {}, the most that becomes text; use a smaller file",
            self.path.display(),
            counted(16, "mebibyte")
        ))
    }
}

/// Opens the file that the first argument names.
pub(in super::super) fn opened(
    arguments: &[Value],
    surroundings: &dyn Surroundings,
) -> Result<Opened, String> {
    let path = path(arguments, surroundings)?;
    let file = open(&path)?;
    let details = file.metadata().map_err(|error| unreadable(&path, &error))?;
    Ok(Opened { file, path, length: details.len() })
}

/// The text of the file that the first argument names.
pub(super) fn read_text(
    arguments: &[Value],
    surroundings: &dyn Surroundings,
) -> Result<String, String> {
    let opened = opened(arguments, surroundings)?;
    let path = opened.path.clone();
    String::from_utf8(opened.bytes(surroundings)?).map_err(|_| {
        format!("{} must be UTF-8 text, but it is not; convert it to UTF-8", path.display())
    })
}

/// The path that the first argument names, from the root on.
pub(super) fn path(
    arguments: &[Value],
    surroundings: &dyn Surroundings,
) -> Result<PathBuf, String> {
    let path = arguments::text(arguments, 0, "the path")?;
    if path.is_empty() {
        return Err("the path must name a file, but it is empty; write one, as in \"policy.json\""
            .to_owned());
    }
    match at_home(&path)? {
        Some(path) => Ok(path),
        // Component by component, so that no message shows `specs/./policy.json`.
        None => Ok(surroundings.base_folder().join(&*path).components().collect()),
    }
}

/// Where a path that starts with `~` leads.
pub(super) fn at_home(path: &str) -> Result<Option<PathBuf>, String> {
    let Some(below_home) = path.strip_prefix('~') else {
        return Ok(None);
    };
    let home = std::env::home_dir().ok_or("there is no home folder for ~; write the whole path")?;
    match below_home.strip_prefix('/') {
        Some(rest) => Ok(Some(home.join(rest))),
        None if below_home.is_empty() => Ok(Some(home)),
        None => {
            Err("the path must not name another user's home folder; write the whole path"
                .to_owned())
        }
    }
}

/// Opens a regular file. Reading a device or a pipe might never end.
fn open(path: &Path) -> Result<File, String> {
    let details = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    check_regular(path, &details)?;
    File::open(path).map_err(|error| unreadable(path, &error))
}

/// Refuses what is there, but is not a file.
pub(super) fn check_regular(path: &Path, details: &std::fs::Metadata) -> Result<(), String> {
    if details.is_file() {
        return Ok(());
    }
    let kind = if details.is_dir() { "a folder" } else { "a device or pipe" };
    Err(format!("{} must be a file, but it is {kind}; name a file", path.display()))
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!(
            "there is no file {}; relative paths start from the folder of the project",
            path.display()
        ),
        _ => format!("{} cannot be read: {error}", path.display()),
    }
}
