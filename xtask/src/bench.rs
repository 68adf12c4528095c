//! `cargo xtask bench`: how long a usual backend takes, and how many calls.

use crate::failure::Result;
use crate::workspace::{build, cargo, install_emulators_during};

/// Deploy, plan, change and destroy a usual backend on the emulator: seconds with 40 ms a call and at AWS's rates, and
/// calls by operation
#[derive(clap::Args)]
pub struct Arguments {
    /// Without optimisation, as the tests are built: faster to begin with
    #[arg(long)]
    debug: bool,
}

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(build)?;
    let profile: &[&str] = if arguments.debug { &[] } else { &["--release"] };
    let test = ["test", "--workspace", "--test", "budget"];
    let what = ["--", "--ignored", "--nocapture"];
    cargo([&test[..], profile, &what[..]].concat())
}
