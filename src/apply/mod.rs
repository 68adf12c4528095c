//! Carries out a plan: as wide as its order allows, telling events and formatting nothing.

mod doubt;
mod executor;
mod outputs;
mod step;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::aws::AwsError;
use crate::plan::{Action, Phase};
use crate::spec::Address;
use crate::state::StateError;

pub use executor::{Executor, Interrupt};
pub use outputs::{CurrentOutputs, Outputs};

/// Something that happened while a plan was carried out.
#[derive(Debug, Clone)]
pub enum Event {
    Started {
        step: usize,
        address: Address,
        action: Action,
        phase: Phase,
    },
    /// A step is waiting for AWS; `what` completes "waiting for …".
    Waiting { step: usize, what: String },
    Finished {
        step: usize,
        outcome: Outcome,
        elapsed: Duration,
    },
}

/// How a step ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    Done,
    Failed(StepError),
    /// A step that this one waits for was not done.
    Skipped {
        because_of: Address,
    },
    /// The run was interrupted before the step began.
    NotStarted,
    /// The run was stopped while the step was under way: how far it got, the next run finds out.
    Interrupted,
}

/// Why a step failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StepError {
    #[error("{0}")]
    Aws(#[from] AwsError),
    /// AWS accepted the writes, and reads otherwise.
    #[error("AWS did not keep what was asked for: {}", .fields.join(", "))]
    NotKept { fields: Vec<String> },
    #[error("it has no value now: {0}")]
    Evaluation(String),
    #[error("{0}")]
    State(String),
}

impl From<StateError> for StepError {
    fn from(error: StateError) -> Self {
        Self::State(error.to_string())
    }
}

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// How each step ended, by its position in the plan.
    pub outcomes: Vec<(Address, Action, Outcome)>,
    /// The outputs of what exists now.
    pub outputs: Outputs,
    pub elapsed: Duration,
}

impl Summary {
    pub fn done(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Done))
    }

    pub fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Failed(_)))
    }

    pub fn skipped(&self) -> usize {
        self.count(|outcome| !matches!(outcome, Outcome::Done | Outcome::Failed(_)))
    }

    /// Whether everything was done.
    pub fn is_success(&self) -> bool {
        self.done() == self.outcomes.len()
    }

    /// Whether a signal ended the run before all was done.
    pub fn was_interrupted(&self) -> bool {
        self.count(|outcome| matches!(outcome, Outcome::NotStarted | Outcome::Interrupted)) > 0
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.outcomes
            .iter()
            .filter(|(_, _, outcome)| is(outcome))
            .count()
    }
}
