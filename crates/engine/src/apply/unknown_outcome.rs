//! Continues where it is not known whether AWS has carried a write out ([`ErrorKind::OutcomeUnknown`]): looks at what
//! there is, and does only what is still to be done.

use std::future::Future;
use std::time::Duration;

use super::runner::{CONSISTENCY_LIMIT, StepRunner};
use crate::comparison::narrow;
use crate::plan::Step;
use aws::tags::{self, Tags};
use aws::{Aws, ErrorKind, wait_until};
use kind::{AnyKind, AnySpec, LiveObject, Result};
use language::value::Value;

/// Tries of a write, the first included.
const MAX_ATTEMPTS: u32 = 5;

/// How long AWS may take to show what a call has created whose answer was lost, before the call is repeated.
/// Lists are the slowest.
const LOOK_LIMIT: Duration = Duration::from_secs(5);

/// Whether every call of a write has been answered, so that what it has done is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Certain,
    Uncertain,
}

impl StepRunner {
    /// Creates one object and gives its id. Where the answer got lost, what it has made is ours by its
    /// tags, or because its parent is.
    pub(super) async fn create_object(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        spec: &dyn AnySpec,
        identity: &Value,
    ) -> Result<(String, Certainty)> {
        let (mut outcome_unknown, mut attempts_left) = (false, MAX_ATTEMPTS);
        loop {
            attempts_left -= 1;
            let error = match spec.create(aws).await {
                Ok(id) if outcome_unknown => return Ok((id, Certainty::Uncertain)),
                Ok(id) => return Ok((id, Certainty::Certain)),
                Err(error) => error,
            };
            let is_unknown = error.kind == ErrorKind::OutcomeUnknown;
            outcome_unknown |= is_unknown;
            if !outcome_unknown {
                return Err(error);
            }
            // Even a refusal may be due to what an earlier try has made.
            if let Some(id) = self.wait_for_created(kind, aws, step, identity).await? {
                return Ok((id, Certainty::Uncertain));
            }
            if !is_unknown || attempts_left == 0 {
                return Err(error);
            }
        }
    }

    /// What a create call has made whose answer got lost.
    async fn wait_for_created(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        identity: &Value,
    ) -> Result<Option<String>> {
        let look = || async {
            aws.memo().clear();
            self.find_created(kind, aws, step, identity).await
        };
        find_within(LOOK_LIMIT, "AWS to show what became of it", look).await
    }

    async fn find_created(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        step: &Step,
        identity: &Value,
    ) -> Result<Option<String>> {
        let ownership = self.stack.ownership(&step.address);
        let ids = kind.ids(aws, identity.clone(), &ownership).await?;
        let is_known = |id: &String| step.id.as_ref() == Some(id) || step.replaces.contains(id);
        for id in ids.into_iter().filter(|id| !is_known(id)) {
            if let Some(live) = kind.read(aws, &id).await?
                && is_ours(kind, &live, &ownership)
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Brings the live object to its spec.
    pub(super) async fn apply_update(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        id: &str,
        spec: &dyn AnySpec,
        mut live: LiveObject,
    ) -> Result<Certainty> {
        let (mut outcome_unknown, mut attempts_left) = (false, MAX_ATTEMPTS);
        // What was to change is about the same fields still.
        let before = live.spec.clone();
        loop {
            attempts_left -= 1;
            let error = match spec.update(aws, id, &live).await {
                Ok(()) if outcome_unknown => return Ok(Certainty::Uncertain),
                Ok(()) => return Ok(Certainty::Certain),
                Err(error) => error,
            };
            outcome_unknown |= error.kind == ErrorKind::OutcomeUnknown;
            if !outcome_unknown || attempts_left == 0 {
                return Err(error);
            }
            aws.memo().clear();
            let read = || kind.read(aws, id);
            live = wait_until("AWS to show it", CONSISTENCY_LIMIT, read).await?;
            narrow(kind, &mut live, &spec.comparable(), Some(&before));
        }
    }

    /// Deletes an object, of which may be known how it was a moment ago. One that is gone is a success, so nothing has to
    /// be looked at in between.
    pub(super) async fn delete_object(
        &self,
        kind: &dyn AnyKind,
        aws: &Aws,
        id: &str,
        mut known: Option<LiveObject>,
    ) -> Result<()> {
        let mut attempts_left = MAX_ATTEMPTS;
        loop {
            attempts_left -= 1;
            let deleted = match &known {
                Some(known) => kind.delete_known(aws, id, known).await,
                None => kind.delete(aws, id).await,
            };
            match deleted {
                Err(error) if error.kind == ErrorKind::OutcomeUnknown && attempts_left > 0 => {
                    aws.memo().clear();
                    known = None;
                }
                outcome => return outcome,
            }
        }
    }
}

/// What a probe finds within a time. A failure of its ends the wait as what it is.
async fn find_within<T, F>(
    limit: Duration,
    what: &str,
    mut probe: impl FnMut() -> F,
) -> Result<Option<T>>
where
    F: Future<Output = Result<Option<T>>>,
{
    let found = wait_until(what, limit, || {
        let probe = probe();
        async { Ok(probe.await.transpose()) }
    });
    match found.await {
        Ok(found) => found.map(Some),
        Err(_) => Ok(None),
    }
}

fn is_ours(kind: &dyn AnyKind, live: &LiveObject, ownership: &Tags) -> bool {
    !kind.is_taggable() || tags::include(&tags::of(&live.spec), ownership)
}
