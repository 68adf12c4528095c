//! `cargo xtask clients`: the web client and the page that uses it, in `clients/`.
//!
//! Node.js comes with the emulators; npm gets the rest, as `clients/package-lock.json` says. What has not
//! changed since it passed is not done again.

mod folder;
mod inputs;

use std::env;
use std::fs;
use std::path::Path;

use self::folder::Clients;
use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::{build, diatonic, install_emulators_during, root};

/// Check, test and build the web client and its page
#[derive(clap::Args)]
pub struct Arguments {
    /// Also tell the story of a newcomer in Chromium, against a platform in memory, and look at the page of a plan
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
const GENERATE: &str = "generate";
const BROWSER: &str = "e2e";
/// Looks at the page of a plan, which [`PROGRAM`] makes.
const PLAN: &str = "e2e:plan";
/// The variable that names `diatonic`.
const PROGRAM: &str = "DIATONIC";
/// In the folder of the packages, so that it goes when they go.
const PASSED: &str = "node_modules/.passed";

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(|| Ok(()))?;
    let clients = Clients::open()?;
    clients.node.install_packages(&clients.folder)?;
    if arguments.generate {
        return clients.script(GENERATE);
    }
    check(&clients, arguments.again)?;
    if !arguments.browser {
        return Ok(());
    }
    clients.script(BROWSER)?;
    build()?;
    clients.script_with(PLAN, &[(PROGRAM, &diatonic()?)])
}

/// The same for other commands, with no option.
pub fn run_plainly() -> Result {
    run(&Arguments { browser: false, again: false, generate: false })
}

/// Builds the page, without checks of it.
pub fn build_page() -> Result {
    let clients = Clients::open()?;
    clients.node.install_packages(&clients.folder)?;
    ["build:web", "build:page"].iter().try_for_each(|step| clients.script(step))
}

/// Tells the story of a newcomer on the page at an address, with a picture of each step in a folder. False where there is no
/// Chromium to tell it in.
pub fn tell_story(url: &str, pictures: &Path) -> Result<bool> {
    if !has_chromium() {
        return Ok(false);
    }
    let clients = Clients::open()?;
    let mut command = clients.node.node();
    command.arg("page/e2e/main.ts").args(["--page", url, "--screenshots"]).arg(pictures);
    clients.run(command)?;
    Ok(true)
}

/// Whether `page/e2e/browser.ts` finds one.
fn has_chromium() -> bool {
    let named = env::var_os("CHROMIUM").is_some();
    let folders = env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    named
        || env::split_paths(&folders)
            .any(|folder| names.iter().any(|name| folder.join(name).is_file()))
}

fn check(clients: &Clients, again: bool) -> Result {
    let inputs = inputs_of(clients)?;
    if !again && has_passed(clients, &inputs) {
        say("The web client has not changed since it passed.");
        return Ok(());
    }
    STEPS.iter().try_for_each(|step| clients.script(step))?;
    let file = clients.folder.join(PASSED);
    fs::write(&file, inputs).map_err(Failure::at(&file))
}

/// Whatever decides what the steps do, the version of Node.js included.
fn inputs_of(clients: &Clients) -> Result<String> {
    let files = inputs::digest(&[clients.folder.clone(), root().join("api")])?;
    Ok(format!("{files} {}", clients.node.program().display()))
}

fn has_passed(clients: &Clients, inputs: &str) -> bool {
    let is_same = fs::read_to_string(clients.folder.join(PASSED)).is_ok_and(|text| text == inputs);
    is_same && BUILT.iter().all(|file| clients.folder.join(file).exists())
}
