//! Spec files of objects that are to be taken over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use generate::{Specs, render, render_locals};
use workspace::files::replace;

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

/// Writes specs into a folder, and gives the paths of the files. No file that exists is touched: where one has
/// the name, the next has a number.
///
/// # Errors
/// A file that cannot be written. Those before it are whole.
pub fn write(folder: &Path, specs: &Specs) -> Result<Vec<PathBuf>, WriteError> {
    let mut written = Vec::new();
    for (name, text) in texts(specs)? {
        let path = free_name(folder, name);
        let wrote = fs::create_dir_all(folder).and_then(|()| replace(&path, text.as_bytes()));
        wrote.map_err(|error| WriteError::Io { path: path.clone(), error })?;
        written.push(path);
    }
    Ok(written)
}

/// The files by their names, without endings.
fn texts(specs: &Specs) -> Result<Vec<(&'static str, String)>, WriteError> {
    let Specs { files, locals, .. } = specs;
    let rendered = files.iter().map(|file| (file.concern.file_name(), render(&file.blocks)));
    let shared = (!locals.is_empty()).then(|| ("locals", render_locals(locals)));
    rendered
        .chain(shared)
        .map(|(name, text)| match text {
            Ok(text) => Ok((name, format!("{HEADER}{text}"))),
            Err(error) => Err(WriteError::Yaml { file: name, error: error.to_string() }),
        })
        .collect()
}

fn free_name(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2_u32..).map(|number| format!("{name}-{number}.yaml"));
    let names = std::iter::once(format!("{name}.yaml")).chain(numbered);
    let mut paths = names.map(|name| folder.join(name));
    // There are fewer files than numbers.
    paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}
