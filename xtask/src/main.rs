//! The project's own commands: `cargo xtask --help`.
//!
//! One file a command, as in `diatonic` itself. What they share is in `failure`, `terminal` and
//! `workspace`.

mod bench;
mod calls;
mod clients;
mod cycles;
mod demo;
mod deployment;
mod emulator;
mod failure;
mod faults;
mod generate;
mod latency;
mod lengths;
mod package;
mod schemas;
mod source;
mod terminal;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Result;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Commands of this project")]
struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Test(test::Arguments),
    Bench(bench::Arguments),
    Clients(clients::Arguments),
    Demo(demo::Arguments),
    Emulator(emulator::Arguments),
    Faults(faults::Arguments),
    Generate(generate::Arguments),
    Latency(latency::Arguments),
    Lengths(lengths::Arguments),
    Package(package::Arguments),
    Cycles(cycles::Arguments),
    Schemas(schemas::Arguments),
}

fn main() -> ExitCode {
    match run(&CommandLine::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::complain(&failure);
            ExitCode::FAILURE
        }
    }
}

fn run(verb: &Verb) -> Result {
    match verb {
        Verb::Test(arguments) => test::run(arguments),
        Verb::Bench(arguments) => bench::run(arguments),
        Verb::Clients(arguments) => clients::run(arguments),
        Verb::Demo(arguments) => demo::run(arguments),
        Verb::Emulator(arguments) => emulator::run(arguments),
        Verb::Faults(arguments) => faults::run(arguments),
        Verb::Generate(arguments) => generate::run(arguments),
        Verb::Latency(arguments) => latency::run(arguments),
        Verb::Lengths(arguments) => lengths::run(arguments),
        Verb::Package(arguments) => package::run(arguments),
        Verb::Cycles(arguments) => cycles::run(arguments),
        Verb::Schemas(arguments) => schemas::run(arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn what_follows_test_is_for_cargo() {
        for words in [&["--", "-p", "emulators"][..], &["-p", "emulators"]] {
            let line = ["xtask", "test"].iter().chain(words);
            let Verb::Test(arguments) = CommandLine::parse_from(line).verb else {
                panic!("not the test command");
            };
            assert_eq!(arguments.cargo_test, ["-p", "emulators"]);
        }
    }
}
