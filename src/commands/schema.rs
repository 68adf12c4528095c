use std::collections::BTreeSet;

use clap::Args;

use super::global::Global;
use super::kind_named::kind_named;
use super::{Exit, Failure};
use crate::report;
use crate::report::terminal;
use compiler::types_in_use;

/// Print the JSON Schema of spec files, of components or of environments, for editors.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Types of AWS's registry to describe besides, such as `AWS::SQS::Queue`.
    #[arg(value_name = "TYPE")]
    types: Vec<String>,
    /// Describe the types that the specs of the project use.
    #[arg(long)]
    in_use: bool,
    /// Describe the files of components instead.
    #[arg(long)]
    component: bool,
    /// Describe the files in `environments/` instead.
    #[arg(long, conflicts_with_all = ["types", "in_use", "component"])]
    environment: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.environment {
        terminal::println(format_args!("{:#}", report::schema::environment()));
        return Ok(Exit::Success);
    }
    let mut names: BTreeSet<String> = arguments.types.iter().cloned().collect();
    if arguments.in_use {
        names.extend(types_in_use(&global.directory));
    }
    let describe = match arguments.component {
        true => report::schema::component,
        false => report::schema::render,
    };
    let kinds: Result<Vec<_>, Failure> = names.iter().map(|name| kind_named(name)).collect();
    terminal::println(format_args!("{:#}", describe(&kinds?)));
    Ok(Exit::Success)
}
