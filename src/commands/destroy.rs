use clap::Args;

use super::plan::Selection;
use super::run::{self, Confirmation};
use super::session::Session;
use super::{Exit, Failure, Global};

/// Delete everything that the stack owns: plan, ask, and carry out.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    confirmation: Confirmation,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    arguments.confirmation.check_terminal("destroy")?;
    let session = Session::open(global).await?;
    let plan = session.plan(&arguments.selection.request(true)).await?;
    let exit = run::carry_out(&session, plan, &arguments.confirmation, "destroy").await;
    session.report_statistics(global);
    exit
}
