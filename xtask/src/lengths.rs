//! `cargo xtask lengths`: no Rust file is longer than a reader can keep in mind.

use std::fs;
use std::path::{Path, PathBuf};

use crate::calls;
use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::root;

/// How many lines a file may have.
const LIMIT: usize = 450;

/// Fail if a Rust file is too long
#[derive(clap::Args)]
pub struct Arguments {}

pub fn run(_: &Arguments) -> Result {
    let root = root();
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    // What is generated is read by nobody.
    files.retain(|file| *file != root.join(calls::FILE));
    let mut long = Vec::new();
    for file in &files {
        let lines = fs::read_to_string(file).map_err(Failure::at(file))?.lines().count();
        if lines > LIMIT {
            let name = file.strip_prefix(&root).unwrap_or(file);
            long.push(format!("  {} has {lines} lines", name.display()));
        }
    }
    if long.is_empty() {
        say(format!("{} files, none longer than {LIMIT} lines", files.len()));
        return Ok(());
    }
    long.sort();
    Err(Failure::from(format!(
        "files longer than {LIMIT} lines; make each a folder with a file for each concern:\n{}",
        long.join("\n")
    )))
}

/// Finds the Rust files below a folder, but for those of hidden folders and of what cargo builds.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result {
    for entry in fs::read_dir(folder).map_err(Failure::at(folder))? {
        let path = entry.map_err(Failure::at(folder))?.path();
        let is_hidden =
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.is_dir() && !path.is_symlink() {
            if !is_hidden && !path.join("CACHEDIR.TAG").exists() {
                collect(&path, files)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
