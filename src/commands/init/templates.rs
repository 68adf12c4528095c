//! The files of a new project. They stand in `templates/`, as they come into the project but for what is in `<…>`.

use std::path::PathBuf;

use clap::ValueEnum;

/// What a new project begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Template {
    /// An environment, and a place for specs.
    Empty,
    /// An API that users sign in to: Cognito, API Gateway, a function in Python and its table.
    ServerlessApi,
    /// What Terraform owns already, written as specs.
    Terraform,
}

/// What stands in the environment's file.
#[derive(Debug, Clone)]
pub(super) struct Values {
    pub environment: String,
    pub project: String,
    pub region: String,
    pub account: String,
    /// What stands in for AWS.
    pub endpoint_url: Option<String>,
}

macro_rules! template {
    ($($path:literal),*) => {
        &[$(($path, include_str!(concat!("../../../templates/", $path)))),*]
    };
}

const EMPTY: &[(&str, &str)] = template!["empty/specs/main.yaml"];
const SERVERLESS_API: &[(&str, &str)] = template![
    "serverless-api/specs/api.yaml", "serverless-api/specs/notes.yaml",
    "serverless-api/specs/users.yaml", "serverless-api/functions/notes/notes.py"
];
const TERRAFORM: &[(&str, &str)] = template!["terraform/specs/main.yaml"];

/// What keeps the state out of version control.
const IGNORED: &str = include_str!("../../../templates/gitignore");

const ENVIRONMENT: &str = include_str!("../../../templates/environment.yaml");

/// What an environment says of tags.
const TAGS: &str = include_str!("../../../templates/tags.yaml");

/// The same for what has tags already.
const TAGS_OF_TERRAFORM: &str = include_str!("../../../templates/terraform/tags.yaml");

/// What an environment says besides where something stands in for AWS.
const EMULATOR: &str = include_str!("../../../templates/emulator.yaml");

/// The file that may be there already.
pub(super) const GITIGNORE: &str = ".gitignore";

impl Template {
    /// The files of a new project by their paths in it.
    pub(super) fn files(self, values: &Values) -> Vec<(PathBuf, String)> {
        let of_specs = match self {
            Self::Empty => EMPTY,
            Self::ServerlessApi => SERVERLESS_API,
            Self::Terraform => TERRAFORM,
        };
        let specs = of_specs.iter().filter_map(|(path, text)| {
            let (_, path) = path.split_once('/')?;
            Some((PathBuf::from(path), (*text).to_owned()))
        });
        let environment = format!("environments/{}.yaml", values.environment);
        let own = [
            (PathBuf::from(environment), values.environment_file(self.tags())),
            (PathBuf::from(GITIGNORE), IGNORED.to_owned()),
        ];
        own.into_iter().chain(specs).collect()
    }

    /// What the environment says of tags.
    fn tags(self) -> &'static str {
        match self {
            Self::Empty | Self::ServerlessApi => TAGS,
            Self::Terraform => TAGS_OF_TERRAFORM,
        }
    }
}

impl Values {
    fn environment_file(&self, tags: &str) -> String {
        let emulator =
            self.endpoint_url.as_ref().map(|endpoint| EMULATOR.replace("<endpoint>", endpoint));
        let file = ENVIRONMENT
            .replace("<tags>", tags)
            .replace("<environment>", &self.environment)
            .replace("<account>", &self.account)
            .replace("<region>", &self.region)
            .replace("<project>", &self.project);
        file + &emulator.unwrap_or_default()
    }
}
