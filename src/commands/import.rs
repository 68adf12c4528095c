use clap::Args;

use super::locking::Locking;
use super::run::{Confirmation, execute};
use super::session::{Session, compiled};
use super::signals::Signals;
use super::{Exit, Failure, Global};
use crate::plan::{Import, import};
use crate::report;
use crate::spec::Address;

/// Take over an object that exists.
///
/// The object gets our tags and an entry in the state, and nothing else of it changes; what its spec says
/// otherwise is shown, and is the next apply's to change. `adopt: true` in the spec does both at once.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The address that the specs have for it, such as `dynamodb.table.users`.
    address: Address,
    /// What AWS knows the object by: its name for most kinds (docs/kinds.md says it of each).
    id: String,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    locking: Locking,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    arguments.confirmation.check_terminal("import")?;
    let (session, mut writer) =
        Session::open_for(compiled(global)?, "import", &arguments.locking).await?;
    let exit = take_over(&session, &mut writer.signals, arguments).await;
    writer.end().await;
    session.report_statistics(global);
    exit
}

async fn take_over(
    session: &Session,
    signals: &mut Signals,
    arguments: &Arguments,
) -> Result<Exit, Failure> {
    let Import { plan, .. } = signals
        .unless_interrupted(agree(session, arguments))
        .await?;
    session
        .store
        .keep(&plan.moved, &plan.kept, &plan.void)
        .await?;
    if plan.steps.is_empty() {
        return Ok(Exit::Success);
    }
    let summary = execute(session, signals, plan, 1).await;
    anstream::print!("{}", report::progress::render_summary(&summary));
    Ok(match summary.is_success() {
        true => Exit::Success,
        false => Exit::Failure,
    })
}

/// Shows what was found, and asks where there is something to do.
async fn agree(session: &Session, arguments: &Arguments) -> Result<Import, Failure> {
    let Arguments { address, id, .. } = arguments;
    let found = import(
        &session.stack,
        &session.graph,
        &session.store.snapshot(),
        &session.aws,
        &session.workspace,
        (address, id),
    )
    .await
    .map_err(|error| Failure::import(&session.stack.sources, error))?;
    let text = report::import::render(&session.stack, address, id, &found);
    anstream::print!("{text}");
    if !found.plan.is_empty() {
        let stack = session.stack.environment.stack();
        arguments.confirmation.ask("import", &stack).await?;
    }
    Ok(found)
}
