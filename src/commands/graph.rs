use clap::{Args, ValueEnum};

use super::session::report_pending;
use super::{Exit, Failure, Global};
use crate::report;
use crate::report::terminal;
use compiler::compile;
use engine::graph;

/// Print the graph of the resources, for Graphviz or Mermaid.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The language of the drawing.
    #[arg(long, value_enum, default_value_t = Format::Dot)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Dot,
    Mermaid,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    report_pending(&stack);
    let graph = graph::build(&stack)
        .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
    let text = match arguments.format {
        Format::Dot => report::graph::dot(&stack, &graph),
        Format::Mermaid => report::graph::mermaid(&stack, &graph),
    };
    terminal::print(text);
    Ok(Exit::Success)
}
