//! `cargo xtask faults`: the whole of the fault suite, of which `cargo test` plays a sample.

use crate::failure::Result;
use crate::workspace::{build, cargo_with, install_emulators_during};

/// Let every call fail in every way, and the process die at every call; this takes hours
#[derive(clap::Args)]
pub struct Arguments {
    /// In which order, and what fails together [default: another one each time]
    #[arg(long)]
    seed: Option<u64>,
    /// These cases alone, as a failure names them, separated by commas
    #[arg(long, value_name = "CASES")]
    only: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(build)?;
    let mut environment = vec![("DIATONIC_FAULTS", "all".to_owned())];
    environment.extend(arguments.seed.map(|seed| ("DIATONIC_FAULTS_SEED", seed.to_string())));
    environment.extend(arguments.only.clone().map(|only| ("DIATONIC_FAULTS_ONLY", only)));
    let words: &[&str] = match arguments.only {
        Some(_) => &["faults", "--", "--nocapture", "nothing_is_lost"],
        None => &["faults", "--test", "legacy", "--", "--nocapture"],
    };
    cargo_with([&["test", "--workspace", "--test"], words].concat(), &environment)
}
