use std::path::PathBuf;

use clap::Args;

use super::run::{self, What};
use super::saved_plan::load;
use super::{Exit, Failure, Global};

/// Make AWS what the specs say: plan, ask, and carry out.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A plan that was saved with `plan --out`: exactly this is done, without asking, or nothing where
    /// anything has changed since.
    #[arg(value_name = "FILE", conflicts_with_all = ["targets", "exclude", "replace", "allow_destroy"])]
    plan: Option<PathBuf>,
    #[command(flatten)]
    choices: run::Choices,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let saved = arguments.plan.as_deref().map(load).transpose()?;
    let what = saved.as_ref().map_or(What::Apply, What::Saved);
    run::run(global, &arguments.choices, what).await
}
