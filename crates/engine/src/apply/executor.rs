//! Runs steps side by side, each as soon as what it waits for is done.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::error::StepError;
use super::event::{Event, Outcome};
use super::owner_check::owners_valid_until;
use super::recent::RecentReads;
use super::runner::StepRunner;
use super::step::Running;
use super::summary::Summary;
use crate::observe::Hosts;
use crate::plan::Plan;
use aws::Aws;
use compiler::{Address, Stack};
use state::Store;
use workspace::Workspace;

/// Carries out plans of one stack.
pub struct Executor {
    pub stack: Arc<Stack>,
    pub aws: Aws,
    pub workspace: Arc<Workspace>,
    pub store: Arc<Store>,
    pub events: UnboundedSender<Event>,
    /// Steps that run at once.
    pub parallelism: usize,
    pub interrupt: Interrupt,
}

/// Asks a run to end early. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<watch::Sender<RunMode>>);

/// How a run goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd)]
enum RunMode {
    #[default]
    Full,
    /// Nothing more is started; what is in flight is finished.
    Drain,
    /// What is in flight is left as it is.
    Stop,
}

impl Interrupt {
    /// Starts nothing more, and finishes what is in flight.
    pub fn drain(&self) {
        self.0.send_replace(RunMode::Drain);
    }

    /// Finishes nothing more. The next run goes on from whatever is there then.
    pub fn stop(&self) {
        self.0.send_replace(RunMode::Stop);
    }

    fn is_draining(&self) -> bool {
        *self.0.borrow() >= RunMode::Drain
    }

    async fn stopped(&self) {
        // The sender lives as long as this does, so there is always an answer.
        let _ = self.0.subscribe().wait_for(|mode| *mode == RunMode::Stop).await;
    }
}

impl Executor {
    /// Carries out a plan. Failures are part of the summary: they stop their dependents and nothing
    /// else.
    pub async fn run(&self, plan: Plan) -> Summary {
        let start = Instant::now();
        let plan = Arc::new(plan);
        let (created, creations) = unbounded_channel();
        let runner = Arc::new(StepRunner {
            stack: self.stack.clone(),
            aws: self.aws.clone(),
            workspace: self.workspace.clone(),
            store: self.store.clone(),
            owners_valid_until: owners_valid_until(&plan),
            journals: Mutex::default(),
            hosts: Hosts::default(),
            recent: RecentReads::of(&plan),
            outputs: Mutex::new(
                plan.live
                    .iter()
                    .map(|(address, live)| (address.clone(), live.outputs.clone()))
                    .collect(),
            ),
        });
        let mut run = Run {
            executor: self,
            runner,
            waiting: plan.steps.iter().map(|step| step.waits_for.clone()).collect(),
            dependents: dependents(&plan),
            creations,
            created,
            outcomes: vec![None; plan.steps.len()],
            started: vec![false; plan.steps.len()],
            running: JoinSet::new(),
            ready: Vec::new(),
            plan,
        };
        run.drive().await;
        let runner = run.runner.clone();
        let outcomes = run.into_outcomes();
        let is_unfinished = |(_, _, outcome): &&_| !matches!(outcome, Outcome::Done);
        let mut live = runner.recent.take_all();
        for (address, _, _) in outcomes.iter().filter(is_unfinished) {
            live.remove(address);
        }
        Summary { outcomes, outputs: runner.take_outputs(), live, elapsed: start.elapsed() }
    }
}

fn dependents(plan: &Plan) -> Vec<Vec<usize>> {
    let mut dependents = vec![Vec::new(); plan.steps.len()];
    for (index, step) in plan.steps.iter().enumerate() {
        for earlier in &step.waits_for {
            dependents[*earlier].push(index);
        }
    }
    dependents
}

struct Run<'a> {
    executor: &'a Executor,
    runner: Arc<StepRunner>,
    plan: Arc<Plan>,
    /// The steps that each step still waits for.
    waiting: Vec<BTreeSet<usize>>,
    dependents: Vec<Vec<usize>>,
    /// The steps under way that have created their objects.
    creations: UnboundedReceiver<usize>,
    created: UnboundedSender<usize>,
    outcomes: Vec<Option<Outcome>>,
    started: Vec<bool>,
    running: JoinSet<(usize, Result<(), StepError>, Instant)>,
    ready: Vec<usize>,
}

impl Run<'_> {
    async fn drive(&mut self) {
        self.ready =
            (0..self.plan.steps.len()).filter(|index| self.waiting[*index].is_empty()).collect();
        // The first of the plan is taken from the end.
        self.ready.reverse();
        loop {
            while self.running.len() < self.executor.parallelism.max(1)
                && !self.executor.interrupt.is_draining()
                && let Some(index) = self.ready.pop()
            {
                self.start(index);
            }
            let interrupt = &self.executor.interrupt;
            let joined = tokio::select! {
                // What a step has created is told before it ends.
                biased;
                Some(index) = self.creations.recv() => {
                    self.release_creation(index);
                    continue;
                }
                joined = self.running.join_next() => joined,
                () = interrupt.stopped() => None,
            };
            let Some(joined) = joined else {
                break;
            };
            match joined {
                Ok((index, Ok(()), started)) => self.finish(index, Outcome::Done, started),
                Ok((index, Err(error), started)) => {
                    if matches!(error, StepError::LockLost(_)) {
                        self.executor.interrupt.drain();
                    }
                    self.finish(index, Outcome::Failed(error), started);
                    self.skip_dependents(index, &self.plan.steps[index].address.clone());
                }
                Err(panic) => std::panic::resume_unwind(panic.into_panic()),
            }
        }
    }

    fn start(&mut self, index: usize) {
        self.started[index] = true;
        let step = &self.plan.steps[index];
        self.send(Event::Started {
            step: index,
            address: step.address.clone(),
            action: step.action,
            phase: step.phase.clone(),
        });
        let running = Running {
            runner: self.runner.clone(),
            plan: self.plan.clone(),
            index,
            events: self.executor.events.clone(),
            created: self.created.clone(),
        };
        self.running.spawn(async move {
            let started = Instant::now();
            (index, running.run().await, started)
        });
    }

    fn finish(&mut self, index: usize, outcome: Outcome, started: Instant) {
        let is_done = matches!(outcome, Outcome::Done);
        self.outcomes[index] = Some(outcome.clone());
        self.send(Event::Finished { step: index, outcome, elapsed: started.elapsed() });
        if is_done {
            self.release(index, |_| true);
        }
    }

    /// Starts who needs no more of a step than that it has created its object.
    fn release_creation(&mut self, index: usize) {
        let plan = self.plan.clone();
        self.release(index, |dependent| plan.steps[dependent].waits_for_creation.contains(&index));
    }

    /// Some dependents of a step need not wait for it any longer.
    fn release(&mut self, index: usize, is_released: impl Fn(usize) -> bool) {
        for dependent in self.dependents[index].iter().copied().filter(|it| is_released(*it)) {
            let waited = self.waiting[dependent].remove(&index);
            if waited && self.waiting[dependent].is_empty() && self.outcomes[dependent].is_none() {
                self.ready.push(dependent);
            }
        }
    }

    fn skip_dependents(&mut self, index: usize, because_of: &Address) {
        for dependent in self.dependents[index].clone() {
            // Who needed no more than the creation may have begun.
            if self.outcomes[dependent].is_some() || !self.waiting[dependent].contains(&index) {
                continue;
            }
            let outcome = Outcome::Skipped { because_of: because_of.clone() };
            self.finish(dependent, outcome, Instant::now());
            self.skip_dependents(dependent, because_of);
        }
    }

    fn into_outcomes(self) -> Vec<(Address, crate::plan::Action, Outcome)> {
        let steps = self.plan.steps.iter().zip(self.started);
        steps
            .zip(self.outcomes)
            .map(|((step, started), outcome)| {
                let cut_off = match started {
                    true => Outcome::Interrupted,
                    false => Outcome::NotStarted,
                };
                let outcome = outcome.unwrap_or(cut_off);
                (step.address.clone(), step.action, outcome)
            })
            .collect()
    }

    fn send(&self, event: Event) {
        // A run goes on if no one listens.
        let _ = self.executor.events.send(event);
    }
}
