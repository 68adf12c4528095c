//! Spec files of objects that are to be taken over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::replace;
use crate::generate::{SpecFile, render};
use crate::kind::Concern;

/// What each file begins with.
const HEADER: &str = "# Taken over from Terraform by `diatonic import-legacy`.\n";

/// Why spec files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{file} cannot be YAML: {error}")]
    Yaml { file: &'static str, error: String },
    #[error("cannot write {}: {error}", .path.display())]
    Io { path: PathBuf, error: io::Error },
}

/// Writes spec files into a folder, and gives their paths. No file that exists is touched: where one has the
/// name, the next has a number.
///
/// # Errors
/// A file that cannot be written. Those before it are whole.
pub fn write(folder: &Path, files: &[SpecFile]) -> Result<Vec<PathBuf>, WriteError> {
    let texts = files.iter().map(|file| {
        let text = render(&file.blocks).map_err(|error| WriteError::Yaml {
            file: file.concern.file_name(),
            error: error.to_string(),
        })?;
        Ok((file.concern, format!("{HEADER}{text}")))
    });
    let texts: Vec<(Concern, String)> = texts.collect::<Result<_, WriteError>>()?;
    let mut written = Vec::new();
    for (concern, text) in texts {
        let path = free_name(folder, concern.file_name());
        let wrote = fs::create_dir_all(folder).and_then(|()| replace(&path, text.as_bytes()));
        wrote.map_err(|error| WriteError::Io {
            path: path.clone(),
            error,
        })?;
        written.push(path);
    }
    Ok(written)
}

fn free_name(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2_u32..).map(|number| format!("{name}-{number}.yaml"));
    let names = std::iter::once(format!("{name}.yaml")).chain(numbered);
    let mut paths = names.map(|name| folder.join(name));
    // There are fewer files than numbers.
    paths
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join(name))
}
