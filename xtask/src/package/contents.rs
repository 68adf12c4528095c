//! What every package holds beside the program: manual pages and completions, which the program writes itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::workspace::{printed, root};

/// Where each shell looks below `/usr/share` (bash-completion, `fpath` of zsh, and fish's own folder).
pub const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "bash-completion/completions/diatonic"),
    ("zsh", "zsh/vendor-completions/_diatonic"),
    ("fish", "fish/vendor_completions.d/diatonic.fish"),
];

/// Of PowerShell, which has no such folder.
const POWERSHELL: &str = "diatonic.ps1";

pub struct Contents {
    pub folder: PathBuf,
    pub program: PathBuf,
}

impl Contents {
    /// The manual pages, a file each.
    pub fn manual(&self) -> PathBuf {
        self.folder.join("man")
    }

    /// The completions for a shell.
    pub fn completions(&self, shell: &str) -> PathBuf {
        self.folder.join("completions").join(file_name(shell))
    }
}

fn file_name(shell: &str) -> &str {
    let path = COMPLETIONS.iter().find(|(name, _)| *name == shell).map(|(_, path)| *path);
    path.and_then(|path| path.rsplit('/').next()).unwrap_or(POWERSHELL)
}

/// Puts into a folder what goes into an archive.
pub fn gather(program: &Path, folder: &Path) -> Result<Contents> {
    let contents = Contents { folder: folder.to_owned(), program: folder.join("diatonic") };
    let completions = folder.join("completions");
    fs::create_dir_all(&completions).map_err(Failure::at(&completions))?;
    fs::copy(program, &contents.program).map_err(Failure::at(program))?;
    for name in ["LICENSE", "README.md"] {
        fs::copy(root().join(name), folder.join(name)).map_err(Failure::at(folder))?;
    }
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = printed(Command::new(program).args(["completions", shell]))?;
        let file = contents.completions(shell);
        fs::write(&file, script).map_err(Failure::at(&file))?;
    }
    let manual = contents.manual();
    printed(Command::new(program).arg("man").arg(&manual))?;
    Ok(contents)
}
