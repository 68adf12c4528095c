//! `cargo xtask test`: everything that `cargo test` needs, and then `cargo test`.

use crate::clients;
use crate::failure::Result;
use crate::workspace::{build, cargo, install_emulators_during};

/// Install the emulators, build, and run all tests: of the web client, and of the workspace
#[derive(clap::Args)]
pub struct Arguments {
    /// Passed on to `cargo test --workspace`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub cargo_test: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(build)?;
    clients::run_plainly()?;
    let fixed = ["test", "--workspace", "--no-fail-fast"].map(String::from);
    cargo(fixed.iter().chain(&arguments.cargo_test))
}
