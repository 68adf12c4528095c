use std::path::PathBuf;

use clap::{Args, Command};

use super::{Exit, Failure};
use crate::report::terminal;

/// Write the manual pages, one a command, into a folder.
///
/// `man` finds them in a folder called `man1` whose parent is in the MANPATH, or named by `man -M`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder. It is made where there is none.
    #[arg(value_hint = clap::ValueHint::DirPath)]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, command: Command) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let written =
        std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_err(|error| {
        Failure::Usage(format!("cannot write manual pages into {}: {error}", folder.display()))
    })?;
    terminal::println(format_args!("the manual is in {}: `man {0}/diatonic.1`", folder.display()));
    Ok(Exit::Success)
}
