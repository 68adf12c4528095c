//! The platform in its environment `local`, on an emulator: what runs `diatonic` there, and looks at what it has made.

mod host;

use std::path::PathBuf;
use std::process::Command;

use emulators::{client_environment, isolate, python};

pub use self::host::Host;
use crate::emulator::{ACCOUNT, REGION};
use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace;

/// The environment, by the name of its file.
pub const ENVIRONMENT: &str = "local";
/// An emulator takes any.
const SECRET: &str = "test";

/// A host with the executable that works on it.
pub struct Deployment {
    host: Host,
    diatonic: PathBuf,
    variables: Vec<String>,
}

impl Deployment {
    /// Nothing yet, to be made with these variables, each `name=value`.
    pub fn new(host: Host, variables: Vec<String>) -> Result<Self> {
        Ok(Self { host, diatonic: workspace::diatonic()?, variables })
    }

    /// Where the emulator is.
    pub fn endpoint(&self) -> &str {
        self.host.endpoint()
    }

    /// Runs `diatonic`, which must exit with 0.
    pub fn run_diatonic(&self, arguments: &[&str]) -> Result {
        let mut command = Command::new(&self.diatonic);
        // Whoever runs this may be signed in to AWS.
        isolate(&mut command);
        command
            .args(arguments)
            .args(match arguments {
                // It asks nobody.
                ["validate", ..] => self.inputs(),
                _ => self.options(),
            })
            .current_dir(workspace::root())
            .env("AWS_ACCESS_KEY_ID", ACCOUNT)
            .env("AWS_SECRET_ACCESS_KEY", SECRET);
        let shown = workspace::shown(&command);
        say(format!("\n$ {shown}"));
        let status = command.status().map_err(|cause| format!("cannot run {shown}: {cause}"))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::from(format!("this must exit with 0, and did not ({status}):\n  {shown}")))
    }

    /// Looks at the account with boto3, through a Python script that must succeed, and shows what it prints.
    pub fn look(&self, script: &str, arguments: &[&str]) -> Result {
        let environment = client_environment(self.endpoint(), ACCOUNT, REGION);
        let seen = python(script, arguments, &environment)?;
        say(seen.trim_end());
        Ok(())
    }

    /// Says how to work with what was kept, and where its page is.
    pub fn say_how_to_go_on(&self, page: &str) {
        self.host.say_how_to_go_on(page, &self.options());
    }

    /// What is compiled.
    fn inputs(&self) -> Vec<String> {
        let variables = self.variables.iter().flat_map(|variable| ["--var", variable]);
        ["--env", ENVIRONMENT].into_iter().chain(variables).map(String::from).collect()
    }

    /// The same, and where AWS and the state are.
    fn options(&self) -> Vec<String> {
        let state = self.host.state();
        let place = ["--endpoint-url", self.endpoint(), "--state", &state];
        self.inputs().into_iter().chain(place.map(String::from)).collect()
    }
}
