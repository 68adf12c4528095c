//! `cargo xtask emulator`: an emulator in the background, to play with.

use clap::{Args, Subcommand};
use emulators::Emulator;
use emulators::background::Background;

use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::install_emulators_during;

/// The account of `environments/local.yaml`. ministack takes it from the access key.
pub const ACCOUNT: &str = "000000000000";
/// The region of `environments/local.yaml`.
pub const REGION: &str = "us-east-2";

/// Start, stop or reset an emulator in the background
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
    /// moto instead of ministack
    #[arg(long, global = true)]
    moto: bool,
    /// The port on 127.0.0.1
    #[arg(long, global = true, default_value_t = 4566)]
    port: u16,
}

#[derive(Subcommand)]
enum Verb {
    /// Start it, and print how to use it
    Start,
    /// Stop it, and remove what it holds
    Stop,
    /// Make it forget everything, in every account
    Reset,
}

pub fn run(arguments: &Arguments) -> Result {
    let emulator = if arguments.moto { Emulator::Moto } else { Emulator::Ministack };
    let server = Background::new(emulator, arguments.port)?;
    let place = format!("{emulator} on {}", server.endpoint());
    match arguments.verb {
        Verb::Start => start(&server, &place),
        Verb::Stop if server.stop()? => {
            say(format!("Stopped {place}."));
            Ok(())
        }
        Verb::Stop => Err(Failure::from(format!("{place} is not running"))),
        Verb::Reset => {
            server.reset()?;
            say(format!("Reset {place}."));
            Ok(())
        }
    }
}

fn start(server: &Background, place: &str) -> Result {
    install_emulators_during(|| Ok(()))?;
    let started = server.start()?;
    let state = if started { "Started" } else { "Already running:" };
    say(format!("{state} {place}, logging to {}", server.log().display()));
    say("To point AWS clients at it:\n");
    for (name, value) in emulators::client_environment(&server.endpoint(), ACCOUNT, REGION) {
        say(format!("    export {name}={value}"));
    }
    Ok(())
}
