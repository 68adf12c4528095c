//! Spec files of objects that are to be taken over: a file for each service.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::replace;
use crate::generate::{Block, render};

/// Why spec files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{file} cannot be YAML: {error}")]
    Yaml { file: String, error: String },
    #[error("cannot write {}: {error}", .path.display())]
    Io { path: PathBuf, error: io::Error },
}

/// Writes blocks into a folder, and gives the files. No file that exists is touched: where one has the
/// name, the next has a number.
///
/// # Errors
/// A file that cannot be written. Those before it are whole.
pub fn write(folder: &Path, blocks: Vec<Block>) -> Result<Vec<PathBuf>, WriteError> {
    let mut by_service: BTreeMap<String, Vec<Block>> = BTreeMap::new();
    for block in blocks {
        let kind = &block.address.kind;
        let service = kind
            .split_once('.')
            .map_or(kind.as_str(), |(service, _)| service);
        by_service
            .entry(service.to_owned())
            .or_default()
            .push(block);
    }
    let texts = by_service.into_iter().map(|(service, blocks)| {
        let text = render(&blocks).map_err(|error| WriteError::Yaml {
            file: service.clone(),
            error: error.to_string(),
        })?;
        Ok((service, text))
    });
    let texts: Vec<(String, String)> = texts.collect::<Result<_, WriteError>>()?;
    let mut written = Vec::new();
    for (service, text) in texts {
        let path = free_name(folder, &service);
        let wrote = fs::create_dir_all(folder).and_then(|()| replace(&path, text.as_bytes()));
        wrote.map_err(|error| WriteError::Io {
            path: path.clone(),
            error,
        })?;
        written.push(path);
    }
    Ok(written)
}

fn free_name(folder: &Path, service: &str) -> PathBuf {
    let numbered = (2_u32..).map(|number| format!("{service}-{number}.yaml"));
    let names = std::iter::once(format!("{service}.yaml")).chain(numbered);
    let mut paths = names.map(|name| folder.join(name));
    // There are fewer files than numbers.
    paths
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join(service))
}
