use clap::Args;

use super::session::report_pending;
use super::{Exit, Failure, Global, completing};
use crate::report::compare::Document;
use crate::report::terminal::{self, Paging};
use compiler::{Stack, compile};
use engine::compare::{Names, Side, compare};

/// Show what differs between two environments, without network and without credentials.
///
/// Both are compiled from the same specs. Names that differ by the environments' own names, accounts and regions
/// alone are the same.
#[derive(Debug, Args)]
pub struct Arguments {
    /// An environment: the name of a file in `environments/`.
    #[arg(add = completing::environments())]
    first: String,
    /// The environment to compare it with.
    #[arg(add = completing::environments())]
    second: String,
    /// Print JSON (its shape is described in docs/compare-json.md).
    #[arg(long)]
    json: bool,
    /// Show everything: names that differ by the environment alone, and what only one of the two has.
    #[arg(long)]
    full: bool,
    /// Print what is longer than the screen too, rather than show it by DIATONIC_PAGER, PAGER or `less`.
    #[arg(long)]
    no_pager: bool,
    /// Exit with 0 if nothing differs, 2 if something does, 1 on an error.
    #[arg(long)]
    detailed_exitcode: bool,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { first, second, json, full, no_pager, detailed_exitcode } = arguments;
    let first = compile(&global.options_for(first.clone())?)?;
    let second = compile(&global.options_for(second.clone())?)?;
    report_pending(&first);
    report_pending(&second);
    let names = if *full { Names::Whole } else { Names::Folded };
    let comparison = compare(&side(&first)?, &side(&second)?, names);
    let document = Document::of(&first.environment, &second.environment, &comparison);
    match json {
        true => terminal::println(format_args!("{:#}", document.to_json())),
        false => {
            let paging = if *no_pager { Paging::Off } else { Paging::Allowed };
            terminal::show(document.render(*full), paging);
        }
    }
    Ok(match *detailed_exitcode && !comparison.is_empty() {
        true => Exit::Changes,
        false => Exit::Success,
    })
}

fn side(stack: &Stack) -> Result<Side<'_>, Failure> {
    Side::of(stack).map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))
}
