use std::path::PathBuf;

use clap::Args;

use super::plan::load;
use super::run::{self, Verb};
use super::{Exit, Failure, Global};

/// Make AWS what the specs say: plan, ask, and carry out.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A plan that was saved with `plan --out`: exactly this is done, without asking, or nothing where
    /// anything has changed since.
    #[arg(value_name = "FILE", conflicts_with_all = ["targets", "allow_destroy"])]
    plan: Option<PathBuf>,
    #[command(flatten)]
    choices: run::Choices,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.plan {
        None => run::run(global, &arguments.choices, Verb::Apply).await,
        Some(file) => run::run_saved(global, &arguments.choices, &load(file)?).await,
    }
}
