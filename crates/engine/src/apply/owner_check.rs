//! Whose the objects are that a step writes and deletes: an object that has become another stack's since the
//! plan was made is left as it is.

use std::time::Duration;

use tokio::time::Instant;

use super::error::StepError;
use super::runner::StepRunner;
use crate::drift::was_overwritten;
use crate::observe::{Host, Owner};
use crate::plan::{Plan, Step};
use aws::Aws;
use kind::{AnyKind, LiveObject};
use language::value::Value;

/// How long a plan may lie until it is carried out, such as before a person who is asked. After that, whose an
/// object is gets read again before it is deleted.
const MAX_PLAN_AGE: Duration = Duration::from_secs(10);

/// How long what a plan has read counts while it is carried out.
pub(super) const MAX_READ_AGE: Duration = Duration::from_secs(600);

/// Until when the owners count that a plan has read; nothing if they are to be read again at once.
pub(super) fn owners_valid_until(plan: &Plan) -> Option<Instant> {
    let read_times = plan.read_times?;
    (read_times.ended.elapsed() < MAX_PLAN_AGE).then(|| read_times.began + MAX_READ_AGE)
}

impl StepRunner {
    /// Refuses to touch an object that another stack owns.
    pub(super) async fn check_owner(
        &self,
        kind: &dyn AnyKind,
        step: &Step,
        id: &str,
        live: &LiveObject,
    ) -> Result<(), StepError> {
        if let Some(host) = Host::of(kind, &step.region, &live.spec) {
            return match self.other_stack_of(&host).await? {
                None => Ok(()),
                Some(stack) => Err(taken_over(id, &stack)),
            };
        }
        let owner = Owner::of(&self.stack, &step.address, live, true);
        if let Some(stack) = owner.other_stack() {
            return Err(taken_over(id, stack));
        }
        self.hosts.remember(kind, &step.region, id, &live.spec);
        Ok(())
    }

    /// Refuses to create in an object of another stack, and to write over what a create call would not fail for.
    pub(super) async fn check_place(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        spec: &Value,
    ) -> Result<(), StepError> {
        if let Some(host) = Host::of(kind, &step.region, spec)
            && let Some(stack) = self.other_stack_of(&host).await?
        {
            return Err(taken_over(&host.id, &stack));
        }
        if !kind.overwrites() {
            return Ok(());
        }
        let ownership = self.stack.ownership(&step.address);
        for id in kind.ids(aws, kind.identity(spec), &ownership).await? {
            if kind.read(aws, &id).await?.is_some() {
                return Err(StepError::AlreadyExists { id });
            }
        }
        Ok(())
    }

    /// The other stack that has what something lives in. It is read only where what the plan has read no longer
    /// counts, and once a run.
    async fn other_stack_of(&self, host: &Host) -> Result<Option<String>, StepError> {
        if self.owners_are_valid() {
            return Ok(None);
        }
        let tags = self.hosts.tags(&self.aws, host).await?;
        Ok(host.other_stack(&self.stack, &self.store.snapshot(), &tags))
    }

    /// Whether what the plan has read still says whose the objects are.
    pub(super) fn owners_are_valid(&self) -> bool {
        let until = self.owners_valid_until;
        until.is_some_and(|end| Instant::now() < end)
    }

    /// Whether an object is still there to be deleted. It is read only where what the plan has read no longer
    /// counts.
    pub(super) async fn may_be_deleted(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        id: &str,
    ) -> Result<bool, StepError> {
        if step.before.is_some() && self.owners_are_valid() {
            return Ok(true);
        }
        let Some(live) = kind.read(aws, id).await? else {
            return Ok(false);
        };
        self.check_owner(kind, step, id, &live).await?;
        if let Some(stack) = Owner::possible_other_stack(&self.stack, &step.address, &live) {
            return Err(taken_over(id, &stack));
        }
        let entry = self.store.entry(&step.address);
        match entry.is_some_and(|entry| was_overwritten(kind, &entry, &live.spec)) {
            true => Err(StepError::Overwritten { id: id.to_owned() }),
            false => Ok(true),
        }
    }
}

fn taken_over(id: &str, stack: &str) -> StepError {
    StepError::TakenOver { id: id.to_owned(), stack: stack.to_owned() }
}
