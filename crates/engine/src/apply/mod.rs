//! Carries out a plan: as wide as its order allows, telling events and formatting nothing.

mod doubt;
mod executor;
mod outputs;
mod owned;
mod step;

use std::time::Duration;

use crate::plan::{Action, Phase};
use crate::state::StateError;
use aws::AwsError;
use compiler::Address;

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
    Waiting {
        step: usize,
        what: String,
    },
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
    #[error("AWS accepted the request, but does not have the requested values: {}", .fields.join(", "))]
    NotKept { fields: Vec<String> },
    /// Nothing was done to the object.
    #[error("`{id}` belongs to stack `{stack}` now; it was not changed")]
    TakenOver { id: String, stack: String },
    /// Nothing was done to the object.
    #[error(
        "`{id}` is not as this stack has applied it, so somebody else has set it since; it was not changed"
    )]
    Overwritten { id: String },
    /// Nothing was written.
    #[error("`{id}` is there by now, and the plan was to create it: plan again")]
    InTheWay { id: String },
    #[error("it has no value now: {0}")]
    Evaluation(String),
    #[error("{0}")]
    State(String),
    /// Somebody else writes the state by now, so that nothing more may be begun.
    #[error("{0}")]
    LockLost(String),
}

impl StepError {
    /// The same of a state that could not take what has been created.
    fn after_creation(self, id: &str) -> Self {
        let told = |why: String| {
            format!("`{id}` was created, but could not be recorded in the state: {why}")
        };
        match self {
            Self::State(why) => Self::State(told(why)),
            Self::LockLost(why) => Self::LockLost(told(why)),
            other => other,
        }
    }
}

impl From<StateError> for StepError {
    fn from(error: StateError) -> Self {
        let text = error.to_string();
        match error {
            StateError::LockLost { .. } => Self::LockLost(text),
            _ => Self::State(text),
        }
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
        let is_cut_off =
            |outcome: &Outcome| matches!(outcome, Outcome::NotStarted | Outcome::Interrupted);
        let has_lost_lock =
            |outcome: &Outcome| matches!(outcome, Outcome::Failed(StepError::LockLost(_)));
        self.count(is_cut_off) > 0 && self.count(has_lost_lock) == 0
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.outcomes.iter().filter(|(_, _, outcome)| is(outcome)).count()
    }
}
