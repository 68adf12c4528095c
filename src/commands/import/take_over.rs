//! Takes an object over.

use super::arguments::Arguments;
use crate::commands::carry_out::{Purpose, carry_out};
use crate::commands::session::Session;
use crate::commands::session::compiled;
use crate::commands::signals::Signals;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal::{self, Paging};
use crate::report::{self, live};
use compiler::Address;
use engine::plan::{Import, import};
use runs::Operation;

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let address: Address = arguments.subject.parse().map_err(Failure::Usage)?;
    let operation = Operation::Import.name();
    arguments.confirmation.check_terminal(operation)?;
    let (session, writer) =
        Session::open_for(compiled(global).await?, operation, &arguments.locking).await?;
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
    let purpose = Purpose { parallelism: 1, ..Purpose::of(Operation::Import) };
    carry_out(session, signals, purpose, plan, async |_| Ok(())).await
}

/// Shows what was found, and asks where there is something to do.
async fn agree(
    session: &Session,
    address: &Address,
    arguments: &Arguments,
) -> Result<Import, Failure> {
    let id = &arguments.id;
    let (context, state) = (session.context(), session.store.snapshot());
    let looked = import(&context, &state, (address, id));
    let found = live::reading(session.aws.activity(), looked)
        .await
        .map_err(|error| Failure::import(&session.stack.sources, error))?;
    let text = report::import::render(&session.stack, address, id, &found);
    terminal::show(text, Paging::Off);
    if !found.plan.is_empty() {
        let stack = session.stack.environment.stack();
        arguments.confirmation.ask("import", &stack).await?;
    }
    Ok(found)
}
