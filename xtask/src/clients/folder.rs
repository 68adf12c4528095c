//! The folder `clients`, and the programs that work in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use emulators::Node;

use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::{root, shown};

pub struct Clients {
    pub folder: PathBuf,
    pub node: Node,
}

impl Clients {
    /// Installs Node.js if it is not there.
    pub fn open() -> Result<Self> {
        Ok(Self { folder: root().join("clients"), node: emulators::install()?.node() })
    }

    /// Runs a script of `package.json`.
    pub fn script(&self, name: &str) -> Result {
        self.script_with(name, &[])
    }

    /// The same with variables of the process environment.
    pub fn script_with(&self, name: &str, variables: &[(&str, &Path)]) -> Result {
        let before = Instant::now();
        let mut command = self.node.node();
        command.arg("--run").arg(name).envs(variables.iter().copied());
        self.run(command)?;
        say(format!("clients: {name} has passed ({:.1} s)", before.elapsed().as_secs_f32()));
        Ok(())
    }

    /// Runs a command in the folder.
    pub fn run(&self, mut command: Command) -> Result {
        let shown = shown(command.current_dir(&self.folder));
        let status = command.status().map_err(|cause| format!("cannot run {shown}: {cause}"))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::from(format!("{shown} failed in clients ({status})")))
    }
}
