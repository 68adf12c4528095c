use clap::Args;

use super::{Exit, Failure, Global};
use crate::graph;
use crate::spec::compile;

/// Check the specs of an environment, without network and without credentials.
///
/// Reports every error of every file in one run.
#[derive(Debug, Args)]
pub struct Arguments {}

pub(super) fn run(global: &Global, _: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    graph::build(&stack)
        .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
    let count = stack.resources.len();
    let noun = if count == 1 { "resource" } else { "resources" };
    anstream::println!("{} is valid: {count} {noun}", stack.environment.stack());
    Ok(Exit::Success)
}
