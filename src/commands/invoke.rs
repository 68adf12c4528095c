use std::io::Read;

use clap::Args;

use super::connection::connect;
use super::object::named;
use super::{Exit, Failure, Global, completing};
use crate::report::terminal;
use compiler::{Address, compile};
use kind::Kind;
use kinds::lambda::function::Function;
use kinds::lambda::{Invoked, invoke};

/// Call a function of the environment, and print its answer.
///
/// Exits with 1 where the function fails. Needs `lambda:InvokeFunction`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The function.
    #[arg(add = completing::addresses())]
    address: Address,
    /// What it is called with: JSON, `@<file>`, or `-` for standard input. Without it, with nothing.
    #[arg(long, value_name = "JSON")]
    payload: Option<String>,
    /// The alias or the version that is called, in place of the latest.
    #[arg(long, value_name = "NAME")]
    alias: Option<String>,
    /// Print the end of its log to standard error.
    #[arg(long)]
    log: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { address, payload, alias, log } = arguments;
    let payload = payload.as_deref().map(read).transpose()?;
    let stack = compile(&global.options()?)?;
    let object = named(&stack, address).await?;
    if object.kind.name() != <Function as Kind>::NAME {
        return Err(Failure::Usage(format!("`{address}` is not a function, and cannot be called")));
    }
    let aws = connect(&stack.environment).await?.aws.in_region(&object.region);
    let answer = invoke(&aws, &object.id, alias.as_deref(), payload, *log).await;
    let Invoked { payload, failure, log } =
        answer.map_err(|error| Failure::Usage(format!("`{address}` was not called: {error}")))?;
    if let Some(log) = log {
        terminal::eprint(format_args!("{}\n", log.trim_end()));
    }
    terminal::print_as_is(format_args!("{payload}\n"));
    Ok(match failure {
        None => Exit::Success,
        Some(failure) => {
            terminal::eprintln(format_args!("error: the function has failed: {failure}"));
            Exit::Failure
        }
    })
}

/// The payload that an argument names.
fn read(argument: &str) -> Result<String, Failure> {
    let text = match argument.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|error| Failure::Usage(format!("{file} cannot be read: {error}")))?,
        None if argument == "-" => {
            let mut text = String::new();
            let read = std::io::stdin().read_to_string(&mut text);
            read.map_err(|error| {
                Failure::Usage(format!("standard input cannot be read: {error}"))
            })?;
            text
        }
        None => argument.to_owned(),
    };
    match serde_json::from_str::<serde::de::IgnoredAny>(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Failure::Usage(format!(
            "the payload is not valid JSON: {error}\na text needs quotes of its own, as in `--payload '\"text\"'`"
        ))),
    }
}
