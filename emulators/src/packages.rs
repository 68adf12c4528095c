//! The packages that npm installs.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::node::Node;

const LOCK: &str = "package-lock.json";
const FOLDER: &str = "node_modules";
/// A copy of the lock file that the installed packages come from.
const INSTALLED: &str = "node_modules/.installed";
/// Says to other tools that the folder holds nothing of ours (<https://bford.info/cachedir/>).
const TAG: (&str, &str) =
    ("node_modules/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");

impl Node {
    /// Installs the packages of a folder, exactly as its lock file says, unless they are there already.
    ///
    /// # Errors
    /// The folder has no lock file or cannot be written, or npm fails: then with what it printed.
    pub fn install_packages(&self, folder: &Path) -> Result<()> {
        let lock = read(&folder.join(LOCK))?;
        if fs::read_to_string(folder.join(INSTALLED)).is_ok_and(|installed| installed == lock) {
            return Ok(());
        }
        let mut command = self.npm();
        command.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
        let output = command.output().map_err(Error::spawn("npm"))?;
        if !output.status.success() {
            let printed = [output.stdout, output.stderr].concat();
            return Err(Error::Command {
                command: "npm ci".to_owned(),
                output: String::from_utf8_lossy(&printed).into_owned(),
            });
        }
        let packages = folder.join(FOLDER);
        fs::create_dir_all(&packages).map_err(Error::at(&packages))?;
        write(&folder.join(TAG.0), TAG.1)?;
        write(&folder.join(INSTALLED), &lock)
    }
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(Error::at(file))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).map_err(Error::at(file))
}
