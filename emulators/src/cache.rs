//! Where the virtual environment and the background emulators live.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use crate::{Error, Result};

/// This crate's folder in the user's cache, made if it is not there: `$DIATONIC_CACHE/emulators`,
/// else `$XDG_CACHE_HOME/diatonic/emulators`, else `$HOME/.cache/diatonic/emulators`.
pub(crate) fn folder() -> Result<PathBuf> {
    let folder = choose(|name| env::var_os(name)).ok_or(Error::NoCacheFolder)?;
    fs::create_dir_all(&folder).map_err(Error::at(&folder))?;
    Ok(folder)
}

fn choose(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let path = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    path("DIATONIC_CACHE")
        .or_else(|| Some(path("XDG_CACHE_HOME")?.join("diatonic")))
        .or_else(|| Some(path("HOME")?.join(".cache/diatonic")))
        .map(|cache| cache.join("emulators"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Option<PathBuf> {
        choose(|name| {
            let (_, value) = variables.iter().find(|(key, _)| *key == name)?;
            Some(OsString::from(value))
        })
    }

    #[test]
    fn the_most_specific_variable_wins() {
        let all = [("DIATONIC_CACHE", "/d"), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(chosen(&all), Some(PathBuf::from("/d/emulators")));
        assert_eq!(chosen(&all[1..]), Some(PathBuf::from("/x/diatonic/emulators")));
        assert_eq!(chosen(&all[2..]), Some(PathBuf::from("/h/.cache/diatonic/emulators")));
        assert_eq!(chosen(&[]), None);
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let chosen = chosen(&[("XDG_CACHE_HOME", ""), ("HOME", "/h")]);
        assert_eq!(chosen, Some(PathBuf::from("/h/.cache/diatonic/emulators")));
    }
}
