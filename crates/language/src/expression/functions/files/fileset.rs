//! The files that a pattern names.

use std::io;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobMatcher};

use super::super::arguments::{self, Outcome};
use super::super::function::Surroundings;
use super::super::words::excerpt;
use super::reading::{path, unreadable};
use crate::value::Value;

/// The paths of the files below a folder that fit a pattern, from that folder on, sorted. A folder that is not there has
/// no files. Links to folders are not followed, so that a link cannot make it loop.
pub(super) fn fileset(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let folder = path(arguments, surroundings)?;
    let pattern = arguments::text(arguments, 1, "the pattern")?;
    let pattern: Vec<&str> =
        pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if pattern.contains(&"..") {
        return Err("the pattern must stay in the folder, but it has a `..`; name another folder"
            .to_owned());
    }
    let literal = pattern.iter().take_while(|part| !part.contains(['*', '?', '[', '{', '\\']));
    let start: PathBuf = literal.take(pattern.len().saturating_sub(1)).collect();
    let pattern = pattern.join("/");
    let search = Search {
        folder: &folder,
        deepest: match pattern.contains("**") {
            true => usize::MAX,
            false => pattern.matches('/').count(),
        },
        matcher: compiled(&pattern)?.compile_matcher(),
        surroundings,
    };
    let mut found = Vec::new();
    search.look_into(&start, &mut found)?;
    found.sort_unstable();
    Ok(found.into())
}

fn compiled(pattern: &str) -> Result<Glob, String> {
    GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build().map_err(
        |error| format!("{} is not a pattern of paths: {}", excerpt(pattern), error.kind()),
    )
}

struct Search<'a> {
    folder: &'a Path,
    /// How many folders there are above a file that fits, at most.
    deepest: usize,
    matcher: GlobMatcher,
    surroundings: &'a dyn Surroundings,
}

impl Search<'_> {
    fn look_into(&self, below: &Path, found: &mut Vec<String>) -> Result<(), String> {
        let budget = self.surroundings.budget();
        budget.spend_reading(0).map_err(|problem| problem.message)?;
        let folder = self.folder.join(below);
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(()),
            entries => entries.map_err(|error| unreadable(&folder, &error))?,
        };
        for entry in entries {
            budget.spend_step().map_err(|problem| problem.message)?;
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let file_type = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
            let path = below.join(entry.file_name());
            if file_type.is_dir() {
                if path.components().count() <= self.deepest {
                    self.look_into(&path, found)?;
                }
            } else if self.matcher.is_match(&path) && entry.path().is_file() {
                let path = path.to_str().ok_or_else(|| {
                    format!("{} must have a name in UTF-8; rename it", path.display())
                })?;
                found.push(path.to_owned());
            }
        }
        Ok(())
    }
}
