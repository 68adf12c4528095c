//! Why steps fail.

use aws::AwsError;
use state::StateError;

/// Why a step failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StepError {
    #[error("{0}")]
    Aws(#[from] AwsError),
    /// AWS accepted the writes, and reads otherwise.
    #[error("AWS accepted the request, but does not have the requested values: {}", .fields.join(", "))]
    NotApplied { fields: Vec<String> },
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
    AlreadyExists { id: String },
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
    pub(super) fn after_creation(self, id: &str) -> Self {
        let describe = |why: String| {
            format!("`{id}` was created, but could not be recorded in the state: {why}")
        };
        match self {
            Self::State(why) => Self::State(describe(why)),
            Self::LockLost(why) => Self::LockLost(describe(why)),
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
