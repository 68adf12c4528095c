//! The options of every verb, and what is compiled by them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use compiler::{ENVIRONMENT_PREFIX, Options, environment};
use language::diagnostic::listed_or;
use language::expression::PlanTime;

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
    pub(super) directory: PathBuf,
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
    /// A folder with schemas of AWS's resource registry, a type a JSON file, for types that this version does not know.
    #[arg(long, value_name = "FOLDER", global = true)]
    type_schemas: Option<PathBuf>,
    /// Print the AWS calls of the run by operation, their retries, and the time taken.
    #[arg(long, global = true)]
    pub(super) stats: bool,
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
    pub(super) fn without_state(&self) -> Self {
        Self { state: None, ..self.clone() }
    }

    /// Takes the schemas that are named here.
    ///
    /// # Errors
    /// Each file that is no schema.
    pub(super) fn add_type_schemas(&self) -> Result<(), Failure> {
        let Some(folder) = &self.type_schemas else {
            return Ok(());
        };
        cloud_control::add_schemas(folder).map_err(|errors| {
            let list = errors.join("\n");
            Failure::Usage(format!("`--type-schemas` has no schemas of AWS's registry:\n{list}"))
        })
    }

    /// What to compile.
    pub(super) fn options(&self) -> Result<Options, Failure> {
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
            plan_time: PlanTime::default(),
            may_lack_files: false,
            drafts: BTreeMap::new(),
        })
    }
}
