//! What the options that commands share say, whichever of them a command has.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::failure::Failure;
use super::project;
use compiler::{ENVIRONMENT_PREFIX, Options, environment};
use language::diagnostic::listed;
use language::expression::PlanTime;

/// What the options that commands share say.
#[derive(Debug, Clone, Default)]
pub struct Global {
    /// The project's folder.
    pub(super) directory: PathBuf,
    pub(super) env: Option<String>,
    pub(super) variables: Vec<(String, String)>,
    pub(super) endpoint_url: Option<String>,
    pub(super) state: Option<String>,
    pub(super) type_schemas: Option<PathBuf>,
    pub(super) stats: bool,
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
    /// The same with the folder that holds the project in which the user is, and with the schemas taken that are named.
    ///
    /// # Errors
    /// Each file that is not a schema.
    pub(super) fn ready(mut self) -> Result<Self, Failure> {
        self.directory = project::found(self.directory);
        self.add_type_schemas()?;
        Ok(self)
    }

    fn add_type_schemas(&self) -> Result<(), Failure> {
        let Some(folder) = &self.type_schemas else {
            return Ok(());
        };
        cloud_control::add_schemas(folder).map_err(|errors| {
            let list = errors.join("\n");
            Failure::Usage(format!("`--type-schemas` has no schemas of AWS's registry:\n{list}"))
        })
    }

    /// What to compile.
    ///
    /// # Errors
    /// There is no project, or it is not certain which environment is meant.
    pub(super) fn options(&self) -> Result<Options, Failure> {
        project::check(&self.directory)?;
        self.options_for(self.environment()?)
    }

    /// The same for an environment that a command names by itself.
    ///
    /// # Errors
    /// There is no project.
    pub(super) fn options_for(&self, environment: String) -> Result<Options, Failure> {
        project::check(&self.directory)?;
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

    /// The environment that is named, or the only one.
    fn environment(&self) -> Result<String, Failure> {
        if let Some(name) = &self.env {
            return Ok(name.clone());
        }
        let names = environment::names(&self.directory);
        Err(Failure::Usage(match names.as_slice() {
            [only] => return Ok(only.clone()),
            [] => "there is no environment yet: write one into `environments/dev.yaml` \
                   (`diatonic reference environment` says what stands in it)"
                .to_owned(),
            [first, ..] => format!(
                "which environment? There are {}: name one, as in `--env {first}`, or set DIATONIC_ENV",
                listed(names.iter().map(String::as_str))
            ),
        }))
    }
}
