//! The `diatonic` command.

#![deny(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use clap::Parser;
use diatonic::commands::CommandLine;
use diatonic::report::{escape, terminal};

fn main() -> ExitCode {
    kinds::register();
    cloud_control::register();
    lookups::register();
    if diatonic::commands::complete() {
        return ExitCode::SUCCESS;
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal::eprintln(format_args!(
                "error: this process cannot start its threads: {error}"
            ));
            return ExitCode::FAILURE;
        }
    };
    let code = runtime.block_on(run());
    let code = match terminal::finish() {
        Some(failure) => {
            terminal::eprintln(format_args!("error: {failure}"));
            ExitCode::FAILURE
        }
        None => code,
    };
    // A function that is still being packed, for a run that was stopped, is of no use to anyone.
    runtime.shutdown_background();
    code
}

async fn run() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("DIATONIC_LOG").unwrap_or_default();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(terminal::Log::default)
        .init();
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => return explain(&error),
    };
    match command_line.run().await {
        Ok(exit) => exit.into(),
        Err(failure) => {
            let exit = failure.exit();
            terminal::eprint(failure.render());
            exit.into()
        }
    }
}

/// Help is not an error; and 2, clap's own code for one, means "there are changes" here. Help holds nothing but
/// our own words, and an error what was typed, which is not coloured.
fn explain(error: &clap::Error) -> ExitCode {
    match error.use_stderr() {
        true => {
            terminal::eprint(error.render());
            ExitCode::FAILURE
        }
        false => {
            terminal::print(escape::ours(&error.render().ansi().to_string()));
            ExitCode::SUCCESS
        }
    }
}
