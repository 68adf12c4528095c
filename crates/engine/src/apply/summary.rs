//! What a run came to.

use std::collections::BTreeMap;
use std::time::Duration;

use super::error::StepError;
use super::event::Outcome;
use super::outputs::Outputs;
use crate::plan::Action;
use compiler::Address;
use kind::LiveObject;

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// How each step ended, by its position in the plan.
    pub outcomes: Vec<(Address, Action, Outcome)>,
    /// The outputs of what exists now.
    pub outputs: Outputs,
    /// The objects of the steps that are done, as these have left them.
    pub live: BTreeMap<Address, LiveObject>,
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
