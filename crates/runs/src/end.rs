//! How runs end.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::id::utc;
use compiler::Address;
use engine::apply::{Outcome, Summary};
use engine::plan::Action;
use state::REDACTED;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// In UTC (RFC 3339).
    pub at: String,
    pub outcome: Ended,
    /// How each step of the plan ended, in its order.
    pub steps: Vec<StepEnd>,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    Succeeded,
    Failed,
    /// It was asked to end before everything was done.
    Interrupted,
}

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepEnd {
    pub address: Address,
    pub action: Action,
    #[serde(flatten)]
    pub outcome: StepOutcome,
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum StepOutcome {
    Done,
    Failed {
        error: String,
    },
    /// It waits for a step that was not done.
    Skipped {
        because_of: Address,
    },
    /// The run was interrupted before.
    NotStarted,
    /// The run was stopped while it was under way.
    Interrupted,
}

impl StepOutcome {
    fn of(outcome: &Outcome, secrets: &[String]) -> Self {
        let without_secrets = |text: String| {
            let secrets = secrets.iter();
            secrets.fold(text, |text, secret| text.replace(secret, REDACTED))
        };
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::Failed(error) => Self::Failed { error: without_secrets(error.to_string()) },
            Outcome::Skipped { because_of } => Self::Skipped { because_of: because_of.clone() },
            Outcome::NotStarted => Self::NotStarted,
            Outcome::Interrupted => Self::Interrupted,
        }
    }
}

impl End {
    /// The end of a run that came to this, and, whatever its steps came to, did not succeed as a whole
    /// if `is_success` is false. `secrets` are texts that an error of AWS may repeat, and that are not
    /// kept.
    pub fn of(summary: &Summary, is_success: bool, secrets: &[String]) -> Self {
        let outcomes = summary.outcomes.iter();
        let steps: Vec<StepEnd> = outcomes
            .map(|(address, action, outcome)| StepEnd {
                address: address.clone(),
                action: *action,
                outcome: StepOutcome::of(outcome, secrets),
            })
            .collect();
        Self {
            at: utc(SystemTime::now()),
            outcome: match (summary.was_interrupted(), is_success) {
                (true, _) => Ended::Interrupted,
                (false, true) => Ended::Succeeded,
                (false, false) => Ended::Failed,
            },
            steps,
        }
    }
}
