//! Runs the tools that packages are made with.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use super::commit::Commit;
use crate::failure::{Failure, Result};
use crate::workspace::shown;

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
    let mut command = Command::new(tool);
    command.current_dir(folder).args(arguments).envs(commit.variables()).stderr(Stdio::inherit());
    let shown = shown(&command);
    let output = command.output().map_err(|cause| format!("cannot run {shown}: {cause}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(Failure::from(format!("{shown} failed ({})", output.status))),
    }
}
