//! Takes over what the specs define.

use std::collections::{BTreeMap, BTreeSet};

use super::arguments::Arguments;
use super::survey::Survey;
use crate::commands::carry_out::{Purpose, carry_out};
use crate::commands::session::Session;
use crate::commands::session::compiled;
use crate::commands::signals::Signals;
use crate::commands::{Exit, Failure, Global};
use crate::report;
use crate::report::{live, terminal};
use compiler::Address;
use engine::apply::Summary;
use engine::plan::{AdoptRequest, Adoption, adopt};
use kind::LiveObject;
use runs::Operation;

/// Takes the lock, and takes over what can be. `survey` tells afterwards how things are.
pub(super) async fn run(
    global: &Global,
    arguments: &Arguments,
    survey: &mut Survey,
) -> Result<Exit, Failure> {
    // Specs may have been written since they were last compiled.
    let compiled = compiled(global).await?;
    let operation = Operation::ImportLegacy.name();
    let (session, writer) = Session::open_for(compiled, operation, &arguments.locking).await?;
    let work = async |signals: &mut Signals| take_over(&session, signals, arguments, survey).await;
    let exit = writer.during(work).await;
    session.report_statistics(global);
    exit
}

async fn take_over(
    session: &Session,
    signals: &mut Signals,
    arguments: &Arguments,
    survey: &mut Survey,
) -> Result<Exit, Failure> {
    let agreed = signals.unless_interrupted(agree(session, arguments, survey));
    let (mut adoption, targets) = agreed.await?;
    let plan = std::mem::take(&mut adoption.plan);
    survey.adoption = Some(adoption);
    let has_changes = !plan.steps.is_empty() || !plan.kept.is_empty();
    let mut live = BTreeMap::new();
    if has_changes {
        let purpose = Purpose::of(Operation::ImportLegacy);
        let finish = async |summary: &Summary| {
            live = summary.live.clone();
            Ok(())
        };
        let exit = carry_out(session, signals, purpose, plan, finish).await?;
        if exit != Exit::Success {
            // What was taken over all the same is told as such.
            let looked = async {
                survey.look(session).await;
                Ok(())
            };
            signals.unless_interrupted(looked).await.ok();
            return Ok(exit);
        }
    }
    let proven = prove(session, arguments, survey, (&targets, &live));
    let is_proven = signals.unless_interrupted(proven).await?;
    let left = survey.left();
    terminal::print(report::adoption::left(left));
    Ok(match left == 0 && is_proven {
        true => Exit::Success,
        false => Exit::Failure,
    })
}

/// Shows what taking over would do, and does nothing.
pub(super) async fn preview(
    session: &Session,
    arguments: &Arguments,
    survey: &mut Survey,
) -> Result<(), Failure> {
    let adoption = judged(session, arguments, survey).await?;
    let text = shown(arguments, survey, &adoption);
    match arguments.json {
        // A document for programs stands alone.
        true => terminal::eprintln(text),
        false => terminal::println(text),
    }
    survey.adoption = Some(adoption);
    Ok(())
}

/// Shows what would be taken over, and asks where there is anything.
async fn agree(
    session: &Session,
    arguments: &Arguments,
    survey: &mut Survey,
) -> Result<(Adoption, Vec<Address>), Failure> {
    survey.look(session).await;
    let adoption = judged(session, arguments, survey).await?;
    terminal::print(shown(arguments, survey, &adoption));
    let taken: Vec<Address> = taken(&adoption).cloned().collect();
    if !taken.is_empty() {
        let stack = session.stack.environment.stack();
        arguments.confirmation.ask("adopt", &stack).await?;
    }
    Ok((adoption, taken))
}

/// What would be taken over: first what Terraform does not know of it.
fn shown(arguments: &Arguments, survey: &Survey, adoption: &Adoption) -> String {
    let accepted = arguments.accept_changes;
    let taken: BTreeSet<&Address> = taken(adoption).collect();
    let additions = report::legacy::additions_in_short(survey.differences(&taken));
    let text = report::adoption::render(&survey.inventory, &survey.matches, adoption, accepted);
    format!("{additions}{text}")
}

/// What taking over would do with what was found.
async fn judged(
    session: &Session,
    arguments: &Arguments,
    survey: &Survey,
) -> Result<Adoption, Failure> {
    let wanted = AdoptRequest {
        adoption_targets: survey.adoption_targets(),
        uncertain: survey.uncertain(),
        accepts_changes: arguments.accept_changes,
    };
    let state = session.store.snapshot();
    let context = session.context();
    live::reading(session.aws.activity(), adopt(&context, &state, &wanted))
        .await
        .map_err(|error| Failure::plan(&session.stack.sources, error))
}

fn taken(adoption: &Adoption) -> impl Iterator<Item = &Address> {
    let steps = adoption.plan.steps.iter().map(|step| &step.address);
    steps.chain(adoption.plan.kept.keys())
}

/// Plans once more for what has been taken over, which its steps have left `live`: there must be nothing to do, but what was
/// accepted.
async fn prove(
    session: &Session,
    arguments: &Arguments,
    survey: &mut Survey,
    (targets, live): (&[Address], &BTreeMap<Address, LiveObject>),
) -> Result<bool, Failure> {
    survey.look_after(session, live).await;
    let adoption = judged(session, arguments, survey).await?;
    let unsettled: BTreeSet<&Address> = taken(&adoption)
        .chain(adoption.differing.keys())
        .chain(adoption.refused.keys())
        .filter(|address| targets.contains(address))
        .collect();
    if !targets.is_empty() {
        let text = report::adoption::proof(targets.len(), unsettled.len());
        terminal::print(text);
    }
    let is_proven = unsettled.is_empty() || arguments.accept_changes;
    survey.adoption = Some(adoption);
    Ok(is_proven)
}
