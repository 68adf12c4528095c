//! Runs the tools that packages are made with.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use super::commit::Commit;
use crate::failure::Result;
use crate::workspace::printed;

/// Runs a tool in a folder, with the commit's time as that of all that it makes, and takes what it prints.
///
/// # Errors
/// The tool is not there, or fails; its own words have been printed by then.
pub fn run_in<A: AsRef<OsStr>>(
    folder: &Path,
    tool: &str,
    arguments: impl IntoIterator<Item = A>,
    commit: &Commit,
) -> Result<String> {
    printed(Command::new(tool).current_dir(folder).args(arguments).envs(commit.variables()))
}
