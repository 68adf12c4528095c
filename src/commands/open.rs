use std::process::{Command, Stdio};

use clap::Args;

use super::object::{Named, named};
use super::{Exit, Failure, Global, completing};
use crate::report::terminal;
use compiler::{Address, compile};
use kind::Place;

/// Open the page of an object in AWS's console, and print its address.
///
/// Needs no credentials where the object's id follows from its spec, or the state is in a folder. What the browser shows
/// depends on who is signed in there.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The object.
    #[arg(add = completing::addresses())]
    address: Address,
    /// Only print the URL. This is the default if the output is not a terminal.
    #[arg(long)]
    print: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let address = &arguments.address;
    let stack = compile(&global.options()?)?;
    let Named { kind, id, region, .. } = named(&stack, address).await?;
    let place = Place::new(&stack.environment.account, &region);
    let url = kind.console().url(&id, &place);
    let url =
        url.map_err(|why| Failure::Usage(format!("there is no page of `{address}`: {why}")))?;
    terminal::println(&url);
    let is_elsewhere = stack.environment.endpoint_url.is_some();
    if is_elsewhere {
        terminal::eprintln(
            "an endpoint stands in for AWS in this environment, so the console knows nothing of it",
        );
    }
    if !arguments.print && !is_elsewhere && terminal::is_shown() && !terminal::is_ci() {
        browse(&url);
    }
    Ok(Exit::Success)
}

/// Opens a page in the browser, where there is one. Whoever has none has the address.
fn browse(url: &str) {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
        ("xdg-open", &[])
    } else {
        return;
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        terminal::eprintln(format_args!("no browser was opened, as there is no `{program}`"));
    }
}
