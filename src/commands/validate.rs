use clap::Args;

use super::session::{report_pending, report_warnings};
use super::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::compile;
use engine::graph;

/// Check the specs of an environment, without network and without credentials.
///
/// Reports every error of every file in one run, and warns of what AWS takes although it can hardly be
/// meant.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Fail on warnings too.
    #[arg(long)]
    deny_warnings: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    report_warnings(&stack);
    graph::build(&stack)
        .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
    report_pending(&stack);
    let count = stack.decided().count();
    let noun = if count == 1 { "resource" } else { "resources" };
    if arguments.deny_warnings && !stack.warnings.is_empty() {
        return Ok(Exit::Failure);
    }
    terminal::println(format_args!("{} is valid: {count} {noun}", stack.environment.stack()));
    Ok(Exit::Success)
}
