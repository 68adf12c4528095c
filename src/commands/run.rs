//! What `apply`, `destroy` and `rollback` share: show, ask, carry out, sum up.

use std::collections::BTreeMap;

use clap::Args;

use super::back::Back;
use super::carry_out::{OutputMode, Purpose, carry_out};
use super::confirmation::Confirmation;
use super::locking::Locking;
use super::selection::Selection;
use super::session::{Compiled, Session, compiled_of};
use super::signals::Signals;
use super::{Exit, Failure, Global, readers};
use crate::report::plan::Detail;
use crate::report::plan_json::Document;
use crate::report::terminal::{self, Paging};
use crate::report::{self, events};
use compiler::Stack;
use engine::apply::{CurrentOutputs, Summary};
use engine::plan::{Plan, PlannedFor, Request, SavedPlan, Stale};
use language::value::Value;
use runs::Operation;

/// What `apply`, `destroy` and `rollback` take.
#[derive(Debug, Args)]
pub struct Choices {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    confirmation: Confirmation,
    /// Steps that run at once.
    #[arg(long, value_name = "COUNT", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=256))]
    parallelism: u16,
    /// Show everything of the plan: the defaults of new objects too, and each of what is alike.
    #[arg(long)]
    full: bool,
    /// Print the plan and what happens as events, a JSON object a line (described in docs/apply-json.md).
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    locking: Locking,
}

impl Choices {
    /// Whether the user can be asked, where that is needed: told before anything is read.
    pub(super) fn check_terminal(&self, operation: Operation) -> Result<(), Failure> {
        let verb = operation.name();
        if self.json && !self.confirmation.is_given() {
            return Err(Failure::Usage(format!(
                "`--json` leaves nobody to ask, so nothing was read or changed: add `--auto-approve` to {verb} \
                 without asking"
            )));
        }
        self.confirmation.check_terminal(verb)
    }

    /// Shows a plan to people.
    pub(super) fn show(&self, stack: &Stack, plan: &Plan) {
        let document = Document::of(&PlannedFor::of(&stack.environment), plan);
        let detail = Detail { full: self.full, graph: false };
        terminal::show(report::plan::render_document(&document, detail), Paging::Off);
    }

    fn output_mode(&self) -> OutputMode {
        if self.json { OutputMode::Json } else { OutputMode::Text }
    }

    /// What is to be planned.
    pub(super) fn request(&self, operation: Operation) -> Request {
        self.selection.request(operation == Operation::Destroy)
    }
}

/// What is carried out.
#[derive(Clone, Copy)]
pub(super) enum What<'a> {
    /// What makes AWS as the specs say.
    Apply,
    /// The end of everything.
    Destroy,
    /// A plan that was saved, if it is still what would be planned.
    Saved(&'a SavedPlan),
    /// What makes AWS as the specs of an earlier run say.
    Back(&'a Back),
}

impl What<'_> {
    pub(super) fn operation(self) -> Operation {
        match self {
            Self::Apply => Operation::Apply,
            Self::Destroy => Operation::Destroy,
            Self::Saved(saved) if saved.request.destroy => Operation::Destroy,
            Self::Saved(_) => Operation::Apply,
            Self::Back(_) => Operation::Rollback,
        }
    }
}

/// Plans, asks and carries out, as the only writer.
pub(super) async fn run(
    global: &Global,
    choices: &Choices,
    what: What<'_>,
) -> Result<Exit, Failure> {
    if !matches!(what, What::Saved(_)) {
        choices.check_terminal(what.operation())?;
    }
    let mut options = global.options()?;
    if let What::Saved(saved) = what {
        options.plan_time = saved.plan_time;
    }
    run_compiled(global, choices, what, compiled_of(options).await?).await
}

/// The same for a stack that is compiled.
pub(super) async fn run_compiled(
    global: &Global,
    choices: &Choices,
    what: What<'_>,
    compiled: Compiled,
) -> Result<Exit, Failure> {
    let operation = what.operation().name();
    let (session, writer) = Session::open_for(compiled, operation, &choices.locking).await?;
    let change = async |signals: &mut Signals| change(&session, signals, choices, what).await;
    let exit = writer.during(change).await;
    session.report_statistics(global);
    exit
}

async fn change(
    session: &Session,
    signals: &mut Signals,
    choices: &Choices,
    what: What<'_>,
) -> Result<Exit, Failure> {
    let plan = async {
        match what {
            What::Saved(saved) => plan_again(session, saved).await,
            _ => agree(session, choices, what).await,
        }
    };
    let plan = signals.unless_interrupted(plan).await?;
    if !plan.blocked.is_empty() {
        return Ok(Exit::Failure);
    }
    let purpose = Purpose {
        operation: what.operation(),
        back_to: match what {
            What::Back(back) => Some(&back.record.id),
            _ => None,
        },
        parallelism: choices.parallelism.into(),
        output_mode: choices.output_mode(),
    };
    let as_planned = plan.is_empty().then(|| plan.outputs.clone());
    let finish = async |summary: &Summary| {
        let outputs = match as_planned {
            Some(outputs) => outputs,
            None => outputs(session, what.operation(), summary)?,
        };
        record_outputs(session, outputs).await?;
        readers::note(session, what.operation() == Operation::Destroy).await
    };
    carry_out(session, signals, purpose, plan, finish).await
}

/// The declared outputs as they are now, if there is anything of which they could be.
fn outputs(
    session: &Session,
    operation: Operation,
    summary: &Summary,
) -> Result<BTreeMap<String, Option<Value>>, Failure> {
    if operation == Operation::Destroy {
        return Ok(BTreeMap::new());
    }
    let source = CurrentOutputs { stack: &session.stack, outputs: &summary.outputs };
    let outputs = session.stack.outputs(&source);
    outputs.map_err(|diagnostics| Failure::diagnostics(&session.stack.sources, diagnostics))
}

/// Shows the plan, and asks where that is needed.
async fn agree(session: &Session, choices: &Choices, what: What<'_>) -> Result<Plan, Failure> {
    let operation = what.operation();
    let plan = session.plan(&choices.request(operation)).await?;
    match choices.output_mode() {
        OutputMode::Text => choices.show(&session.stack, &plan),
        // It begins the stream once it is agreed to; one that is refused is all there is to tell.
        OutputMode::Json if !plan.blocked.is_empty() => {
            let planned_for = PlannedFor::of(&session.stack.environment);
            terminal::println(events::plan(&Document::of(&planned_for, &plan)));
        }
        OutputMode::Json => {}
    }
    if let What::Back(back) = what {
        let remarks = back.remarks(session, &plan);
        match choices.output_mode() {
            OutputMode::Text => terminal::print(remarks),
            OutputMode::Json => terminal::eprint(remarks),
        }
    }
    readers::warn(session, &plan).await?;
    let can_go_on = plan.blocked.is_empty() && !plan.is_empty();
    if can_go_on {
        let stack = session.stack.environment.stack();
        choices.confirmation.ask(operation.name(), &stack).await?;
    }
    Ok(plan)
}

/// Makes a saved plan again, and sees to it that it is the same. Whoever saved it has looked at it.
async fn plan_again(session: &Session, saved: &SavedPlan) -> Result<Plan, Failure> {
    let refused = |why: &str| {
        Failure::Usage(format!(
            "the saved plan is not carried out, and nothing was changed:\n  {why}\nmake a new one with \
             `diatonic plan --out <FILE>`, and look through it"
        ))
    };
    saved.check_stack(&session.stack).map_err(|why| refused(&why))?;
    let plan = session.plan(&saved.request).await?;
    saved.check(&plan).map_err(|Stale(reasons)| refused(&reasons.join("\n  ")))?;
    Ok(plan)
}

/// Keeps the declared outputs in the state, for `diatonic output`.
async fn record_outputs(
    session: &Session,
    outputs: BTreeMap<String, Option<Value>>,
) -> Result<(), Failure> {
    if session.store.snapshot().outputs != outputs {
        let account = session.stack.environment.account.clone();
        session
            .store
            .change(|state| {
                state.outputs = outputs;
                state.account = Some(account);
            })
            .await?;
    }
    Ok(())
}
