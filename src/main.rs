//! The `diatonic` command.

use std::process::ExitCode;

use clap::Parser;
use diatonic::commands::CommandLine;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            anstream::eprintln!("error: this process cannot start its threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    let code = runtime.block_on(run());
    // A function that is still being packed, for a run that was stopped, is of no use to anyone.
    runtime.shutdown_background();
    code
}

async fn run() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("DIATONIC_LOG").unwrap_or_default();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => return explain(&error),
    };
    match command_line.run().await {
        Ok(exit) => exit.into(),
        Err(failure) => {
            let exit = failure.exit();
            anstream::eprint!("{}", failure.render());
            exit.into()
        }
    }
}

/// Help is no error; and 2, clap's own code for one, means "there are changes" here.
fn explain(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    match error.use_stderr() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}
