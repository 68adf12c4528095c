use clap::Args;

use super::completing;
use super::storage::read_state;
use super::{Exit, Failure, Global};
use crate::report::escape::in_line;
use crate::report::terminal;
use compiler::{Stack, compile};
use language::diagnostic::did_you_mean;
use language::value::Value;

/// Print the outputs that the specs declare, as of the last apply.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Only this output: text without quotes, anything else as JSON. To a terminal it is escaped.
    #[arg(add = completing::outputs())]
    name: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    let outputs = read_state(&stack).await?.outputs;
    match &arguments.name {
        Some(name) => match outputs.get(name) {
            Some(Some(Value::String(text))) if !arguments.json => {
                terminal::print_as_is(format_args!("{text}\n"))
            }
            Some(Some(value)) => terminal::println(format_args!("{value:#}")),
            Some(None) => {
                return Err(Failure::Usage(format!(
                    "output `{name}` is sensitive, and is not kept"
                )));
            }
            None => {
                return Err(Failure::Usage(missing(name, &stack)));
            }
        },
        None if arguments.json => {
            terminal::println(format_args!("{:#}", serde_json::json!(outputs)))
        }
        None => {
            for (name, value) in &outputs {
                let name = in_line(name);
                match value {
                    Some(value) => terminal::println(format_args!("{name} = {value:#}")),
                    None => terminal::println(format_args!("{name} = (sensitive)")),
                }
            }
        }
    }
    Ok(Exit::Success)
}

fn missing(name: &str, stack: &Stack) -> String {
    let mut declared = stack.output_names();
    if declared.clone().any(|known| known == name) {
        return format!("output `{name}` has no value yet: `diatonic apply` gives it one");
    }
    match did_you_mean(name, declared.by_ref()) {
        Some(meant) => format!("there is no output `{name}`; did you mean `{meant}`?"),
        None => format!("there is no output `{name}`: the specs declare none of this name"),
    }
}
