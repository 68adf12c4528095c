//! `cargo xtask latency`: how long the platform's functions take to start and to answer, and how big they are.
//!
//! On the emulator, with the executables that an environment would get. An instance of a function is a process on this
//! machine, whose calls of AWS end on this machine as well: so the figures show what the code itself takes and how the
//! functions compare, and neither the start of AWS's own machine nor the way to DynamoDB.

use crate::deployment::{Deployment, Host};
use crate::failure::Result;
use crate::terminal::say;
use crate::workspace::{build, install_emulators_during};

const CALLS: &str = include_str!("calls.py");
const SIGN_IN: &str = include_str!("../../../lambdas/post-authentication/tests/event.json");
const SIGN_UP: &str = include_str!("../../../lambdas/post-confirmation/tests/event.json");
/// What the names of everything in the environment begin with.
const PREFIX: &str = "aws-devops-local";
const POOL: &str = "ai-nexus-workbench-local-user-pool";

/// Deploy the platform to an emulator, call each function new and warm, and print a table: zip, start, p50 and p95
#[derive(clap::Args)]
pub struct Arguments {
    /// How often each function is started again
    #[arg(long, default_value_t = 9)]
    starts: u32,
    /// How often an instance that has answered before is called
    #[arg(long, default_value_t = 60)]
    calls: u32,
    /// The Cargo profile of the functions, such as `dev`
    #[arg(long, default_value = "release")]
    profile: String,
}

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(build)?;
    let variables = vec![format!("cargo_profile={}", arguments.profile)];
    let deployment = Deployment::new(Host::passing(None)?, variables)?;
    deployment.run_diatonic(&["apply", "--auto-approve"])?;
    let (starts, calls) = (arguments.starts.to_string(), arguments.calls.to_string());
    say("");
    deployment.look(CALLS, &[PREFIX, POOL, SIGN_IN, SIGN_UP, &starts, &calls])
}
