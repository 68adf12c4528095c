//! Whose the objects are that a step writes and deletes: an object that has become another stack's since the
//! plan was made is left as it is.

use std::time::Duration;

use tokio::time::Instant;

use super::StepError;
use super::step::StepRunner;
use crate::aws::Aws;
use crate::kind::{AnyKind, LiveObject};
use crate::observe::Owner;
use crate::plan::{Plan, Step};

/// How long a plan may lie until it is carried out, such as before a person who is asked. After that, whose an
/// object is gets read again before it is deleted.
const UNATTENDED: Duration = Duration::from_secs(10);

/// How long what a plan has read counts while it is carried out.
const FRESH: Duration = Duration::from_secs(600);

/// Until when the owners count that a plan has read; nothing if they are to be read again at once.
pub(super) fn owners_count_until(plan: &Plan) -> Option<Instant> {
    let observed = plan.observed?;
    (observed.ended.elapsed() < UNATTENDED).then(|| observed.began + FRESH)
}

impl StepRunner {
    /// Refuses to touch an object that another stack owns.
    pub(super) fn check_owner(
        &self,
        step: &Step,
        id: &str,
        live: &LiveObject,
    ) -> Result<(), StepError> {
        let owner = Owner::of(&self.stack, &step.address, live, true);
        match owner.other_stack() {
            None => Ok(()),
            Some(stack) => Err(StepError::TakenOver {
                id: id.to_owned(),
                stack: stack.to_owned(),
            }),
        }
    }

    /// Whether an object is still there to be deleted. It is read only where what the plan has read no longer
    /// counts.
    pub(super) async fn is_left_to_delete(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        id: &str,
    ) -> Result<bool, StepError> {
        let counts = self.owners_count_until;
        if step.before.is_some() && counts.is_some_and(|end| Instant::now() < end) {
            return Ok(true);
        }
        let Some(live) = kind.read(aws, id).await? else {
            return Ok(false);
        };
        self.check_owner(step, id, &live)?;
        Ok(true)
    }
}
