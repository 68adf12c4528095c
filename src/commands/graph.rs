use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::object::missing;
use super::session::report_pending;
use super::{Exit, Failure, Global};
use crate::report;
use crate::report::graph::Part;
use crate::report::terminal;
use compiler::{Address, Stack, compile};
use engine::graph;

/// Print the graph of the resources: as a picture, as a page, for Graphviz or Mermaid, or as data.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The form.
    #[arg(long, value_enum, default_value_t = Format::Dot)]
    format: Format,
    /// Only this resource, and what is around it. Repeatable.
    #[arg(long, value_name = "ADDRESS")]
    focus: Vec<Address>,
    /// How far around it: 2 is what its neighbours need, and what needs them, too.
    #[arg(long, value_name = "COUNT", default_value_t = 1, requires = "focus")]
    distance: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For Graphviz.
    Dot,
    /// For Mermaid.
    Mermaid,
    /// A picture.
    Svg,
    /// A page that needs nothing else: the picture to pan and zoom, and each resource with what it needs.
    Html,
    /// For programs (its shape is described in docs/graph-json.md).
    Json,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    report_pending(&stack);
    let graph = graph::build(&stack)
        .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
    let mut part = Part::whole(&stack, &graph);
    if !arguments.focus.is_empty() {
        part = part.around(&chosen(&stack, &arguments.focus)?, arguments.distance);
    }
    match arguments.format {
        Format::Dot => terminal::print(report::graph::dot(&part)),
        Format::Mermaid => terminal::print(report::graph::mermaid(&part)),
        Format::Svg => terminal::print(report::graph::svg(&part)),
        Format::Html => terminal::print(report::graph::html(&part)),
        Format::Json => terminal::println(format_args!("{:#}", report::graph::json(&part))),
    }
    Ok(Exit::Success)
}

/// The resources that are named: a block by its name alone means each of its instances.
fn chosen(stack: &Stack, named: &[Address]) -> Result<BTreeSet<Address>, Failure> {
    let mut chosen = BTreeSet::new();
    for address in named {
        let before = chosen.len();
        chosen.extend(address.select(&stack.resources).map(|(address, _)| address.clone()));
        if chosen.len() == before && !chosen.contains(address) {
            return Err(missing(stack, address));
        }
    }
    Ok(chosen)
}
