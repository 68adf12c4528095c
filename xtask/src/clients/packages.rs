//! The packages that npm installs.

use std::fs;
use std::path::Path;

use super::folder::Clients;
use crate::failure::{Failure, Result};
use crate::terminal::say;

const LOCK: &str = "package-lock.json";
const FOLDER: &str = "node_modules";
/// A copy of the lock file that the installed packages come from.
const INSTALLED: &str = "node_modules/.installed";
/// Says to other tools that the folder holds nothing of ours (<https://bford.info/cachedir/>).
const TAG: (&str, &str) =
    ("node_modules/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");

/// Installs exactly what the lock file says, unless that is there already.
pub fn install(clients: &Clients) -> Result {
    let lock = read(&clients.folder.join(LOCK))?;
    if fs::read_to_string(clients.folder.join(INSTALLED)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("Installing the packages of the web client.");
    let mut command = clients.node.npm();
    command.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    clients.run(command)?;
    let folder = clients.folder.join(FOLDER);
    fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
    write(&clients.folder.join(TAG.0), TAG.1)?;
    write(&clients.folder.join(INSTALLED), &lock)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(Failure::at(file))
}

fn write(file: &Path, text: &str) -> Result {
    fs::write(file, text).map_err(Failure::at(file))
}
