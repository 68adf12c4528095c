//! `cargo xtask clients`: the web client and the page that uses it, in `clients/`.
//!
//! Node.js comes with the emulators; npm gets the rest, as `clients/package-lock.json` says. What has not
//! changed since it passed is not done again.

mod inputs;
mod packages;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use emulators::Node;

use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::{install_emulators_during, root, shown};

/// Check, test and build the web client and its page
#[derive(clap::Args)]
pub struct Arguments {
    /// Also tell the story of a newcomer in Chromium, against a platform in memory
    #[arg(long)]
    browser: bool,
    /// Do everything, even if nothing has changed since it passed
    #[arg(long)]
    again: bool,
    /// Only write the sources that come from api/openapi.json
    #[arg(long, conflicts_with_all = ["browser", "again"])]
    generate: bool,
}

/// The scripts of `clients/package.json`, in the order in which they need each other.
const STEPS: [&str; 6] = ["generated", "build:web", "lint", "types", "test", "build:page"];
/// What those of [`STEPS`] make.
const BUILT: [&str; 2] = ["web/dist/index.js", "page/dist/index.html"];
const BROWSER: &str = "e2e";
/// In the folder of the packages, so that it goes when they go.
const PASSED: &str = "node_modules/.passed";

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(|| Ok(()))?;
    let clients = Clients::open()?;
    packages::install(&clients)?;
    if arguments.generate {
        return clients.script("generate");
    }
    let inputs = clients.inputs()?;
    if !arguments.again && clients.has_passed(&inputs) {
        say("The web client has not changed since it passed.");
    } else {
        STEPS.iter().try_for_each(|step| clients.script(step))?;
        clients.note_passed(&inputs)?;
    }
    if arguments.browser { clients.script(BROWSER) } else { Ok(()) }
}

/// The same as a part of other commands: what `cargo xtask test` needs of it.
pub fn check() -> Result {
    run(&Arguments { browser: false, again: false, generate: false })
}

/// The folder `clients`, and the programs that work in it.
struct Clients {
    folder: PathBuf,
    node: Node,
}

impl Clients {
    fn open() -> Result<Self> {
        Ok(Self { folder: root().join("clients"), node: emulators::install()?.node() })
    }

    fn script(&self, name: &str) -> Result {
        let before = Instant::now();
        let mut command = self.node.node();
        command.arg("--run").arg(name);
        self.run(command)?;
        say(format!("clients: {name} has passed ({:.1} s)", before.elapsed().as_secs_f32()));
        Ok(())
    }

    fn run(&self, mut command: Command) -> Result {
        let shown = shown(command.current_dir(&self.folder));
        let status = command.status().map_err(|cause| format!("cannot run {shown}: {cause}"))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::from(format!("{shown} failed in clients ({status})")))
    }

    /// Whatever decides what the steps do, the version of Node.js included.
    fn inputs(&self) -> Result<String> {
        let files = inputs::digest(&[self.folder.clone(), root().join("api")])?;
        Ok(format!("{files} {}", self.node.program().display()))
    }

    fn has_passed(&self, inputs: &str) -> bool {
        let is_same = fs::read_to_string(self.folder.join(PASSED)).is_ok_and(|text| text == inputs);
        is_same && BUILT.iter().all(|file| self.folder.join(file).exists())
    }

    fn note_passed(&self, inputs: &str) -> Result {
        let file = self.folder.join(PASSED);
        fs::write(&file, inputs).map_err(Failure::at(&file))
    }
}
