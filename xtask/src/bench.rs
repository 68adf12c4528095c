//! `cargo xtask bench`: what a usual backend and specs of many sizes take.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::{
    build, cargo, cargo_with, diatonic, install_emulators_during, target_folder,
};

/// Deploy, plan, change and destroy a usual backend on the emulator, with 40 ms a call and at AWS's rates, and validate
/// specs of many sizes: calls, seconds, CPU and memory
#[derive(clap::Args)]
pub struct Arguments {
    /// Measure a build without optimisation, as the tests are built: faster to begin with
    #[arg(long)]
    debug: bool,
    /// Measure this build of the program first, such as that of an earlier commit
    #[arg(long, value_name = "PROGRAM")]
    before: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(build)?;
    let program = if arguments.debug { diatonic()? } else { release()? };
    for program in arguments.before.iter().chain([&program]) {
        measure(&fs::canonicalize(program).map_err(|cause| unusable(program, &cause))?)?;
    }
    Ok(())
}

/// Builds the program as it is released, but for the libraries of the system.
fn release() -> Result<PathBuf> {
    cargo(["build", "--workspace", "--bin", "diatonic", "--release"])?;
    Ok(target_folder().join("release/diatonic"))
}

fn measure(program: &Path) -> Result {
    let megabytes =
        fs::metadata(program).map_err(|cause| unusable(program, &cause))?.len() / 1_000_000;
    let start_up = start_up(program)?;
    say(format!("{}: {megabytes} MB, says its version in {start_up:.1?}", program.display()));
    let environment = [("DIATONIC_PROGRAM", program.display().to_string())];
    let backend = ["test", "--workspace", "--test", "budget", "--", "--ignored", "--nocapture"];
    cargo_with(backend.iter().chain(&["a_usual_backend_is_measured"]), &environment)?;
    cargo_with(["bench", "--workspace", "--bench", "compile", "--profile", "dev"], &environment)
}

/// The shortest time of several, as others use the machine as well.
fn start_up(program: &Path) -> Result<Duration> {
    let mut shortest = Duration::MAX;
    for _ in 0..20 {
        let start = Instant::now();
        let output = Command::new(program).arg("--version").output();
        output.map_err(|cause| unusable(program, &cause))?;
        shortest = shortest.min(start.elapsed());
    }
    Ok(shortest)
}

fn unusable(program: &Path, cause: &std::io::Error) -> Failure {
    Failure::from(format!("cannot run {}: {cause}", program.display()))
}
