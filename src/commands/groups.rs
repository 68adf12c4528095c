//! The options that several commands share, in groups by what uses them. `command_line` says which command takes which.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::completing;
use super::failure::Failure;
use super::global::Global;

/// Options that say something of the project, of what is compiled of it, or of the cloud.
pub(super) trait Group: Args {
    /// Says it.
    fn put_into(&self, global: &mut Global);
}

/// Two sets of options, of which the second are the command's own or one more group.
#[derive(Debug, Clone)]
pub(super) struct With<A, B> {
    pub shared: A,
    pub own: B,
}

impl<A: Group, B> With<A, B> {
    /// What the options say, with the project found and the schemas taken.
    ///
    /// # Errors
    /// There is no project; a file that is not a schema.
    pub(super) fn global(&self) -> Result<Global, Failure> {
        let mut global = Global::default();
        self.shared.put_into(&mut global);
        global.ready()
    }
}

impl<A: Group, B: Group> Group for With<A, B> {
    fn put_into(&self, global: &mut Global) {
        self.shared.put_into(global);
        self.own.put_into(global);
    }
}

impl<A: Args, B: Args> Args for With<A, B> {
    fn augment_args(command: Command) -> Command {
        // What the command says of itself comes last, and so counts.
        B::augment_args(A::augment_args(command).next_help_heading(None::<&str>))
    }

    fn augment_args_for_update(command: Command) -> Command {
        B::augment_args_for_update(
            A::augment_args_for_update(command).next_help_heading(None::<&str>),
        )
    }
}

impl<A: FromArgMatches, B: FromArgMatches> FromArgMatches for With<A, B> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Self::from_arg_matches_mut(&mut matches.clone())
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self {
            shared: A::from_arg_matches_mut(matches)?,
            own: B::from_arg_matches_mut(matches)?,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.shared.update_from_arg_matches(matches)?;
        self.own.update_from_arg_matches(matches)
    }
}

/// What is compiled, without asking AWS.
pub(super) type Compiled = With<Project, With<Inputs, Types>>;
/// The same, and where its state is.
pub(super) type Stored = With<Compiled, With<Endpoint, Place>>;
/// Everything of what reads AWS.
pub(super) type Cloud = With<Stored, Statistics>;

/// Where the project is.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Project")]
pub(super) struct Folder {
    /// The folder that holds `specs/` and `environments/`, or one inside it.
    #[arg(short = 'C', long, value_name = "FOLDER", default_value = ".", global = true, value_hint = clap::ValueHint::DirPath)]
    directory: PathBuf,
}

/// The project, and its environment.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Project")]
pub(super) struct Project {
    #[command(flatten)]
    folder: Folder,
    /// The environment: the name of a file in `environments/`. Not needed where there is only one.
    #[arg(
        short,
        long,
        value_name = "NAME",
        global = true,
        env = "DIATONIC_ENV",
        hide_env_values = true,
        add = completing::environments()
    )]
    env: Option<String>,
}

/// What the specs take from outside.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Inputs")]
pub(super) struct Inputs {
    /// Gives a variable its value. Repeatable.
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable, global = true)]
    variables: Vec<(String, String)>,
}

/// Types that this version does not know.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Inputs")]
pub(super) struct Types {
    /// A folder with schemas of AWS's resource registry, a type a JSON file, for types that this version does not know.
    #[arg(long, value_name = "FOLDER", global = true, value_hint = clap::ValueHint::DirPath)]
    type_schemas: Option<PathBuf>,
}

/// Where AWS is asked.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "AWS and the state")]
pub(super) struct Endpoint {
    /// An endpoint in place of the environment's `endpoint_url`.
    #[arg(long, value_name = "URL", global = true)]
    endpoint_url: Option<String>,
}

/// Where the state is.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "AWS and the state")]
pub(super) struct Place {
    /// A place for the state instead of the environment's `state`: `file:<folder>` or
    /// `s3://<bucket>/<prefix>`.
    #[arg(long, value_name = "LOCATION", global = true)]
    state: Option<String>,
}

/// What a run has cost.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "AWS and the state")]
pub(super) struct Statistics {
    /// Print the AWS calls of the run by operation, their retries, and the time taken.
    #[arg(long, global = true)]
    stats: bool,
}

impl Group for Folder {
    fn put_into(&self, global: &mut Global) {
        global.directory = self.directory.clone();
    }
}

impl Group for Project {
    fn put_into(&self, global: &mut Global) {
        self.folder.put_into(global);
        global.env = self.env.clone();
    }
}

impl Group for Inputs {
    fn put_into(&self, global: &mut Global) {
        global.variables = self.variables.clone();
    }
}

impl Group for Types {
    fn put_into(&self, global: &mut Global) {
        global.type_schemas = self.type_schemas.clone();
    }
}

impl Group for Endpoint {
    fn put_into(&self, global: &mut Global) {
        global.endpoint_url = self.endpoint_url.clone();
    }
}

impl Group for Place {
    fn put_into(&self, global: &mut Global) {
        global.state = self.state.clone();
    }
}

impl Group for Statistics {
    fn put_into(&self, global: &mut Global) {
        global.stats = self.stats;
    }
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write `--var name=value`".to_owned()),
    }
}
