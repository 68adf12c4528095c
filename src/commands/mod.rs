//! The command line: one file a verb. Each holds its arguments and what it runs, and nothing else.

mod apply;
mod carry_out;
mod connection;
mod destroy;
mod drift;
mod failure;
mod graph;
mod import;
mod import_legacy;
mod locking;
mod output;
mod permissions;
mod plan;
mod recording;
mod reference;
mod rollback;
mod run;
mod runs;
mod schema;
mod session;
mod show;
mod signals;
mod state;
mod storage;
mod unlock;
mod validate;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};

use compiler::{ENVIRONMENT_PREFIX, Options, environment};
pub use failure::{Exit, Failure};
use language::diagnostic::listed_or;

/// An infrastructure compiler for AWS.
///
/// Compiles the specs in `specs/` for an environment in `environments/`, compares them with live AWS,
/// and applies what differs, in order.
#[derive(Debug, Parser)]
#[command(name = "diatonic", version, max_term_width = 100)]
pub struct CommandLine {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Validate(validate::Arguments),
    Plan(plan::Arguments),
    Drift(drift::Arguments),
    Show(show::Arguments),
    Apply(apply::Arguments),
    Destroy(destroy::Arguments),
    Import(import::Arguments),
    Output(output::Arguments),
    Runs(runs::Arguments),
    Rollback(rollback::Arguments),
    State(state::Arguments),
    Unlock(unlock::Arguments),
    Graph(graph::Arguments),
    Permissions(permissions::Arguments),
    ImportLegacy(import_legacy::Arguments),
    Schema(schema::Arguments),
    Reference(reference::Arguments),
}

/// Options that every verb takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The folder that holds `specs/` and `environments/`.
    #[arg(
        short = 'C',
        long = "directory",
        value_name = "FOLDER",
        default_value = ".",
        global = true
    )]
    directory: PathBuf,
    /// The environment: the name of a file in `environments/`.
    #[arg(
        short,
        long,
        value_name = "NAME",
        global = true,
        env = "DIATONIC_ENV",
        hide_env_values = true
    )]
    env: Option<String>,
    /// Gives a variable its value. Repeatable.
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable, global = true)]
    variables: Vec<(String, String)>,
    /// An endpoint in place of the environment's `endpoint_url`.
    #[arg(long, value_name = "URL", global = true)]
    endpoint_url: Option<String>,
    /// A place for the state instead of the environment's `state`: `file:<folder>` or
    /// `s3://<bucket>/<prefix>`.
    #[arg(long, value_name = "LOCATION", global = true)]
    state: Option<String>,
    /// Print the AWS calls of the run by operation, their retries, and the time taken.
    #[arg(long, global = true)]
    stats: bool,
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write `--var name=value`".to_owned()),
    }
}

/// The values of variables in the process environment.
fn process_variables() -> BTreeMap<String, String> {
    let named = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.to_str()?.strip_prefix(ENVIRONMENT_PREFIX)?;
        Some((name.to_owned(), value.into_string().ok()?))
    });
    named.collect()
}

impl Global {
    /// The same with the state in the environment's own place, for a verb whose `--state` is another's.
    fn without_state(&self) -> Self {
        Self { state: None, ..self.clone() }
    }

    /// What to compile.
    fn options(&self) -> Result<Options, Failure> {
        let environment = self.env.clone().ok_or_else(|| {
            let names = environment::names(&self.directory);
            let there_are = match names.is_empty() {
                true => String::new(),
                false => format!("; there is {}", listed_or(names.iter().map(String::as_str))),
            };
            Failure::Usage(format!(
                "which environment? Name it with `--env <name>`, or in DIATONIC_ENV{there_are}"
            ))
        })?;
        Ok(Options {
            root: self.directory.clone(),
            environment,
            variables: self.variables.clone(),
            process_variables: process_variables(),
            endpoint_url: self.endpoint_url.clone(),
            state: self.state.clone(),
            may_lack_files: false,
        })
    }
}

impl CommandLine {
    /// Runs the verb.
    ///
    /// # Errors
    /// Whatever keeps the verb from doing its work, to be shown to the user.
    pub async fn run(self) -> Result<Exit, Failure> {
        let global = &self.global;
        match &self.verb {
            Verb::Validate(arguments) => validate::run(global, arguments),
            Verb::Plan(arguments) => plan::run(global, arguments).await,
            Verb::Drift(arguments) => drift::run(global, arguments).await,
            Verb::Show(arguments) => show::run(arguments),
            Verb::Apply(arguments) => apply::run(global, arguments).await,
            Verb::Destroy(arguments) => destroy::run(global, arguments).await,
            Verb::Import(arguments) => import::run(global, arguments).await,
            Verb::Output(arguments) => output::run(global, arguments).await,
            Verb::Runs(arguments) => runs::run(global, arguments).await,
            Verb::Rollback(arguments) => rollback::run(global, arguments).await,
            Verb::State(arguments) => state::run(global, arguments).await,
            Verb::Unlock(arguments) => unlock::run(global, arguments).await,
            Verb::Graph(arguments) => graph::run(global, arguments),
            Verb::Permissions(arguments) => permissions::run(global, arguments),
            Verb::ImportLegacy(arguments) => import_legacy::run(global, arguments).await,
            Verb::Schema(arguments) => schema::run(arguments),
            Verb::Reference(arguments) => reference::run(arguments, &Self::command()),
        }
    }
}
