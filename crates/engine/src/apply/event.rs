//! What happens while a plan is carried out.

use std::time::Duration;

use super::error::StepError;
use crate::plan::{Action, Phase};
use compiler::Address;

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
