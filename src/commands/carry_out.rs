//! How every command carries out a plan that is agreed to: recorded, shown as it goes, summed up.

use std::convert::Infallible;
use std::time::Duration;

use tokio::sync::mpsc;

use super::recording::Recording;
use super::session::Session;
use super::signals::Signals;
use super::{Exit, Failure, remembered};
use crate::report::plan_json::Document;
use crate::report::progress::Progress;
use crate::report::terminal;
use crate::report::{self, events};
use engine::apply::{Executor, Interrupt, Summary};
use engine::plan::{Plan, PlannedFor};
use language::value::Value;
use runs::{Operation, RunId};

/// Steps that run at once where the command does not ask how many.
const PARALLELISM: usize = 32;

/// What a plan is carried out for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purpose<'a> {
    pub operation: Operation,
    /// The run that it goes back to, or that it undoes.
    pub back_to: Option<&'a RunId>,
    /// Steps that run at once.
    pub parallelism: usize,
    pub output_mode: OutputMode,
}

impl Purpose<'_> {
    /// An operation that people follow, with nothing asked for besides.
    pub(super) fn of(operation: Operation) -> Self {
        Self { operation, back_to: None, parallelism: PARALLELISM, output_mode: OutputMode::Text }
    }
}

/// In which form a run reports what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutputMode {
    Text,
    /// By events on standard output.
    Json,
}

/// Carries out a plan, and leaves a record of that. Once all steps are done, `finish` does what belongs to
/// the run besides.
pub(super) async fn carry_out(
    session: &Session,
    signals: &mut Signals,
    purpose: Purpose<'_>,
    plan: Plan,
    finish: impl AsyncFnOnce(&Summary) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let recording = Recording::begin(session, purpose.operation, purpose.back_to, &plan);
    let recording = signals.unless_interrupted(recording).await?;
    let mut summary = Summary::default();
    if purpose.output_mode == OutputMode::Json {
        let planned_for = PlannedFor::of(&session.stack.environment);
        tell(&events::plan(&Document::of(&planned_for, &plan)));
    }
    let exit = take_steps(session, signals, plan, purpose, &mut summary, finish).await;
    let exit = stored(session, signals, exit).await;
    let is_success = matches!(exit, Ok(Exit::Success));
    let store = session.store.clone();
    let sweep = tokio::spawn(async move { store.sweep().await });
    remembered::keep_run(&session.stack.environment, recording.id());
    recording.end(session, signals, &summary, is_success).await;
    remembered::keep_addresses(&session.stack.environment, &session.store.snapshot());
    // Nobody needs it: the next run sweeps as well.
    let _ = signals.unless_interrupted(async { Ok(sweep.await) }).await;
    exit
}

/// Stores what the run has not waited for. Where that fails, so has the run; a signal makes an end of trying.
async fn stored(
    session: &Session,
    signals: &mut Signals,
    exit: Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    signals.forget_missed();
    let fold = async { Ok(session.store.fold().await?) };
    match (signals.unless_interrupted(fold).await, exit) {
        (Err(failure), Ok(Exit::Success)) => Err(failure),
        (_, exit) => exit,
    }
}

/// Tells in `summary` what came of the steps, whatever comes of the rest.
async fn take_steps(
    session: &Session,
    signals: &mut Signals,
    plan: Plan,
    purpose: Purpose<'_>,
    summary: &mut Summary,
    finish: impl AsyncFnOnce(&Summary) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    session
        .store
        .record_observed(&plan.moved, &plan.kept, &plan.abandoned_intents, &plan.step_addresses())
        .await?;
    if plan.is_empty() {
        // Programs get an end of the stream all the same.
        if purpose.output_mode == OutputMode::Json {
            tell(&events::summary(summary));
        }
    } else {
        *summary = execute(session, signals, plan, purpose).await;
        match purpose.output_mode {
            OutputMode::Text => terminal::print(report::progress::render_summary(summary)),
            OutputMode::Json => tell(&events::summary(summary)),
        }
        if !summary.is_success() {
            return Ok(match summary.was_interrupted() {
                true => Exit::Interrupted,
                false => Exit::Failure,
            });
        }
    }
    finish(summary).await?;
    Ok(Exit::Success)
}

async fn execute(
    session: &Session,
    signals: &mut Signals,
    plan: Plan,
    purpose: Purpose<'_>,
) -> Summary {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let output_mode = purpose.output_mode;
    let interrupt = Interrupt::default();
    let executor = Executor {
        stack: session.stack.clone(),
        aws: session.aws.clone(),
        workspace: session.workspace.clone(),
        store: session.store.clone(),
        events: sender,
        parallelism: purpose.parallelism,
        interrupt: interrupt.clone(),
    };
    let steps = plan.steps.len();
    let shown = tokio::spawn(async move {
        let mut progress = match output_mode {
            OutputMode::Text => Some(Progress::new(terminal::is_seen(), steps)),
            OutputMode::Json => None,
        };
        while let Some(event) = receiver.recv().await {
            match &mut progress {
                Some(progress) => progress.show(event),
                None => tell(&events::event(&event)),
            }
        }
    });
    let summary = tokio::select! {
        summary = executor.run(plan) => summary,
        never = watch(signals, &interrupt) => match never {},
    };
    // The events end when the executor, which sends them, is gone.
    drop(executor);
    let _ = shown.await;
    summary
}

/// A line of the stream.
fn tell(event: &Value) {
    terminal::println(event);
}

/// The first signal lets what is in flight finish, for as long as CI systems wait before they kill; the
/// second stops at once. The state is true at every moment, so the next run goes on from there.
async fn watch(signals: &mut Signals, interrupt: &Interrupt) -> Infallible {
    /// CI systems kill after 7.5 s at least; the state and the lock need some of it.
    const GRACE_PERIOD: Duration = Duration::from_secs(5);
    signals.next().await;
    interrupt.drain();
    terminal::eprintln(
        "interrupted: finishing what is in flight; interrupt again to stop immediately",
    );
    let _ = tokio::time::timeout(GRACE_PERIOD, signals.next()).await;
    interrupt.stop();
    std::future::pending().await
}
