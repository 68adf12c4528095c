use clap::Args;

use super::run::{self, What};
use super::{Exit, Failure, Global};

/// Delete everything that the stack owns: plan, ask, and carry out.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    choices: run::Choices,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    run::run(global, &arguments.choices, What::Destroy).await
}
