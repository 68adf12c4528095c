use clap::Args;

use super::plan::Selection;
use super::run::{self, Confirmation};
use super::session::Session;
use super::{Exit, Failure, Global};

/// Make AWS what the specs say: plan, ask, and carry out.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    confirmation: Confirmation,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    arguments.confirmation.check_terminal("apply")?;
    let session = Session::open(global).await?;
    let plan = session.plan(&arguments.selection.request(false)).await?;
    let exit = run::carry_out(&session, plan, &arguments.confirmation, "apply").await;
    session.report_statistics(global);
    exit
}
