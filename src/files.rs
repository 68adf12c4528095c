//! Files that nobody ever sees half written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// What a file is called while it is being written.
pub(crate) const UNFINISHED: &str = ".new";

/// Puts bytes in the place of a file, or of nothing. A reader sees the old file or the new one.
///
/// # Errors
/// A folder that cannot be written.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(UNFINISHED);
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(temporary, path)
}
