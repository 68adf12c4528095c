use clap::{Args, ValueEnum};

use super::session::{report_pending, report_warnings};
use super::{Exit, Failure, Global, project};
use crate::report::findings::{self, Findings};
use crate::report::terminal;
use compiler::{Stack, compile};
use engine::graph;
use language::diagnostic::Diagnostics;

/// Check the specs of an environment, without network and without credentials.
///
/// Reports every error of every file in one run, and warns about valid but probably unintended settings.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Fail on warnings too.
    #[arg(long)]
    deny_warnings: bool,
    /// The form.
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "json")]
    format: Format,
    /// The same as `--format json` (its shape is described in docs/validate-json.md).
    #[arg(long)]
    json: bool,
}

/// A form of what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// For programs.
    Json,
    /// For code scanning, such as GitHub's: SARIF 2.1.0.
    Sarif,
}

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let options = global.options()?;
    let checked = match compile(&options) {
        Ok(stack) => checked(stack),
        Err(failure) => Err(failure.into()),
    };
    let format = if arguments.json { Format::Json } else { arguments.format };
    let findings = |sources, diagnostics: Diagnostics, resources| Findings {
        sources,
        diagnostics: diagnostics.sorted(),
        resources,
        environment: &options.environment,
        in_repository: project::in_repository(&options.root),
    };
    match (format, checked) {
        (Format::Text, checked) => told(checked?, arguments),
        (format, Ok(stack)) => {
            let count = stack.decided().count();
            let has_warnings = !stack.warnings.is_empty();
            print(format, &findings(&stack.sources, stack.warnings.clone(), Some(count)));
            Ok(exit(arguments, has_warnings))
        }
        (format, Err(Failure::Diagnostics { sources, diagnostics })) => {
            print(format, &findings(&sources, diagnostics, None));
            Ok(Exit::Failure)
        }
        (_, Err(failure)) => Err(failure),
    }
}

/// A stack whose resources can be put into an order.
fn checked(stack: Stack) -> Result<Stack, Failure> {
    let mut diagnostics = match graph::build(&stack) {
        Ok(_) => return Ok(stack),
        Err(diagnostics) => diagnostics,
    };
    diagnostics.extend(stack.warnings.clone());
    Err(Failure::Diagnostics { sources: stack.sources, diagnostics })
}

fn told(stack: Stack, arguments: &Arguments) -> Result<Exit, Failure> {
    report_warnings(&stack);
    report_pending(&stack);
    let count = stack.decided().count();
    let noun = if count == 1 { "resource" } else { "resources" };
    let exit = exit(arguments, !stack.warnings.is_empty());
    if exit == Exit::Success {
        terminal::println(format_args!("{} is valid: {count} {noun}", stack.environment.stack()));
    }
    Ok(exit)
}

fn exit(arguments: &Arguments, has_warnings: bool) -> Exit {
    match arguments.deny_warnings && has_warnings {
        true => Exit::Failure,
        false => Exit::Success,
    }
}

fn print(format: Format, findings: &Findings<'_>) {
    let document = match format {
        Format::Sarif => findings::sarif(findings),
        Format::Text | Format::Json => findings::json(findings),
    };
    terminal::println(format_args!("{document:#}"));
}
