//! Takes an object over.

use super::Arguments;
use crate::commands::run::execute;
use crate::commands::session::{Session, compiled};
use crate::commands::signals::Signals;
use crate::commands::{Exit, Failure, Global};
use crate::plan::{Import, import};
use crate::report;
use crate::spec::Address;

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let address: Address = arguments.subject.parse().map_err(Failure::Usage)?;
    arguments.confirmation.check_terminal("import")?;
    let (session, writer) =
        Session::open_for(compiled(global).await?, "import", &arguments.locking).await?;
    let work =
        async |signals: &mut Signals| take_over(&session, signals, &address, arguments).await;
    let exit = writer.during(work).await;
    session.report_statistics(global);
    exit
}

async fn take_over(
    session: &Session,
    signals: &mut Signals,
    address: &Address,
    arguments: &Arguments,
) -> Result<Exit, Failure> {
    let agreed = agree(session, address, arguments);
    let Import { plan, .. } = signals.unless_interrupted(agreed).await?;
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
async fn agree(
    session: &Session,
    address: &Address,
    arguments: &Arguments,
) -> Result<Import, Failure> {
    let id = &arguments.id;
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
