//! Paths as texts. Nothing is looked up but where `~` and the project's folder are.

use super::super::arguments::{self, Outcome};
use super::super::function::Surroundings;
use super::reading::at_home;
use crate::value::Value;

/// The last part of a path.
pub(super) fn basename(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let path = arguments::text(arguments, 0, "the path")?;
    let trimmed = path.trim_end_matches('/');
    Ok(match (path.is_empty(), trimmed.rsplit('/').next()) {
        (true, _) => ".".into(),
        (_, Some(name)) if !name.is_empty() => name.into(),
        _ => "/".into(),
    })
}

/// A path without its last part.
pub(super) fn dirname(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let path = arguments::text(arguments, 0, "the path")?;
    let folder = path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or_default();
    Ok(clean(folder).into())
}

/// A path with the home folder in place of `~`.
pub(super) fn pathexpand(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let path = arguments::text(arguments, 0, "the path")?;
    match at_home(&path)? {
        Some(path) => Ok(path.to_string_lossy().into()),
        None => Ok(path.into()),
    }
}

/// A path from the root on.
pub(super) fn abspath(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let path = arguments::text(arguments, 0, "the path")?;
    let joined = std::path::absolute(surroundings.base_folder().join(&*path));
    let joined =
        joined.map_err(|error| format!("the project's folder cannot be found: {error}"))?;
    Ok(clean(&joined.to_string_lossy()).into())
}

/// The shortest path that leads to the same place, as far as the text tells: without `.`, without `..` behind a name,
/// without slashes beside slashes or at the end.
fn clean(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            // There is nothing above the root.
            ".." if is_absolute => {}
            part => parts.push(part),
        }
    }
    match (is_absolute, parts.join("/")) {
        (true, rest) => format!("/{rest}"),
        (false, rest) if rest.is_empty() => ".".to_owned(),
        (false, rest) => rest,
    }
}
