//! The `diatonic` command.

use std::process::ExitCode;

use clap::Parser;
use diatonic::commands::CommandLine;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("DIATONIC_LOG").unwrap_or_default();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match CommandLine::parse().run().await {
        Ok(exit) => exit.into(),
        Err(failure) => {
            anstream::eprint!("{}", failure.render());
            ExitCode::FAILURE
        }
    }
}
